import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSameProcess, readIdentity } from "@/lab/process-identity";
import {
  killRecordedChildren,
  type RecordedProcess,
  readProcessRecord,
  writeProcessRecord,
} from "@/lab/process-record";
import { startWatchdog } from "@/lab/start-watchdog";
import {
  launchProcess,
  type ProcessSpec,
  type SupervisedProcess,
  waitUntilReady,
} from "@/lab/supervised-process";

export type { ProcessSpec, SupervisedProcess } from "@/lab/supervised-process";

export interface Supervisor {
  readonly dir: string;
  readonly start: (spec: ProcessSpec) => Promise<SupervisedProcess>;
  readonly running: () => readonly SupervisedProcess[];
  /** Stops everything, newest first within a few ms of each other. May be called twice. */
  readonly stopAll: () => Promise<void>;
}

/** Thrown when the folder belongs to a supervisor that still runs. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
}

/**
 * Starts processes that end with this one: on `stopAll`, and by a watchdog when this process is killed.
 * `dir` (default: a temporary folder, removed at the end) gets their logs and the record of their pids.
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
  const watchdog = startWatchdog(dir, temporary);
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
    const started = launchProcess(spec, logPath);
    const recorded = { name: spec.name, pid: started.pid, identity: readIdentity(started.pid) ?? "" };
    children.set(recorded, started);
    saveRecord();
    started.release();
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
