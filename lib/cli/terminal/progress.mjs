import { stdout } from "node:process";
import { ownVariables } from "../../config/own-variables.mjs";

const live = stdout.isTTY === true;
const colour = live && ownVariables.NO_COLOR === undefined;
/** @type {(code: number, text: string) => string} */
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

/** Without a terminal a step is announced only once it takes this long: quick ones leave one line. */
const ANNOUNCE_AFTER_MS = 2000;

/**
 * One line a step: what is done, whether it worked, how long it took.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const begin = performance.now();
  const running = `  … ${label}`;
  if (live) stdout.write(running);
  const announcement = live ? undefined : setTimeout(() => console.log(running), ANNOUNCE_AFTER_MS);
  /** @param {string} mark */
  const finish = (mark) => {
    clearTimeout(announcement);
    if (live) stdout.write("\r\x1b[2K");
    console.log(`  ${mark} ${label}  ${paint(2, printSeconds(performance.now() - begin))}`);
  };
  try {
    const result = await work();
    finish(paint(32, "✓"));
    return result;
  } catch (error) {
    finish(paint(31, "✗"));
    throw error;
  }
}

/** @param {string} text */
export function headline(text) {
  console.log(paint(1, text));
}

/** @param {number} ms */
function printSeconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
