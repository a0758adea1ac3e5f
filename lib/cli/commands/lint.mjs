import { readFileSync } from "node:fs";
import { inRepository } from "../paths.mjs";
import { loadLint } from "../setup/bundles.mjs";
import { Refusal } from "../terminal/refusal.mjs";

/**
 * The time-outs of a fleet file, judged: for pull requests. Installs nothing, asks no server.
 * @param {readonly string[]} args
 */
export async function run(args) {
  try {
    const { lint } = await loadLint();
    const { exitCode, output, remarks } = lint(args, process.cwd(), ownVersion());
    await write(process.stderr, remarks);
    await write(process.stdout, output);
    return exitCode;
  } catch (error) {
    // 1 would say that a rule is broken.
    if (!(error instanceof Refusal)) throw error;
    console.error(error.describe());
    return 2;
  }
}

/** @returns {string} */
function ownVersion() {
  return JSON.parse(readFileSync(inRepository("package.json"), "utf8")).version;
}

/**
 * Waits until it is written: where the output is a pipe, an exit would cut it.
 * @param {NodeJS.WriteStream} stream
 * @param {string} text
 * @returns {Promise<void>}
 */
function write(stream, text) {
  return new Promise((done) => {
    stream.once("error", () => done());
    stream.write(text, () => done());
  });
}
