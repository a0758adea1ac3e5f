import { describe, expect, it } from "vitest";
import { evaluateRules } from "../evaluate";
import { CLIENT_CASES } from "../testing/client-cases";
import { IDLE_CASES } from "../testing/idle-cases";
import { PLATFORM_CASES } from "../testing/platform-cases";
import { POOL_CASES } from "../testing/pool-cases";
import { stackOf } from "../testing/settings-of";
import { RULES } from "./table";

const CASES = { ...CLIENT_CASES, ...IDLE_CASES, ...POOL_CASES, ...PLATFORM_CASES };
const plain = (text: string | undefined) => text?.replaceAll("\u202f", " ") ?? "";

describe.each(Object.entries(CASES))("%s", (rule, cases) => {
  it.each(cases)("$is: $says", ({ is, settings, says, shape, severity }) => {
    const [finding] = evaluateRules(stackOf(settings, shape)).filter((each) => each.rule === rule);
    expect({ state: finding?.state, sentence: plain(finding?.sentence) }).toEqual({
      state: is,
      sentence: expect.stringContaining(says),
    });
    expect(finding?.consequence === null).toBe(is !== "broken");
    expect(finding?.fix === null).toBe(is !== "broken");
    if (severity !== undefined) expect(finding?.severity).toBe(severity);
  });

  it("is tried in all three states", () => {
    expect(new Set(cases.map(({ is }) => is))).toEqual(new Set(["holds", "broken", "not-evaluated"]));
  });
});

it("has a case for each rule, and a reference for each", () => {
  expect(RULES.map(({ id }) => id).toSorted()).toEqual(Object.keys(CASES).toSorted());
  expect(RULES).toHaveLength(24);
  for (const { reference } of RULES) expect(reference.url).toMatch(/^https:\/\//);
});

it("where the record itself lives too long, no cache of a client is to blame", () => {
  const fixOf = (settings: Readonly<Record<string, number>>) =>
    evaluateRules(stackOf(settings)).find(({ rule }) => rule === "dns-cache-within-failover")?.fix;
  expect(plain(fixOf({ "client.dnsCacheTtl": 0, "dns.ttl": 300_000 })?.sentence)).toContain(
    "Let the record live for 5 s",
  );
  expect(fixOf({ "client.dnsCacheTtl": 60_000, "dns.ttl": 5000 })?.code).toContain(
    "networkaddress.cache.ttl",
  );
});

it("turns keepalive on at any proxy that has it", () => {
  const settings = { "client.tcpKeepalive": "unset", "proxy.clientKeepalive": false };
  const found = evaluateRules(stackOf(settings)).find(({ rule }) => rule === "keepalive-on");
  expect(found?.fix?.code).toContain("option clitcpka");
  expect(found?.fix?.code).toContain("tcpkeepalive: true");
});
