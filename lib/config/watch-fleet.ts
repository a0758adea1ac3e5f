import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { fleetVariables, type Variables } from "./environment";
import type { FleetResult } from "./fleet";
import { loadFleet } from "./load-fleet";

export interface FleetWatch {
  /** What the file said when the watch began. */
  readonly first: FleetResult;
  close(): void;
}

export interface FleetWatchOptions {
  readonly variables?: Variables;
  readonly intervalMs?: number;
}

/**
 * Loads the fleet file and calls `onChange` each time it, or a file it names, has changed: edited in place, replaced by
 * rename, swapped behind a symlink, created or removed. Polls `stat`, which sees all of these on every file system.
 */
export function watchFleet(
  path: string,
  onChange: (result: FleetResult) => void,
  options: FleetWatchOptions = {},
): FleetWatch {
  const variables = options.variables ?? fleetVariables();
  /** Marks of the files as they were just before they were read. */
  let inForce = new Map<string, string>();
  let seen = "";
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const load = (): FleetResult => {
    const marks = new Map<string, string>();
    const result = loadFleet(path, variables, (file) => marks.set(file, markOf(file)));
    inForce = marks;
    return result;
  };
  /** A change must hold for two looks before the file is read, so that half a write is not reported as an error. */
  const look = async (): Promise<void> => {
    const marks = await marksNow([...inForce.keys()]);
    if (closed) return;
    if (marks !== textOf(inForce) && marks === seen) onChange(load());
    seen = marks;
    schedule();
  };
  const schedule = (): void => {
    if (!closed) timer = setTimeout(look, options.intervalMs ?? 500).unref();
  };

  const first = load();
  schedule();
  return {
    first,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

interface FileStamp {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

function markOf(file: string): string {
  return printStamp(statSync(file, { throwIfNoEntry: false }));
}

async function marksNow(files: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    files.map((file) => stat(file).then(printStamp, () => printStamp(undefined))),
  );
  return textOf(new Map(files.map((file, index) => [file, marks[index] ?? ""])));
}

function printStamp(stamp: FileStamp | undefined): string {
  if (stamp === undefined) return "absent";
  return `${stamp.ino} ${stamp.size} ${stamp.mtimeMs} ${stamp.ctimeMs}`;
}

function textOf(marks: ReadonlyMap<string, string>): string {
  return [...marks].map(([file, mark]) => `${file}\t${mark}`).join("\n");
}
