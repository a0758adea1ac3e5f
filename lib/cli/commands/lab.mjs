import { inRepository } from "../paths.mjs";
import { installPrograms } from "../setup/install-programs.mjs";
import { prepareSources } from "../setup/prepare.mjs";
import { labPrograms } from "../setup/programs.mjs";
import { runVisibly } from "../terminal/quiet-run.mjs";

/**
 * The lab fleet alone, until Ctrl-C.
 * @param {readonly string[]} args
 */
export async function run(args) {
  await prepareSources();
  await installPrograms(labPrograms());
  return runVisibly(process.execPath, ["--import", "tsx", inRepository("lab/main.ts"), ...args]);
}
