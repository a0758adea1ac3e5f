import { type ChildProcess, fork, spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundlePrograms } from "@/lab/bundle-programs";
import { isSameProcess, readIdentity } from "@/lab/process-identity";
import {
  killRecordedChildren,
  type ProcessRecord,
  type RecordedProcess,
  readProcessRecord,
  writeProcessRecord,
} from "@/lab/process-record";

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

export interface Supervisor {
  readonly dir: string;
  readonly start: (spec: ProcessSpec) => Promise<SupervisedProcess>;
  readonly running: () => readonly SupervisedProcess[];
  /** Stops everything, newest first within a few ms of each other. May be called twice. */
  readonly stopAll: () => Promise<void>;
}

const READY_TIMEOUT_MS = 20_000;
/** None of the lab's programs has anything to save. */
const STOP_GRACE_MS = 2_000;

/** Thrown when the folder belongs to a supervisor that still runs. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
}

/**
 * Starts processes that end with this one: on `stopAll`, and by a watchdog when this process is killed.
 * `dir` (default: a new temporary folder, removed at the end) gets their logs and the record of their pids.
 */
export function createSupervisor(
  options: { dir?: string; onExit?: (name: string, how: string) => void } = {},
): Supervisor {
  const temporary = options.dir === undefined;
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "evenkeel-lab-"));
  mkdirSync(join(dir, "logs"), { recursive: true });
  endLeftovers(dir);

  const owner: RecordedProcess = { name: "lab", pid: process.pid, identity: readIdentity(process.pid) ?? "" };
  const children = new Map<RecordedProcess, SupervisedProcess>();
  let stopping: Promise<void> | null = null;
  const watchdog = startWatchdog(dir);
  const saveRecord = () => {
    const record = { owner, children: [...children.keys()] };
    watchdog.tell(record);
    writeProcessRecord(dir, record);
  };
  saveRecord();

  async function start(spec: ProcessSpec): Promise<SupervisedProcess> {
    await watchdog.watching;
    if (stopping !== null) throw new Error(`${spec.name}: the lab is stopping`);
    const logPath = join(dir, "logs", `${spec.name}.log`);
    const started = launch(spec, logPath);
    const recorded = { name: spec.name, pid: started.pid, identity: readIdentity(started.pid) ?? "" };
    children.set(recorded, started);
    saveRecord();
    let expected = true;
    void started.exited.then((how) => {
      children.delete(recorded);
      if (stopping === null) saveRecord();
      if (!expected) options.onExit?.(spec.name, how);
    });
    try {
      await waitUntilReady(spec, started);
    } catch (error) {
      await started.stop();
      throw new Error(`${spec.name}: ${messageOf(error)}${lastLinesOf(logPath)}`, { cause: error });
    }
    expected = false;
    const stop = () => {
      expected = true;
      return started.stop();
    };
    const supervised = { ...started, stop };
    if (children.has(recorded)) children.set(recorded, supervised);
    return supervised;
  }

  async function stopEverything(): Promise<void> {
    await Promise.all([...children.values()].reverse().map((child) => child.stop()));
    saveRecord();
    await watchdog.release();
    if (temporary) rmSync(dir, { recursive: true, force: true });
  }

  return {
    dir,
    start,
    running: () => [...children.values()],
    stopAll: () => {
      stopping ??= stopEverything();
      return stopping;
    },
  };
}

function launch(spec: ProcessSpec, logPath: string): SupervisedProcess {
  const log = openSync(logPath, "a");
  const [command, args] = spec.ipc
    ? [process.execPath, [spec.command, ...spec.args]]
    : [spec.command, spec.args];
  // A session of its own: Ctrl-C reaches the lab alone, which then stops things in order.
  const child = spawn(command, args, {
    detached: true,
    stdio: ["ignore", log, log, spec.ipc ? "ipc" : "ignore"],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${spec.name}: ${command} cannot be started`);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    name: spec.name,
    pid,
    exited,
    isRunning,
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

async function waitUntilReady(spec: ProcessSpec, started: SupervisedProcess): Promise<void> {
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

interface Watchdog {
  /** Nothing is started before it: what it is not there for, nobody would end. */
  readonly watching: Promise<void>;
  readonly tell: (record: ProcessRecord) => void;
  readonly release: () => Promise<void>;
}

function startWatchdog(dir: string): Watchdog {
  const [script] = bundlePrograms(["watchdog.ts"], join(dir, "programs"));
  if (script === undefined) throw new Error("the watchdog was not built");
  const watchdog = fork(script, [dir], { detached: true, stdio: "ignore", execArgv: [] });
  const gone = new Promise<void>((resolve) => watchdog.once("exit", () => resolve()));
  const watching = new Promise<void>((resolve, reject) => {
    watchdog.once("message", () => {
      watchdog.channel?.unref();
      resolve();
    });
    watchdog.once("exit", () => reject(new Error("the watchdog did not start")));
  });
  // Whoever starts something learns of it.
  watching.catch(() => undefined);
  watchdog.unref();
  return {
    watching,
    tell: (record) => {
      if (watchdog.connected) watchdog.send(record);
    },
    release: async () => {
      watchdog.ref();
      if (watchdog.connected) watchdog.disconnect();
      await gone;
    },
  };
}

/** Ends what an earlier owner of the folder left running; refuses while that owner itself runs. */
function endLeftovers(dir: string): void {
  const record = readProcessRecord(dir);
  if (record === null) return;
  if (isSameProcess(record.owner)) {
    throw new FolderInUseError(`${dir} is in use by the lab with pid ${record.owner.pid}`);
  }
  killRecordedChildren(record);
}

function lastLinesOf(logPath: string): string {
  const lines = readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-5);
  return lines.join("") === "" ? "" : `\n  ${lines.join("\n  ")}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
