import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { ownVariables } from "../../config/own-variables.mjs";
import { inRepository } from "../paths.mjs";

/**
 * @typedef {object} Program
 * @property {string} program
 * @property {string} debian package that brings it
 * @property {string} brew formula that brings it; empty: Homebrew has none
 * @property {string} [instead] a line that brings it without a package
 */

/** @returns {Program[]} what `npm run lab` and `npm run demo` start */
export function labPrograms() {
  return JSON.parse(readFileSync(inRepository("lab/programs.json"), "utf8"));
}

/** @returns {Program[]} what `npm test` starts */
export function testPrograms() {
  return [
    ...labPrograms(),
    { program: "postgres", debian: "postgresql", brew: "postgresql@15" },
    { program: "chromium", debian: "chromium", brew: "", instead: "npx playwright install chromium" },
  ];
}

/** @returns {Program[]} what `npm run bench` starts */
export function benchPrograms() {
  return [
    ...labPrograms(),
    { program: "postgres", debian: "postgresql", brew: "postgresql@15" },
    { program: "prometheus-redis-exporter", debian: "prometheus-redis-exporter", brew: "" },
  ];
}

/** @param {Program} program */
export function isPresent({ program }) {
  if (program === "postgres") return isOnPath(program) || hasVersionedPostgres();
  if (program === "chromium") return isOnPath(program) || hasPlaywrightChromium();
  return isOnPath(program);
}

/** @param {string} program */
function isOnPath(program) {
  const folders = `${ownVariables.PATH ?? ""}:/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin`;
  return folders.split(":").some((folder) => folder !== "" && existsSync(`${folder}/${program}`));
}

/** Debian and Homebrew keep servers of several versions apart, out of PATH. */
function hasVersionedPostgres() {
  return ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql"]
    .filter((root) => existsSync(root))
    .some((root) => readdirSync(root).some((version) => existsSync(`${root}/${version}/bin/postgres`)));
}

function hasPlaywrightChromium() {
  const script = "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))";
  const { stdout } = spawnSync(process.execPath, ["-e", script], { cwd: inRepository(), encoding: "utf8" });
  return stdout.trim() !== "" && existsSync(stdout.trim());
}
