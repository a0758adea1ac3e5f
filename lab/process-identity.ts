import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells this process from a later one with the same pid: its start time as the system writes it.
 * Null when no such process runs (a zombie no longer counts).
 */
export function readIdentity(pid: number): string | null {
  return process.platform === "linux" ? readLinuxIdentity(pid) : readPsIdentity(pid);
}

/** True when the process that was recorded is the one that runs under this pid now. */
export function isSameProcess(recorded: { readonly pid: number; readonly identity: string }): boolean {
  return readIdentity(recorded.pid) === recorded.identity;
}

/** proc(5): after the command in parentheses comes the state (field 3); the start time is field 22. */
function readLinuxIdentity(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function readPsIdentity(pid: number): string | null {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    if (line === "" || line.startsWith("Z")) return null;
    return line.replace(/^\S+\s+/, "");
  } catch {
    return null;
  }
}
