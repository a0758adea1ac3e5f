import { inRepository } from "../paths.mjs";
import { bundlePrograms } from "../setup/bundles.mjs";
import { installPrograms } from "../setup/install-programs.mjs";
import { prepareSources } from "../setup/prepare.mjs";
import { benchPrograms } from "../setup/programs.mjs";
import { runVisibly } from "../terminal/quiet-run.mjs";

/**
 * The benchmarks; arguments choose among them.
 * @param {readonly string[]} args
 */
export async function run(args) {
  await prepareSources();
  await installPrograms(benchPrograms());
  await bundlePrograms();
  return runVisibly(process.execPath, [
    "--expose-gc",
    "--import",
    "tsx",
    inRepository("bench/run.ts"),
    ...args,
  ]);
}
