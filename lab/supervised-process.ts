import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

export interface ProcessSpec {
  /** Unique among the running processes of a supervisor; names the log file too. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** A script of ours, run by this Node with an IPC channel. */
  readonly ipc?: boolean;
  /** Resolves when the process serves. `signal` is aborted when it exits first or takes too long. */
  readonly whenReady: (process: SupervisedProcess, signal: AbortSignal) => Promise<void>;
}

export interface SupervisedProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves with "code 1" or "SIGKILL" when the process is gone. */
  readonly exited: Promise<string>;
  readonly isRunning: () => boolean;
  /** SIGTERM, then SIGKILL when it does not go. */
  readonly stop: () => Promise<void>;
  readonly send: (message: object) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

const READY_TIMEOUT_MS = 20_000;
/** None of the lab's programs has anything to save. */
const STOP_GRACE_MS = 2_000;

/** Waits for a word on its input; gone with who was to say it, there is nothing to become. */
const WAIT_FOR_WORD = 'read -r _ || exit 125; exec "$@" < /dev/null';

/** A process with a pid that has not become its program yet: whoever is to end it can be told in time. */
export interface LaunchedProcess extends SupervisedProcess {
  readonly release: () => void;
}

/**
 * Starts it, with its output appended to `logPath`. It becomes its program on `release`, and ends when this
 * process ends before that: however we are killed, nothing runs that is not recorded.
 */
export function launchProcess(spec: ProcessSpec, logPath: string): LaunchedProcess {
  const log = openSync(logPath, "a");
  const program = spec.ipc ? [process.execPath, spec.command] : [spec.command];
  // A session of its own: Ctrl-C reaches the lab alone, which then stops things in order.
  const child = spawn("/bin/sh", ["-c", WAIT_FOR_WORD, "sh", ...program, ...spec.args], {
    detached: true,
    stdio: ["pipe", log, log, spec.ipc ? "ipc" : "ignore"],
  });
  closeSync(log);
  // Ended before it was released; its exit tells.
  child.stdin?.on("error", () => undefined);
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${spec.name}: it cannot be started`);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    name: spec.name,
    pid,
    exited,
    isRunning,
    release: () => {
      child.stdin?.end("go\n");
    },
    stop: () => stopChild(child, exited),
    send: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => {
      child.on("message", listener);
    },
  };
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  // A process that a test has stopped with SIGSTOP gets to see the SIGTERM.
  child.kill("SIGCONT");
  const killer = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
  await exited;
  clearTimeout(killer);
}

/** Throws when it exits first or takes too long. */
export async function waitUntilReady(spec: ProcessSpec, started: SupervisedProcess): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error("did not get ready in time")), READY_TIMEOUT_MS);
  const failed = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
  });
  void started.exited.then((how) => abort.abort(new Error(`exited while starting (${how})`)));
  try {
    await Promise.race([spec.whenReady(started, abort.signal), failed]);
  } finally {
    clearTimeout(timer);
    failed.catch(() => undefined);
  }
}
