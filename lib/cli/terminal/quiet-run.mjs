import { spawn } from "node:child_process";
import { ownVariables } from "../../config/own-variables.mjs";
import { repositoryRoot } from "../paths.mjs";
import { Refusal } from "./refusal.mjs";

const KEPT_LINES = 80;

/**
 * Runs a program to its end without showing its output, unless it fails: then the end of it is in the Refusal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [variables] added to our own
 * @returns {Promise<string>} what it printed
 */
export function runQuietly(command, args, variables = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: repositoryRoot,
      env: { ...ownVariables, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => reject(new Refusal(`${command} could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(output);
      const end = output.trimEnd().split("\n").slice(-KEPT_LINES).join("\n");
      reject(new Refusal(`${[command, ...args].join(" ")} failed (${signal ?? `exit code ${code}`}):`, end));
    });
  });
}

/**
 * Runs a program with our terminal as its own.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [variables] added to our own
 * @returns {Promise<number>} its exit code
 */
export function runVisibly(command, args, variables = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: repositoryRoot,
      env: { ...ownVariables, ...variables },
      stdio: "inherit",
    });
    // At a terminal Ctrl-C reaches the child too, and twice would be once too often; we report how it ended.
    const wait = () => {
      if (!process.stdin.isTTY) child.kill("SIGINT");
    };
    process.on("SIGINT", wait);
    const forward = () => child.kill("SIGTERM");
    process.on("SIGTERM", forward);
    child.once("error", (error) => reject(new Refusal(`${command} could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}
