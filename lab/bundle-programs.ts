import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** Some dependencies are CommonJS and require Node's own modules. */
const REQUIRE_FOR_COMMONJS =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

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
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: REQUIRE_FOR_COMMONJS },
    target: "node20",
    entryNames: "[name]",
    tsconfig: join(folder, "..", "tsconfig.json"),
    logLevel: "silent",
  });
  return entries.map((entry) => join(outDir, `${basename(entry, ".ts")}.mjs`));
}
