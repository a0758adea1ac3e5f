import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

const NOT_OURS = new Set([
  "node_modules",
  "generated",
  "fixtures",
  "dist",
  "test-results",
  "playwright-report",
]);

export interface SourceFile {
  /** Inside the repository: `lib/config/fleet.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Every file of ours below `folder` whose name ends so. Folders that begin with a dot are data, not source. */
export function readSources(endings: RegExp, folder = REPOSITORY): readonly SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readSources(endings, path);
    return endings.test(entry.name)
      ? [{ path: relative(REPOSITORY, path), text: readFileSync(path, "utf8") }]
      : [];
  });
}
