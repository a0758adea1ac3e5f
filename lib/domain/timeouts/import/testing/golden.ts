import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of a fixtures folder, and where it is written what reading it must give. */
export interface Golden {
  readonly file: string;
  readonly text: string;
  readonly goldenPath: string;
}

export function goldensOf(folder: string): readonly Golden[] {
  const path = fileURLToPath(new URL(`../fixtures/${folder}/`, import.meta.url));
  return readdirSync(path)
    .filter((file) => !file.endsWith(".golden.txt"))
    .map((file) => ({
      file,
      text: readFileSync(`${path}${file}`, "utf8"),
      goldenPath: `${path}${file}.golden.txt`,
    }));
}

export function elapsedMs(run: () => void): number {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}
