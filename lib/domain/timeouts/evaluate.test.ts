import { expect, it } from "vitest";
import { evaluateRules } from "./evaluate";
import { RULES } from "./rules/table";
import { assembleStack } from "./stack";
import { SHAPE, stackOf } from "./testing/settings-of";

const TWO_GROUPS = [
  { name: "orders", library: "jedis", libraryVersion: "5.2.0" },
  { name: "carts", library: "ioredis", libraryVersion: "6.0.0" },
];
const plain = (text: string | undefined) => text?.replaceAll("\u202f", " ");

it("says something of every rule, and nothing is green where nothing is known", () => {
  const findings = evaluateRules(assembleStack([], SHAPE));
  expect(findings.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id));
  const green = findings.filter(({ state }) => state === "holds").map(({ rule }) => rule);
  // ElastiCache's own defaults say that it closes no idle clients and sends keepalive.
  expect(green).toEqual(["idle-below-server-timeout", "keepalive-on"]);
  for (const { state, sentence } of findings) {
    if (state === "not-evaluated") expect(sentence).toMatch(/^Not evaluated, because .+: .+|no proxy/);
  }
});

it("tells a rule of a group once for each, a rule of the cluster once", () => {
  const findings = evaluateRules(stackOf({}, { groups: TWO_GROUPS, proxies: ["proxy-1", "proxy-2"] }));
  const subjectsOf = (id: string) => findings.filter(({ rule }) => rule === id).map(({ subject }) => subject);
  expect(subjectsOf("command-timeout-set")).toEqual(["orders", "carts"]);
  expect(subjectsOf("pool-budget")).toEqual([null]);
  expect(subjectsOf("idle-below-proxy")).toEqual(["orders", "carts"]);
  expect(subjectsOf("proxy-drain-covers-lb")).toEqual([null]);
});

it("names the way where proxies differ", () => {
  const findings = evaluateRules(
    stackOf(
      {
        "proxy.serverTimeout@proxy-1": 1000,
        "proxy.serverTimeout@proxy-2": 3000,
        "client.commandTimeout": 2000,
      },
      { proxies: ["proxy-1", "proxy-2"] },
    ),
  ).filter(({ rule }) => rule === "proxy-outlasts-client");
  expect(findings.map(({ subject, state }) => [subject, state])).toEqual([
    ["orders-api via proxy-1", "broken"],
    ["orders-api via proxy-2", "holds"],
  ]);
});

it("gives a broken rule its consequence, a fix for the library, and the settings that it looked at", () => {
  const finding = evaluateRules(stackOf({}, { groups: TWO_GROUPS.slice(0, 1), proxies: ["a", "b"] })).find(
    ({ rule }) => rule === "pool-order-fits-path",
  );
  expect(finding).toMatchObject({
    state: "broken",
    severity: "critical",
    fix: { code: "poolConfig.setLifo(false);", language: "java" },
    reference: { title: "Apache Commons Pool: GenericObjectPoolConfig" },
  });
  expect(finding?.settings.map(({ key, assumed }) => [key, assumed])).toEqual([
    ["order", true],
    ["maxTotal", true],
  ]);
  expect(plain(finding?.consequence ?? "")).toContain("slow proxy gets more and more of the load");
});

it("predicts idle cuts by a proxy of ioredis clients as they come", () => {
  const broken = evaluateRules(
    stackOf(
      {
        "proxy.clientTimeout": 30_000,
        "proxy.serverTimeout": 30_000,
        "client.commandTimeout": 500,
        "client.socketTimeout": 5000,
      },
      { groups: TWO_GROUPS.slice(1), proxies: ["proxy-1"] },
    ),
  ).filter(({ state }) => state === "broken");
  expect(broken.map(({ rule, sentence }) => [rule, plain(sentence)])).toContainEqual([
    "idle-below-proxy",
    "carts: nothing ends the silence of an idle connection, but the proxy closes idle clients after 30 s",
  ]);
});
