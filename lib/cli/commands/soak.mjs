import { inRepository } from "../paths.mjs";
import { bundlePrograms } from "../setup/bundles.mjs";
import { installPrograms } from "../setup/install-programs.mjs";
import { prepareSources } from "../setup/prepare.mjs";
import { labPrograms } from "../setup/programs.mjs";
import { runVisibly } from "../terminal/quiet-run.mjs";

/**
 * The lab under the shipped collector and database for half an hour, listening for false verdicts; with --scenarios each
 * scenario in turn, listening for the right one.
 * @param {readonly string[]} args
 */
export async function run(args) {
  await prepareSources();
  await installPrograms(labPrograms());
  await bundlePrograms();
  return runVisibly(process.execPath, ["--import", "tsx", inRepository("lab/soak/main.ts"), ...args]);
}
