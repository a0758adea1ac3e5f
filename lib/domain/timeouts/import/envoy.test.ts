import * as fs from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envoyImporter, importEnvoy } from "./envoy";
import { elapsedMs, goldensOf } from "./testing/golden";
import { printImport } from "./testing/print-import";

const read = (text: string) => importEnvoy(text, { name: "envoy.yaml", readAtMs: null });
const known = (text: string) => Object.fromEntries(read(text).settings.map(({ key, value }) => [key, value]));

const tcp = (filter: object, cluster: object, listener: object = {}) =>
  JSON.stringify({
    static_resources: {
      listeners: [
        {
          name: "l",
          ...listener,
          filter_chains: [
            {
              filters: [
                { name: "envoy.filters.network.tcp_proxy", typed_config: { cluster: "c", ...filter } },
              ],
            },
          ],
        },
      ],
      clusters: [{ name: "c", ...cluster }],
    },
  });

describe("Envoy's configuration", () => {
  it.each(goldensOf(fs, new URL("./fixtures/envoy/", import.meta.url)))(
    "$file",
    async ({ file, text, goldenPath }) => {
      expect(envoyImporter.looksLike(text, file)).toBe("sure");
      await expect(printImport(read(text))).toMatchFileSnapshot(goldenPath);
    },
  );

  it.each([
    ["0.25s", { kind: "duration", ms: 250 }],
    ["0.000000001s", { kind: "duration", ms: 0.000001 }],
    ["3600s", { kind: "duration", ms: 3_600_000 }],
    ["0s", { kind: "infinite" }],
    ["0.000s", { kind: "infinite" }],
  ])("idle_timeout: %s, on both sides", (text, value) => {
    expect(known(tcp({ idle_timeout: text }, {}))).toMatchObject({
      clientTimeout: value,
      serverTimeout: value,
    });
  });

  it.each(["-1s", "5", "5 s", "5ms", "1h", "1e3s", "999999999999s", "", "0.0000000001s", "{{ x }}"])(
    "connect_timeout: %s is rejected, and unknown instead of the default",
    (text) => {
      const { settings, rejects } = read(tcp({}, { connect_timeout: text }));
      expect(rejects).toMatchObject([{ line: 1 }]);
      expect(settings.some(({ key }) => key === "connectTimeout")).toBe(false);
    },
  );

  it("without fields does what Envoy does, and says that nobody confirmed it", () => {
    const defaults = read(tcp({}, { type: "STRICT_DNS" })).settings.filter(({ assumed }) => assumed);
    expect(defaults.map(({ key, value, source }) => [key, value, source.kind])).toEqual([
      ["clientTimeout", { kind: "duration", ms: 3_600_000 }, "default"],
      ["serverTimeout", { kind: "duration", ms: 3_600_000 }, "default"],
      ["connectTimeout", { kind: "duration", ms: 5000 }, "default"],
      ["serverKeepalive", { kind: "flag", isOn: false }, "default"],
      ["dnsRefresh", { kind: "duration", ms: 5000 }, "default"],
      ["maxServerConnections", { kind: "count", count: 1024 }, "default"],
    ]);
  });

  it("that is printed is read back, as YAML and JSON, under both names of each field (property)", () => {
    const ms = fc.integer({ min: 1, max: 10_000_000 });
    const fields = fc.record({ op: ms, connect: ms, refresh: ms, backlog: fc.nat() });
    fc.assert(
      fc.property(
        fields,
        fc.boolean(),
        fc.boolean(),
        ({ op, connect, refresh, backlog }, isCamel, isFlow) => {
          const name = (snake: string) =>
            isCamel ? snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : snake;
          const seconds = (value: number) => `${(value / 1000).toFixed(3)}s`;
          const tree = {
            [name("static_resources")]: {
              listeners: [
                {
                  name: "l",
                  [name("tcp_backlog_size")]: backlog,
                  [name("filter_chains")]: [
                    {
                      filters: [
                        {
                          name: "envoy.filters.network.redis_proxy",
                          [name("typed_config")]: {
                            settings: { [name("op_timeout")]: seconds(op) },
                            [name("prefix_routes")]: { [name("catch_all_route")]: { cluster: "c" } },
                          },
                        },
                      ],
                    },
                  ],
                },
              ],
              clusters: [
                {
                  name: "c",
                  type: "STRICT_DNS",
                  [name("connect_timeout")]: seconds(connect),
                  [name("dns_refresh_rate")]: seconds(refresh),
                },
              ],
            },
          };
          const text = isFlow ? JSON.stringify(tree) : printYaml(tree, "");
          expect(known(text)).toEqual({
            clientTimeout: { kind: "unset" },
            serverTimeout: { kind: "unset" },
            responseTimeout: { kind: "duration", ms: op },
            tcpBacklog: { kind: "count", count: backlog },
            connectTimeout: { kind: "duration", ms: connect },
            serverKeepalive: { kind: "flag", isOn: false },
            dnsRefresh: { kind: "duration", ms: refresh },
          });
        },
      ),
    );
  });

  it("prints no secret", () => {
    const text = tcp(
      { idle_timeout: "s3cret it is", downstream_auth_password: "s3cret" },
      { connect_timeout: { s3cret: 1 } },
    );
    expect(JSON.stringify(read(text))).not.toContain("s3cret");
  });

  it.each([
    [
      "listeners",
      `static_resources:\n  listeners:\n${"  - filter_chains: [{filters: [{name: tcp_proxy, typed_config: {cluster: c}}]}]\n".repeat(60_000)}`,
    ],
    [
      "clusters of one listener",
      tcp(
        { weighted_clusters: { clusters: Array.from({ length: 150_000 }, (_, at) => ({ name: `c${at}` })) } },
        {},
      ),
    ],
    ["binary", "static_resources: \u0000\u0001\uFFFD{[".repeat(2e5)],
    ["tabs", "static_resources:\n\tlisteners: []\n".repeat(1.3e5)],
  ])("takes bounded time for 5 MB of %s", (_, text) => {
    let rejects = 0;
    expect(
      elapsedMs(performance, () => {
        rejects = read(text).rejects.length;
      }),
    ).toBeLessThan(20_000);
    expect(rejects).toBeLessThanOrEqual(201);
  });

  it("with listeners that are a bomb of aliases is bounded", () => {
    const ten = (item: string) => Array(40).fill(item).join(", ");
    const text = `f: &f {name: tcp_proxy, typed_config: {cluster: c}}\nc: &c {filters: [${ten("*f")}]}\nl: &l {filter_chains: [${ten("*c")}]}\nstatic_resources: {listeners: [${ten("*l")}, ${ten("*l")}]}\n`;
    expect(elapsedMs(performance, () => read(text))).toBeLessThan(20_000);
  });

  it("is not taken from a manifest, nor from other YAML", () => {
    expect(
      envoyImporter.looksLike(
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  envoy.yaml: |\n    static_resources:\n",
        "a.yaml",
      ),
    ).toBe("no");
    expect(envoyImporter.looksLike("spring:\n  redis:\n    connect-timeout: 5s\n", "application.yaml")).toBe(
      "no",
    );
  });
});

function printYaml(node: unknown, indent: string): string {
  if (Array.isArray(node))
    return node.map((item) => `\n${indent}- ${printYaml(item, `${indent}  `).trimStart()}`).join("");
  if (typeof node !== "object" || node === null) return ` ${String(node)}`;
  return Object.entries(node)
    .map(([key, value]) => `\n${indent}${key}:${printYaml(value, `${indent}  `)}`)
    .join("");
}
