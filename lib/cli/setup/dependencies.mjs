import { readFileSync } from "node:fs";
import { inRepository } from "../paths.mjs";
import { step } from "../terminal/progress.mjs";
import { runQuietly } from "../terminal/quiet-run.mjs";

/** Runs `npm ci` when node_modules is missing or is not what the lockfile says. */
export async function installDependencies() {
  if (areDependenciesInstalled()) return;
  // No dependency needs its install script here, and one of them would download a program that is never used.
  await step("installing dependencies (npm ci, about a minute)", () =>
    runQuietly("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
  );
}

/** npm leaves a lockfile of what it really installed; packages for other systems are absent from it. */
function areDependenciesInstalled() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages("node_modules/.package-lock.json");
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} path of a lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, peer?: boolean }> | null}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(inRepository(path), "utf8")).packages;
  } catch {
    return null;
  }
}
