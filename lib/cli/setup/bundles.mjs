import { existsSync } from "node:fs";
import { inRepository, repositoryRoot } from "../paths.mjs";
import { Refusal } from "../terminal/refusal.mjs";

/** Programs that run beside Next: one file each, packages left to node_modules. */
const BUNDLES = Object.freeze({
  collector: "lib/collect/main.ts",
  embedded: "lib/store/embedded-server.ts",
  preflight: "lib/cli/preflight.ts",
  lint: "lib/cli/lint/main.ts",
});

/** @typedef {keyof typeof BUNDLES} BundleName */

/**
 * What the dashboard needs.
 * @type {readonly BundleName[]}
 */
const ALL = ["collector", "embedded", "preflight"];

/**
 * Writes dist/*.mjs. Takes a fraction of a second, so it is done each time rather than judged.
 * @param {readonly BundleName[]} [names]
 */
export async function bundlePrograms(names = ALL) {
  const { build, stop } = await import("esbuild");
  try {
    await build({
      absWorkingDir: repositoryRoot,
      entryPoints: Object.fromEntries(names.map((name) => [name, BUNDLES[name]])),
      outdir: inRepository("dist"),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20.19",
      sourcemap: "linked",
      tsconfig: inRepository("tsconfig.json"),
      logLevel: "silent",
    });
  } catch (error) {
    throw new Refusal(
      "The collector could not be bundled:",
      error instanceof Error ? error.message : String(error),
    );
  } finally {
    // Its service would stay beside us for as long as we run.
    await stop();
  }
}

/**
 * The checks that need the TypeScript side, compiled.
 * @returns {Promise<typeof import("../preflight.ts")>}
 */
export async function loadPreflight() {
  const path = inRepository("dist/preflight.mjs");
  if (!existsSync(path)) await bundlePrograms(["preflight"]);
  return import(path);
}

/**
 * The command `lint`, compiled afresh.
 * @returns {Promise<typeof import("../lint/main.ts")>}
 */
export async function loadLint() {
  if (!existsSync(inRepository("node_modules")))
    throw new Refusal("Evenkeel's packages are not installed.", `Run npm ci in ${repositoryRoot} first.`);
  await bundlePrograms(["lint"]);
  return import(inRepository("dist/lint.mjs"));
}
