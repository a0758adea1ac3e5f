import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, parseDocument } from "yaml";
import { stackDir } from "@/e2e/stack";

/** Five times the usual cadence: each spec waits for sweeps. */
export const SWEEP_EVERY_MS = 2_000;
const CADENCE = `watch: { sweepInterval: ${SWEEP_EVERY_MS / 1_000}s, infoInterval: ${SWEEP_EVERY_MS / 1_000}s }\n`;

/** Copies the lab's fleet file, watched more often; returns where the copy is. */
export function copyFleetFile(labFile: string, name = "evenkeel.yaml"): string {
  const copy = join(stackDir, name);
  writeFileSync(copy, readFileSync(labFile, "utf8") + CADENCE);
  return copy;
}

/** Copies a fleet file and changes what it declares; returns where the copy is. */
export function changeFleetFile(path: string, name: string, change: (fleet: Document) => void): string {
  const fleet = parseDocument(readFileSync(path, "utf8"));
  change(fleet);
  const copy = join(stackDir, name);
  writeFileSync(copy, fleet.toString());
  return copy;
}

/** Adds a line to a fleet file, returns which one it is and how to undo it. */
export function spoilFleetFile(path: string, line: string): { line: number; repair: () => void } {
  const good = `${path}.good`;
  copyFileSync(path, good);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, `${text}${line}\n`);
  return { line: text.split("\n").length, repair: () => renameSync(good, path) };
}
