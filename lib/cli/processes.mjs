import { fork } from "node:child_process";
import { ownVariables } from "../config/own-variables.mjs";
import { repositoryRoot } from "./paths.mjs";

const STOP_GRACE_MS = 15_000;
/** @type {Child[]} */
const started = [];

/**
 * @typedef {object} Child
 * @property {Promise<string>} exited resolves with how it ended: "exit code 1", "SIGKILL"
 * @property {() => Promise<void>} stop SIGTERM, then SIGKILL when it does not go
 * @property {(listener: (message: unknown) => void) => void} onMessage
 * @property {() => string} output the end of what it printed
 */

/**
 * Starts a script of ours. It is in a process group of its own, so that Ctrl-C reaches us alone and we decide the order of
 * ending; an IPC channel tells it when we are gone, however that came about.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ execArgv?: readonly string[], variables?: Record<string, string>, onLine?: (line: string) => void }} [options]
 * @returns {Child}
 */
export function startChild(script, args, { execArgv = [], variables = {}, onLine } = {}) {
  const child = fork(script, args, {
    cwd: repositoryRoot,
    env: { ...ownVariables, ...variables },
    execArgv: [...execArgv],
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  /** @type {string[]} */
  const kept = [];
  for (const stream of [child.stdout, child.stderr])
    readLines(stream, (line) => {
      kept.push(line);
      if (kept.length > 60) kept.shift();
      onLine?.(line);
    });
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
    // Its own children may hold the pipes open for longer than it lives.
    child.once("exit", (code, signal) =>
      setTimeout(() => resolve(signal ?? `exit code ${code}`), 1000).unref(),
    );
  });
  /** @type {Child} */
  const handle = {
    exited,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
    onMessage: (listener) => child.on("message", listener),
    output: () => kept.join("\n"),
  };
  started.push(handle);
  return handle;
}

/** Ends everything that this command started, newest first: the dashboard before the fleet that it watches. */
export async function stopChildren() {
  for (const child of started.splice(0).reverse()) await child.stop();
}

/**
 * @param {import("node:stream").Readable | null} stream
 * @param {(line: string) => void} onLine
 */
function readLines(stream, onLine) {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  stream?.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}
