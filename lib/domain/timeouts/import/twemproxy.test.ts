import * as fs from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elapsedMs, goldensOf } from "./testing/golden";
import { printImport } from "./testing/print-import";
import { importTwemproxy, twemproxyImporter } from "./twemproxy";

const read = (text: string) => importTwemproxy(text, { name: "nutcracker.yml", readAtMs: null });
const pool = (lines: string) => `p:\n  listen: 127.0.0.1:1\n  redis: true\n${lines}\n`;

describe("twemproxy's configuration", () => {
  it.each(goldensOf(fs, new URL("./fixtures/twemproxy/", import.meta.url)))(
    "$file",
    async ({ file, text, goldenPath }) => {
      expect(twemproxyImporter.looksLike(text, file)).toBe("sure");
      await expect(printImport(read(text))).toMatchFileSnapshot(goldenPath);
    },
  );

  it("without a timeout waits for ever, and says that nobody set one", () => {
    const { settings } = read(pool("  servers: []"));
    const waits = settings.filter(({ key }) => key === "connectTimeout" || key === "responseTimeout");
    expect(waits.map(({ value, source }) => [value.kind, source.line])).toEqual([
      ["unset", 1],
      ["unset", 1],
    ]);
  });

  it.each([
    ["timeout", "-1"],
    ["timeout", "2147483648"],
    ["timeout", "1.5"],
    ["timeout", ""],
    ["timeout", "{a: 1}"],
    ["server_connections", "many"],
    ["auto_eject_hosts", "1"],
    ["server_retry_timeout", "30s"],
  ])("%s: %s is rejected with its line, and unknown instead of unset", (key, value) => {
    const { settings, rejects } = read(pool(`  ${key}: ${value}`));
    expect(rejects).toMatchObject([{ line: 4 }]);
    expect(
      settings.filter(({ source }) => source.kind === "file").map((setting) => setting.key),
    ).not.toContain(key === "timeout" ? "responseTimeout" : "maxServerConnections");
  });

  it("that is printed is read back (property)", () => {
    const number = fc.nat({ max: 2 ** 31 - 1 });
    const fields = fc.record(
      {
        timeout: number,
        server_connections: number,
        backlog: number,
        server_retry_timeout: number,
        auto_eject_hosts: fc.boolean(),
        tcpkeepalive: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const pools = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/), fields, { maxKeys: 5 });
    fc.assert(
      fc.property(pools, fc.boolean(), (stack, isJson) => {
        const whole = Object.entries(stack).map(
          ([name, own]) => [name, { listen: "127.0.0.1:1", redis: true, ...own }] as const,
        );
        const yaml = whole.map(
          ([name, own]) =>
            `${name}:\n${Object.entries(own)
              .map(([key, value]) => `    ${key}:  ${value} # why\n`)
              .join("")}`,
        );
        const { settings } = read(isJson ? JSON.stringify(Object.fromEntries(whole)) : yaml.join("\n"));
        const ms = (value: number) => (value === 0 ? { kind: "infinite" } : { kind: "duration", ms: value });
        const expected = Object.entries(stack).flatMap(([name, own]) => [
          [name, "clientTimeout", { kind: "unset" }],
          [name, "serverTimeout", { kind: "unset" }],
          [name, "connectTimeout", own.timeout === undefined ? { kind: "unset" } : ms(own.timeout)],
          [name, "responseTimeout", own.timeout === undefined ? { kind: "unset" } : ms(own.timeout)],
          [name, "maxServerConnections", { kind: "count", count: own.server_connections ?? 1 }],
          [name, "tcpBacklog", { kind: "count", count: own.backlog ?? 512 }],
          [name, "ejectsServers", { kind: "flag", isOn: own.auto_eject_hosts ?? false }],
          [name, "retryAfter", ms(own.server_retry_timeout ?? 30_000)],
          [name, "clientKeepalive", { kind: "flag", isOn: own.tcpkeepalive ?? false }],
        ]);
        expect(settings.map(({ subject, key, value }) => [subject, key, value])).toEqual(expected);
      }),
    );
  });

  it("prints no secret", () => {
    expect(
      JSON.stringify(read(pool("  redis_auth: s3cret\n  timeout: s3cret it is\n  x: *s3cret"))),
    ).not.toContain("s3cret");
  });

  it.each([
    [
      "pools",
      Array.from({ length: 100_000 }, (_, at) => pool("  timeout: 1").replace("p", `p${at}`)).join(""),
    ],
    [
      "one pool with many keys",
      pool(Array.from({ length: 300_000 }, (_, at) => `  timeout${at}: 1`).join("\n")),
    ],
    ["binary", "listen: \u0000\u0001\uFFFD".repeat(4e5)],
    ["tabs", "p:\n\tlisten: 1\n".repeat(3e5)],
  ])("takes bounded time for 5 MB of %s", (_, text) => {
    let rejects = 0;
    expect(
      elapsedMs(performance, () => {
        rejects = read(text).rejects.length;
      }),
    ).toBeLessThan(20_000);
    expect(rejects).toBeLessThanOrEqual(201);
  });

  it("of pools that are a bomb of aliases is bounded", () => {
    const keys = Array.from(
      { length: 9 },
      (_, at) =>
        `a${at}: &a${at} {${Array.from({ length: 10 }, (_, key) => `k${key}: ${at === 0 ? "{listen: x, redis: true}" : `*a${at - 1}`}`).join(", ")}}`,
    );
    expect(elapsedMs(performance, () => read(keys.join("\n")))).toBeLessThan(20_000);
  });

  it("is not taken from a manifest, nor from a fleet file", () => {
    expect(
      twemproxyImporter.looksLike(
        `apiVersion: v1\nkind: ConfigMap\n${pool("  servers:\n  hash: x")}`,
        "a.yml",
      ),
    ).toBe("no");
    expect(twemproxyImporter.looksLike("clusters:\n  - id: a\n    seeds: [a:1]\n", "evenkeel.yaml")).toBe(
      "no",
    );
  });
});
