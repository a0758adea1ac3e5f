import * as fs from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SettingValue } from "../model";
import { haproxyImporter, importHaproxy } from "./haproxy";
import { elapsedMs, goldensOf } from "./testing/golden";
import { printImport } from "./testing/print-import";

const CONTEXT = { name: "haproxy.cfg", readAtMs: 1_700_000_000_000 };
const read = (text: string) => importHaproxy(text, CONTEXT);
const printed = (text: string) => printImport(read(text)).split("\n").slice(1, -1);

describe("haproxy.cfg", () => {
  it.each(goldensOf(fs, new URL("./fixtures/haproxy/", import.meta.url)))(
    "$file",
    async ({ file, text, goldenPath }) => {
      expect(haproxyImporter.looksLike(text, file)).toBe("sure");
      await expect(printImport(read(text))).toMatchFileSnapshot(goldenPath);
    },
  );

  it.each([
    [" server p1 10.0.0.7:5432 check\n server p2 10.0.0.8:5432", "PostgreSQL"],
    [" option pgsql-check user haproxy\n server p1 10.0.0.7:6000", "PostgreSQL"],
    [" option mysql-check\n server m1 10.0.0.7:6001", "MySQL"],
  ])("a way to something else than Redis is nobody's:%s", (lines, other) => {
    const { settings, rejects } = read(
      `listen r\n timeout client 1h\n server r1 10.0.0.1:6379\nlisten other\n timeout client 20s\n${lines}\n`,
    );
    expect(settings.map(({ subject }) => subject)).not.toContain("other");
    expect(settings.map(({ subject }) => subject)).toContain("r");
    expect(rejects).toContainEqual({
      line: 4,
      text: "other",
      reason: `it leads to ${other}, not to Redis`,
    });
  });

  it.each([
    " server r1 10.0.0.1:5432\n server r2 10.0.0.2:6380",
    " option redis-check\n server r1 10.0.0.1",
    " option pgsql-check\n option redis-check\n server r1 10.0.0.1",
    "",
  ])("a way that may lead to Redis counts:%s", (lines) => {
    expect(printed(`listen r\n timeout client 7s\n${lines}\n`)).toContain(
      "proxy.clientTimeout (r) = 7000 ms | line 2",
    );
  });

  it("stays quick where thousands of frontends share thousands of servers", () => {
    const fronts = Array.from({ length: 4000 }, (_, at) => `frontend f${at}\n default_backend b\n`);
    const servers = " server s 10.0.0.1:5432\n".repeat(60_000);
    expect(elapsedMs(performance, () => read(`${fronts.join("")}backend b\n${servers}`))).toBeLessThan(
      10_000,
    );
  });

  it("names the file, the moment and the line of each setting", () => {
    expect(read("listen r\n timeout client 7s\n").settings[0]).toEqual({
      layer: "proxy",
      key: "clientTimeout",
      subject: "r",
      value: { kind: "duration", ms: 7000 },
      source: { kind: "file", name: "haproxy.cfg", line: 2, reference: null },
      readAtMs: 1_700_000_000_000,
      assumed: false,
    });
  });

  it.each([
    ["5", "5 ms"],
    ["5us", "1 ms"],
    ["1001us", "2 ms"],
    ["5ms", "5 ms"],
    ["5s", "5000 ms"],
    ["5m", "300000 ms"],
    ["5h", "18000000 ms"],
    ["5d", "432000000 ms"],
    ["0", "infinite"],
    ["0s", "infinite"],
    ["2147483647", "2147483647 ms"],
    ["'5s'", "5000 ms"],
    ['"5"s', "5000 ms"],
    ["5s#c", "5000 ms"],
    ["\\5s", "5000 ms"],
  ])("timeout client %s is %s", (value, expected) => {
    expect(printed(`listen r\n timeout client ${value}`)).toContain(
      `proxy.clientTimeout (r) = ${expected} | line 2`,
    );
  });

  it.each([
    ["2147483648", /more than 24.8 days/],
    ["9".repeat(400), /whole number/],
    ["-1", /whole number/],
    ["1.5s", /whole number/],
    ["5S", /whole number/],
    ["5 s", /whole number/],
    ["5s 6s", /whole number/],
    ["1e3", /whole number/],
    ["", /no value/],
    ['"$IDLE"', /template or the environment/],
    ["{{ idle }}", /template or the environment/],
    ['"5s', /quote is opened/],
  ])("timeout client %s: rejected, and unknown instead of unset", (value, reason) => {
    const { settings, rejects } = read(`listen r\n\n timeout client ${value}`);
    expect(rejects).toMatchObject([{ line: 3, reason: expect.stringMatching(reason) }]);
    const isUnread = !/^"5s/.test(value);
    expect(settings.some(({ key }) => key === "clientTimeout")).toBe(!isUnread);
  });

  it("inherits from the last defaults before a section, and each defaults begins anew", () => {
    const text = "listen a\ndefaults\n timeout client 1s\nlisten b\ndefaults\n timeout server 2s\nlisten c\n";
    expect(printed(text).filter((line) => /client|server/.test(line) && line.includes("Timeout"))).toEqual([
      "proxy.clientTimeout (a) = unset | line 1",
      "proxy.serverTimeout (a) = unset | line 1",
      "proxy.clientTimeout (b) = 1000 ms | line 3",
      "proxy.serverTimeout (b) = unset | line 4",
      "proxy.clientTimeout (c) = unset | line 7",
      "proxy.serverTimeout (c) = 2000 ms | line 6",
    ]);
  });

  it("prints no secret", () => {
    const text =
      "listen r\n tcp-check send 'AUTH s3cret\n timeout client s3cret!\n server a \"s3cret\nuserlist u\n user a password s3cret\n";
    expect(printImport(read(text))).not.toContain("s3cret!");
    expect(printImport(read(text)).replace("timeout client", "")).not.toMatch(/AUTH|password/);
  });
});

const UNITS = [
  ["us", 0.001],
  ["", 1],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
] as const;
const time = fc
  .tuple(fc.constantFrom(...UNITS), fc.nat({ max: 24 }), fc.constantFrom("", '"', "'"))
  .map(([[unit, unitMs], number, quote]) => {
    const ms = Math.ceil(number * unitMs);
    const value: SettingValue = ms === 0 ? { kind: "infinite" } : { kind: "duration", ms };
    return { text: `${quote}${number}${unit}${quote}`, value };
  });
const times = fc.record(
  { client: time, server: time, connect: time, queue: time, check: time },
  { requiredKeys: [] },
);
type Times = typeof times extends fc.Arbitrary<infer Value> ? Value : never;
const UNSET: SettingValue = { kind: "unset" };

/** 0 stands for what there is to fall back on. */
const orElse = (own: Times["queue"]): SettingValue | null =>
  own?.value.kind === "duration" ? own.value : null;

function printSection(header: string, timeouts: Times, indent: string): string {
  const lines = Object.entries(timeouts).map(([name, { text }]) => `${indent}timeout ${name} ${text} # why`);
  return [header, ...lines, ""].join("\n");
}

describe("a stack that is printed as haproxy.cfg", () => {
  it("is read back (property)", () => {
    const section = fc.record({ own: times, from: fc.constantFrom("base", "child", null) });
    const indent = fc.constantFrom("", " ", "\t", "    ");
    fc.assert(
      fc.property(
        times,
        times,
        times,
        fc.array(section, { maxLength: 6 }),
        indent,
        (base, child, last, listens, space) => {
          const text = [
            printSection("defaults base", base, space),
            printSection("defaults child from base", child, space),
            printSection("defaults", last, space),
            ...listens.map(({ own, from }, at) =>
              printSection(`listen l${at}${from === null ? "" : ` from ${from}`}`, own, space),
            ),
          ].join("\n");
          const inherited = { base, child: { ...base, ...child } };
          const expected = listens.flatMap(({ own, from }, at) => {
            const all: Times = { ...(from === null ? last : inherited[from]), ...own };
            const connect = all.connect?.value ?? UNSET;
            return [
              [`l${at}`, "clientTimeout", all.client?.value ?? UNSET],
              [`l${at}`, "serverTimeout", all.server?.value ?? UNSET],
              [`l${at}`, "connectTimeout", connect],
              [`l${at}`, "queueTimeout", orElse(all.queue) ?? connect],
              ...(orElse(all.check) === null ? [] : [[`l${at}`, "checkTimeout", orElse(all.check)]]),
            ];
          });
          const { settings, rejects } = read(text);
          const timeouts = settings.filter(({ key }) => key.endsWith("Timeout"));
          expect(timeouts.map(({ subject, key, value }) => [subject, key, value])).toEqual(expected);
          expect(rejects.filter(({ line }) => line !== null)).toEqual([]);
        },
      ),
    );
  });
});

describe("what is no haproxy.cfg", () => {
  it.each([
    [
      "a manifest that holds one",
      "apiVersion: v1\nkind: ConfigMap\ndata:\n  haproxy.cfg: |\n    defaults\n      mode tcp\n",
    ],
    ["YAML", "global:\n  mode: tcp\n"],
    ["redis.conf", "port 6379\ntimeout 0\n"],
  ])("%s is not taken for one", (_, text) => {
    expect(haproxyImporter.looksLike(text, "values.yaml")).toBe("no");
  });

  it.each([
    ["one long line", "x".repeat(5e6)],
    ["quotes", "'\"".repeat(2.5e6)],
    ["lines of quotes", "timeout client '\n".repeat(3e5)],
    ["backslashes", "\\".repeat(5e6)],
    ["empty lines", "\n".repeat(5e6)],
    ["time-outs that are wrong", "listen a\n timeout client -1\n".repeat(1.7e5)],
    ["sections", Array.from({ length: 250_000 }, (_, at) => `listen a${at}\n`).join("")],
    ["backends of one frontend", `frontend f\n${"use_backend b\n".repeat(3e5)}backend b\n`],
    ["defaults", "defaults x from x\n timeout client 1s\n".repeat(1.2e5)],
    ["conditions", ".if x\n".repeat(8e5)],
    ["binary", "\u0000\u0001\uFFFD\t\v".repeat(1e6)],
    ["spaces", " ".repeat(5e6)],
  ])("takes bounded time for 5 MB of %s, and keeps its rejects few", (_, text) => {
    expect(
      elapsedMs(performance, () => haproxyImporter.looksLike(text.slice(0, 262_144), "a.cfg")),
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
    const words = fc.constantFrom(
      "timeout",
      "client",
      "listen",
      "a",
      "from",
      "defaults",
      "\n",
      " ",
      "'",
      '"',
      "\\",
      "#",
      "5s",
      '"$X"',
      ".if",
      "use_backend",
      "option",
      "no",
      "tcpka",
      "mode",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
        expect(read(parts.join(" ")).format).toBe("HAProxy configuration");
      }),
    );
  });
});
