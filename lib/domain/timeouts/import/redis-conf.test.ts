import * as fs from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importRedisConf, redisConfImporter } from "./redis-conf";
import { elapsedMs, goldensOf } from "./testing/golden";
import { printImport } from "./testing/print-import";

const read = (text: string) => importRedisConf(text, { name: "redis.conf", readAtMs: null });

describe("redis.conf", () => {
  it.each(goldensOf(fs, new URL("./fixtures/redis-conf/", import.meta.url)))(
    "$file",
    async ({ text, goldenPath }) => {
      expect(redisConfImporter.looksLike(text, "pasted")).toBe("sure");
      await expect(printImport(read(text))).toMatchFileSnapshot(goldenPath);
    },
  );

  it("says nothing of what has no line: that is the default of Redis", () => {
    expect(read("port 6379\ntimeout 5\n").settings.map(({ key }) => key)).toEqual(["timeout"]);
  });

  it.each([
    ["timeout 0", "timeout", { kind: "infinite" }],
    ["timeout 2147483647", "timeout", { kind: "duration", ms: 2_147_483_647_000 }],
    ["tcp-keepalive 0", "tcpKeepalive", { kind: "unset" }],
    ["cluster-node-timeout 0", "clusterNodeTimeout", { kind: "duration", ms: 0 }],
    ["repl-ping-slave-period 7", "replPingPeriod", { kind: "duration", ms: 7000 }],
    ["  APPENDONLY\tYES ", "appendonly", { kind: "flag", isOn: true }],
    ["maxclients 4294967295", "maxclients", { kind: "count", count: 4_294_967_295 }],
  ])("%s", (line, key, value) => {
    expect(read(`\n${line}\n`).settings).toMatchObject([
      { layer: "server", key, subject: null, value, source: { line: 2 } },
    ]);
  });

  it.each([
    ["timeout -1", /from 0 to 2147483647/],
    ["timeout 2147483648", /from 0 to/],
    ["timeout", /from 0 to/],
    ["timeout 5 s", /one value/],
    ["maxclients 4294967296", /from 1 to 4294967295/],
    ["maxclients 1e4", /from 1 to/],
    ["repl-timeout 0", /from 1 to/],
    ["appendonly true", /yes or no/],
    ["timeout {{ idle }}", /template/],
  ])("%s: rejected, and unknown", (line, reason) => {
    const { settings, rejects } = read(`timeout 5\nmaxclients 5\nrepl-timeout 5\nappendonly no\n${line}\n`);
    expect(rejects).toMatchObject([{ line: 5, reason: expect.stringMatching(reason) }]);
    expect(settings).toHaveLength(3);
  });

  it("that is printed is read back, the last line of each winning (property)", () => {
    const whole = (least: number, most: number) => fc.integer({ min: least, max: most });
    const line = fc.oneof(
      whole(1, 2 ** 31 - 1).map(
        (sec) => ["timeout", `${sec}`, "timeout", { kind: "duration", ms: sec * 1000 }] as const,
      ),
      whole(1, 86_400).map(
        (sec) => ["tcp-keepalive", `${sec}`, "tcpKeepalive", { kind: "duration", ms: sec * 1000 }] as const,
      ),
      whole(0, 2 ** 31 - 1).map(
        (ms) => ["cluster-node-timeout", `${ms}`, "clusterNodeTimeout", { kind: "duration", ms }] as const,
      ),
      whole(1, 2 ** 32 - 1).map(
        (count) => ["maxclients", `${count}`, "maxclients", { kind: "count", count }] as const,
      ),
      whole(0, 2 ** 31 - 1).map(
        (count) => ["tcp-backlog", `${count}`, "tcpBacklog", { kind: "count", count }] as const,
      ),
      fc
        .tuple(whole(1, 3600), fc.constantFrom("repl-ping-replica-period", "repl-ping-slave-period"))
        .map(
          ([sec, name]) => [name, `${sec}`, "replPingPeriod", { kind: "duration", ms: sec * 1000 }] as const,
        ),
      fc
        .boolean()
        .map((isOn) => ["appendonly", isOn ? "yes" : "no", "appendonly", { kind: "flag", isOn }] as const),
    );
    const style = fc.record({
      isUpper: fc.boolean(),
      gap: fc.constantFrom(" ", "\t", "   "),
      quote: fc.constantFrom("", '"', "'"),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(line, style), { maxLength: 12 }), (lines) => {
        const text = lines
          .map(
            ([[name, value], { isUpper, gap, quote }]) =>
              `# ${name} 1\n${isUpper ? name.toUpperCase() : name}${gap}${quote}${value}${quote}\n`,
          )
          .join("");
        const expected = Object.fromEntries(lines.map(([[, , key, value]]) => [key, value]));
        expect(Object.fromEntries(read(text).settings.map(({ key, value }) => [key, value]))).toEqual(
          expected,
        );
      }),
    );
  });

  it("prints no secret", () => {
    const text =
      "requirepass s3cret\nmasterauth s3cret\nuser a on >s3cret\ntimeout s3cret!x\ntcp-keepalive 5 s3cret\nrename-command CONFIG s3cret\n";
    expect(JSON.stringify(read(text))).not.toContain("s3cret");
  });

  it.each([
    ["nginx", "server {\n  listen 80;\n  keepalive_timeout 65;\n}\n", "nginx.conf"],
    ["a sentinel's", "port 26379\ndir /tmp\nsentinel monitor m 10.0.0.1 6379 2\n", "sentinel.conf"],
    ["YAML", "timeout: 5\nport: 6379\nbind: a\n", "a.yml"],
    ["properties", "timeout=5\nport=6379\n", "application.properties"],
    ["prose", "the port is open\nwe bind books\n", "readme.txt"],
  ])("%s is not taken for one", (_, text, file) => {
    expect(redisConfImporter.looksLike(text, file)).toBe("no");
  });

  it.each([
    ["one long line", "timeout ".repeat(6e5)],
    ["time-outs that are wrong", "timeout -1\n".repeat(4.5e5)],
    ["includes", "include x\n".repeat(5e5)],
    ["empty lines", "\n".repeat(5e6)],
    ["spaces", " ".repeat(5e6)],
    ["binary", "\u0000\u0001\uFFFD\t\v\n".repeat(8e5)],
  ])("takes bounded time for 5 MB of %s, and keeps its rejects few", (_, text) => {
    expect(
      elapsedMs(performance, () => redisConfImporter.looksLike(text.slice(0, 262_144), "a.conf")),
    ).toBeLessThan(20_000);
    let rejects = 0;
    expect(
      elapsedMs(performance, () => {
        rejects = read(text).rejects.length;
      }),
    ).toBeLessThan(20_000);
    expect(rejects).toBeLessThanOrEqual(201);
  });

  it("never throws (property)", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("timeout ", "maxclients ", '"', ""), (text, start) => {
        expect(read(`${start}${text}`).format).toBe("Redis configuration");
      }),
    );
  });
});
