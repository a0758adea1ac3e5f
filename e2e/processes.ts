import { execFileSync } from "node:child_process";

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process below `pid`, in no order. Zombies do not count. */
export function listDescendants(pid: number): RunningProcess[] {
  const all = listProcesses();
  const found: RunningProcess[] = [];
  const queue = [pid];
  for (const parent of queue) {
    const children = all.filter((process) => process.parent === parent);
    found.push(...children);
    queue.push(...children.map((child) => child.pid));
  }
  return found;
}

/** The one process below `pid` with `part` in its command line; null: there is none. */
export function findDescendant(pid: number, part: string): RunningProcess | null {
  return listDescendants(pid).find(({ command }) => command.includes(part)) ?? null;
}

/** Those of the given processes that still run as what they were. */
export function stillRunning(processes: readonly RunningProcess[]): RunningProcess[] {
  const now = listProcesses();
  return processes.filter(({ pid, command }) =>
    now.some((process) => process.pid === pid && process.command === command),
  );
}

function listProcesses(): RunningProcess[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (command === undefined || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
