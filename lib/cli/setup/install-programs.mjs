import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { step } from "../terminal/progress.mjs";
import { runQuietly } from "../terminal/quiet-run.mjs";
import { Refusal } from "../terminal/refusal.mjs";
import { isPresent } from "./programs.mjs";

/**
 * Debian starts a server as it installs it, on the very ports that a user's own may want. policy-rc.d forbids that while
 * apt runs; it is put there only when there is none, and taken away again.
 */
const INSTALL_SCRIPT = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -qq --no-install-recommends "$@"; }
install "$@" 2>/dev/null || { apt-get update -qq && install "$@"; }
`;

/**
 * Sees to it that programs are there: with apt where that is possible without asking, otherwise by saying what to type.
 * @param {readonly import("./programs.mjs").Program[]} programs
 */
export async function installPrograms(programs) {
  const missing = programs.filter((program) => !isPresent(program));
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian);
  const prefix = isDebian() ? privilegedPrefix() : null;
  if (prefix === null) throw new Refusal(describeMissing(missing), describeRemedy(missing));
  const [command = "", ...args] = [...prefix, "sh", "-c", INSTALL_SCRIPT, "sh", ...packages];
  const label = `installing ${packages.join(", ")} (apt-get)`;
  await step(label, () => runQuietly(command, args)).catch((error) => {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(`apt-get could not install ${packages.join(", ")}:`, error.remedy);
  });
  const absent = missing.filter((program) => !isPresent(program));
  if (absent.length > 0) throw new Refusal(describeMissing(absent), describeRemedy(absent));
}

/** Ubuntu's chromium package is a stub for a snap, which has no place on a build machine. */
function isDebian() {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** @returns {string[] | null} what to put before a command so that it runs as root; null: a password is needed */
function privilegedPrefix() {
  if (userInfo().uid === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : null;
}

/** @param {readonly import("./programs.mjs").Program[]} missing */
function describeMissing(missing) {
  return `Not found: ${missing.map(({ program }) => program).join(", ")}.`;
}

/** @param {readonly import("./programs.mjs").Program[]} missing */
function describeRemedy(missing) {
  const packages = missing.map(({ debian }) => debian).join(" ");
  const formulas = missing.map(({ brew }) => brew).filter((formula) => formula !== "");
  const others = missing.map(({ instead }) => instead).filter((line) => line !== undefined);
  const lines = [`  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends ${packages}`];
  if (formulas.length > 0) lines.push(`  macOS:           brew install ${formulas.join(" ")}`);
  for (const line of others) lines.push(`  anywhere:        ${line}`);
  return lines.join("\n");
}
