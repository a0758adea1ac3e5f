import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Import, SettingValue } from "../../model";

/** A file of a fixtures folder, and what reading it must give: `<file>.golden` beside it. */
export interface Golden {
  readonly file: string;
  readonly text: string;
  readonly goldenPath: string;
}

export function goldensOf(folder: string): readonly Golden[] {
  const path = fileURLToPath(new URL(`../fixtures/${folder}/`, import.meta.url));
  return readdirSync(path)
    .filter((file) => !file.endsWith(".golden"))
    .map((file) => ({
      file,
      text: readFileSync(`${path}${file}`, "utf8"),
      goldenPath: `${path}${file}.golden`,
    }));
}

/** A line a setting and a line a reject, for people to check against the file. */
export function printImport({ format, settings, rejects }: Import): string {
  const known = settings.map(
    ({ layer, key, subject, value, source }) =>
      `${subject ?? "*"} ${layer}.${key} = ${printValue(value)} (${source.line === null ? `${source.kind}: ${source.name}` : `line ${source.line}`})`,
  );
  const unknown = rejects.map(
    ({ line, text, reason }) => `rejected, line ${line ?? "?"}: ${text} — ${reason}`,
  );
  return `${[format, ...known, ...unknown].join("\n")}\n`;
}

function printValue(value: SettingValue): string {
  switch (value.kind) {
    case "duration":
      return `${value.ms} ms`;
    case "count":
      return String(value.count);
    case "flag":
      return value.isOn ? "on" : "off";
    case "word":
      return value.word;
    case "infinite":
    case "unset":
      return value.kind;
  }
}

export function elapsedMs(run: () => void): number {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}
