import { readdirSync, readlinkSync } from "node:fs";

/**
 * Pids of all that writes into a supervisor's log folder, recorded or not: what is really there, for tests.
 * Null where the system has no /proc.
 */
export function findProcessesOf(dir: string): number[] | null {
  try {
    readlinkSync("/proc/self/fd/1");
  } catch {
    return null;
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isWritingInto(pid, `${dir}/logs/`));
}

/** Both may be gone by now. */
function isWritingInto(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/1`).startsWith(folder);
  } catch {
    return false;
  }
}
