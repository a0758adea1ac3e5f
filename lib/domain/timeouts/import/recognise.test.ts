import * as fs from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SETTING_KINDS } from "../model";
import { IMPORTERS, importText, recognise } from "./recognise";
import { elapsedMs, goldensOf } from "./testing/golden";

const FILES = ["haproxy", "twemproxy", "envoy", "redis-conf"].flatMap((format) =>
  goldensOf(fs, new URL(`./fixtures/${format}/`, import.meta.url)).map((golden) => ({ ...golden, format })),
);
const CONTEXT = { name: "pasted", readAtMs: 5 };

describe.each(FILES)("$format/$file", ({ format, text }) => {
  it("is recognised by what stands in it, by one importer alone", () => {
    expect(recognise(text, "pasted")).toBe(format);
    expect(
      IMPORTERS.filter(({ looksLike }) => looksLike(text, "pasted") === "sure").map(({ name }) => name),
    ).toEqual([format]);
  });

  it("gives settings of the right kind, each with its source", () => {
    for (const { layer, key, value, source, readAtMs, assumed } of importText(text, CONTEXT).settings) {
      const kinds: Readonly<Record<string, string>> = SETTING_KINDS[layer];
      expect([kinds[key], "infinite", "unset"], `${layer}.${key}`).toContain(value.kind);
      expect(readAtMs).toBe(5);
      expect(assumed).toBe(source.kind === "default");
      if (source.kind === "default") expect(source.reference).toMatch(/^https:/);
      else expect(source).toMatchObject({ kind: "file", name: "pasted", line: expect.any(Number) });
    }
  });

  it("tells no secret", () => {
    expect(JSON.stringify(importText(text, CONTEXT))).not.toMatch(/s3cr3t|not-a-real-password|8675309/);
  });

  it("gives the same with line ends of Windows and of old Macs, and a byte order mark", () => {
    const expected = importText(text, CONTEXT);
    expect(importText(`\uFEFF${text.replaceAll("\n", "\r\n")}`, CONTEXT)).toEqual(expected);
    expect(importText(text.replaceAll("\n", "\r"), CONTEXT)).toEqual(expected);
  });

  it("is read as far as it goes when it is cut", () => {
    const whole = importText(text, CONTEXT).settings.length;
    for (const part of [0.2, 0.5, 0.8]) {
      const { settings } = importText(text.slice(0, Math.floor(text.length * part)), CONTEXT);
      // A defaults section that has lost its proxies may have more to say of itself than the whole file.
      expect(settings.length).toBeLessThanOrEqual(whole + 8);
    }
  });
});

it("five files or more of each format", () => {
  for (const format of ["haproxy", "twemproxy", "envoy", "redis-conf"])
    expect(FILES.filter((file) => file.format === format).length, format).toBeGreaterThanOrEqual(5);
});

describe("a text of no known format", () => {
  it.each(["", " \n", "hello", "<html></html>", "\u0000\u0001", "{}", "a: 1\n", "[1, 2]"])(
    "%j is rejected, with what is known",
    (text) => {
      const { settings, rejects } = importText(text, CONTEXT);
      expect(settings).toEqual([]);
      expect(rejects[0]?.reason).toMatch(/HAProxy configuration.*Redis configuration/);
    },
  );

  it("never throws (property)", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, name) => {
        expect(
          recognise(text, name) === null ||
            IMPORTERS.some((importer) => importer.name === recognise(text, name)),
        ).toBe(true);
        importText(text, { name, readAtMs: null });
      }),
    );
  });
});

describe("a text that is very long", () => {
  it("is cut at a line after 8 MB, and says so", () => {
    const text = `listen r\n timeout client 5s\n${"# x\n".repeat(2.5e6)} timeout server 5s\n`;
    const { settings, rejects } = importText(text, { name: "haproxy.cfg", readAtMs: null });
    expect(settings.find(({ key }) => key === "clientTimeout")).toMatchObject({ value: { ms: 5000 } });
    expect(settings.find(({ key }) => key === "serverTimeout")).toMatchObject({ value: { kind: "unset" } });
    expect(rejects.at(-1)?.reason).toMatch(/longer than 8 MB/);
  });

  it.each([
    ["spaces", " ".repeat(5e6)],
    ["brackets", "{[".repeat(2.5e6)],
    ["words", "timeout: a ".repeat(4.5e5)],
    ["quotes", '"'.repeat(5e6)],
    ["line ends", "\r\n\r".repeat(1.6e6)],
  ])("of 5 MB of %s takes bounded time", (_, text) => {
    expect(elapsedMs(performance, () => importText(text, CONTEXT))).toBeLessThan(20_000);
  });
});
