import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SETTING_KINDS } from "../model";
import { importText, recognise } from "./recognise";
import { printImport } from "./testing/print-import";

const FORMATS = [
  "kubernetes",
  "spring",
  "redisson",
  "ioredis",
  "node-redis",
  "redis-py",
  "go-redis",
] as const;

const FILES = FORMATS.flatMap((format) =>
  readdirSync(new URL(`./fixtures/${format}`, import.meta.url))
    .filter((name) => !name.endsWith(".golden.txt"))
    .map((name) => ({ format, name, place: `fixtures/${format}/${name}` })),
);

const textOf = (place: string): string => readFileSync(new URL(`./${place}`, import.meta.url), "utf8");

describe.each(FILES)("$place", ({ format, name, place }) => {
  const imported = importText(textOf(place), { name, readAtMs: 1_000 });

  it("is recognised by what stands in it", () => {
    expect(recognise(textOf(place), "pasted")).toBe(format);
  });

  it("gives what its golden file says", async () => {
    await expect(printImport(imported)).toMatchFileSnapshot(`./${place}.golden.txt`);
  });

  it("gives settings that are known, of the right kind, with their source and time", () => {
    for (const { layer, key, value, source, readAtMs } of imported.settings) {
      const kinds: Readonly<Record<string, string>> = SETTING_KINDS[layer];
      expect([kinds[key], "infinite", "unset"], `${layer}.${key}`).toContain(value.kind);
      expect(readAtMs).toBe(1_000);
      if (source.kind === "default") expect(source.reference).toMatch(/^https:/);
      else expect(source.line).toBeGreaterThan(0);
    }
  });

  it("tells no secret", () => {
    expect(JSON.stringify(imported)).not.toMatch(/s3cr3t|8675309|1234567890/);
  });

  it("gives the same with Windows's line ends and a byte order mark", () => {
    const text = `\uFEFF${textOf(place).replaceAll("\n", "\r\n")}`;
    expect(importText(text, { name, readAtMs: 1_000 })).toEqual(imported);
  });
});

it("five files or more of each format", () => {
  for (const format of FORMATS) {
    expect(FILES.filter((file) => file.format === format).length, format).toBeGreaterThanOrEqual(5);
  }
});
