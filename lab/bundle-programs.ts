import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/**
 * Bundles entries of this folder into plain scripts: a child then starts in a third of the time and memory
 * that it takes with a TypeScript loader. Returns the scripts' paths, in the order of the entries.
 */
export function bundlePrograms(entries: readonly string[], outDir: string): string[] {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  buildSync({
    absWorkingDir: folder,
    entryPoints: entries.map((entry) => join(folder, entry)),
    outdir: outDir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    entryNames: "[name]",
    tsconfig: join(folder, "..", "tsconfig.json"),
    logLevel: "silent",
  });
  return entries.map((entry) => join(outDir, `${basename(entry, ".ts")}.cjs`));
}
