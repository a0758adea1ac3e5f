/**
 * `npm run bench [names]`: runs bench/*.bench.ts, prints a table for each, writes bench/results/<name>.json.
 * A bench file exports `bench: Bench` = { name, run() → BenchRow[] } (bench/measure.ts); `medianMs` times a function.
 * Give each row an `against` (floor or rival measured in the same run) and a `goal`; a goal not met ends in exit code 1.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { type Bench, type BenchRow, meetsGoal, ratioOf } from "./measure";
import { formatTable } from "./table";

const folder = fileURLToPath(new URL(".", import.meta.url));
const SUFFIX = ".bench.ts";

async function runAll(names: readonly string[]): Promise<boolean> {
  const files = readdirSync(folder).filter((file) => file.endsWith(SUFFIX));
  const unknown = names.filter((name) => !files.includes(name + SUFFIX));
  if (unknown.length > 0) {
    console.error(`No such benchmark: ${unknown.join(", ")}. There are: ${files.map(shortName).join(", ")}.`);
    return false;
  }
  let isMet = true;
  for (const file of files) {
    if (names.length > 0 && !names.includes(shortName(file))) continue;
    if (!(await runFile(file))) isMet = false;
  }
  return isMet;
}

/** A benchmark that fails is told and counted as not met; the others still run. */
async function runFile(file: string): Promise<boolean> {
  try {
    const { bench }: { readonly bench: Bench } = await import(`${folder}${file}`);
    const rows = await bench.run();
    console.log(`\n${bench.name}\n${formatTable(rows)}`);
    writeResults(shortName(file), bench.name, rows);
    return rows.every((row) => meetsGoal(row) !== false);
  } catch (error) {
    console.error(`\n${file} failed:`, error);
    return false;
  }
}

function writeResults(file: string, name: string, rows: readonly BenchRow[]): void {
  const machine = {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    platform: platform(),
    arch: arch(),
  };
  const measured = rows.map((row) => ({ ...row, ratio: ratioOf(row), met: meetsGoal(row) }));
  const results = { name, at: new Date().toISOString(), node: process.version, machine, rows: measured };
  mkdirSync(`${folder}results`, { recursive: true });
  writeFileSync(`${folder}results/${file}.json`, `${JSON.stringify(results, null, 2)}\n`);
}

function shortName(file: string): string {
  return file.slice(0, -SUFFIX.length);
}

process.exitCode = (await runAll(process.argv.slice(2))) ? 0 : 1;
