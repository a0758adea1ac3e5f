import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { availableParallelism } from "node:os";
import { findFreePort } from "@/lib/collect/testing/free-port";
import { waitFor } from "@/lib/collect/testing/wait-for";
import { type CommandStat, type InfoReply, parseInfo } from "@/lib/domain/redis/info";

/** The watched server has core 0 to itself, everything that watches or loads it shares core 1. */
export const SERVER_CORE = 0;
export const OTHERS_CORE = 1;

/**
 * `command args` as a process pinned to a core. `realtime`: before all ordinary processes, where the system lets us, so
 * that other work on the machine does not look like harm. Only for programs of one thread: several that spin would wait
 * for each other for ever. Ours and the rivals' watchers stay ordinary.
 */
export function pinned(core: number, realtime: boolean, command: readonly string[]): readonly string[] {
  const pin = availableParallelism() > core ? ["taskset", "-c", String(core)] : [];
  return [...(realtime && mayBeRealtime() ? REALTIME : []), ...pin, ...command];
}

const REALTIME = ["chrt", "--fifo", "10"];
let realtimeAllowed: boolean | null = null;

export function mayBeRealtime(): boolean {
  realtimeAllowed ??= spawnSync("chrt", ["--fifo", "10", "true"], { stdio: "ignore" }).status === 0;
  return realtimeAllowed;
}

export interface ServerReading {
  readonly atMs: number;
  /** CPU time of the main thread so far. */
  readonly mainThreadUsec: number;
  readonly commands: ReadonlyMap<string, CommandStat>;
}

export interface HarmServer {
  readonly port: number;
  read(): Promise<ServerReading>;
  /** Longest single command since the last look, of those that `isMeant`, in ms by the server's own clock. */
  longestCommandMs(isMeant: (command: string) => boolean): Promise<number>;
  stop(): Promise<void>;
}

/** Commands from here on are kept in the server's slow log; below it nothing is of interest. */
const SLOW_USEC = 100;

export async function startHarmServer(): Promise<HarmServer> {
  const port = await findFreePort();
  const settings = {
    port,
    bind: "127.0.0.1",
    save: "",
    maxclients: 18_000,
    "protected-mode": "no",
    "slowlog-log-slower-than": SLOW_USEC,
    "slowlog-max-len": 100_000,
  };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const [command = "", ...rest] = pinned(SERVER_CORE, true, ["redis-server", ...args]);
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "ignore"] });
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  await waitFor("redis-server", () => log.includes("Ready to accept connections"));
  await ask(port, "SET key value");
  return {
    port,
    async read() {
      const info: InfoReply = parseInfo(await ask(port, "INFO everything"));
      const cpu = await ask(port, "INFO cpu");
      const cpuSec =
        Number(fieldOf(cpu, "used_cpu_user_main_thread")) + Number(fieldOf(cpu, "used_cpu_sys_main_thread"));
      return { atMs: performance.now(), mainThreadUsec: cpuSec * 1e6, commands: info.commandStats };
    },
    async longestCommandMs(isMeant) {
      const entries = parseSlowLog(await ask(port, "SLOWLOG GET -1"));
      await ask(port, "SLOWLOG RESET");
      return Math.max(0, ...entries.filter(({ text }) => isMeant(text)).map(({ usec }) => usec / 1000));
    },
    stop: () => endProcess(child),
  };
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exited;
  clearTimeout(force);
}

function fieldOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1]?.trim() ?? "";
}

/** One inline command on a connection of its own; resolves with the raw reply. */
export function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    let reply = "";
    socket.on("data", (chunk) => {
      reply += chunk.toString("latin1");
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(reply));
    socket.write(`${command}\r\nQUIT\r\n`);
  });
}

interface SlowCommand {
  readonly usec: number;
  readonly text: string;
}

/** `*6 :id :time :usec *argc $arg… $client $name`: the usec and the first two words of each entry. */
function parseSlowLog(reply: string): SlowCommand[] {
  const entries: SlowCommand[] = [];
  const lines = reply.split("\r\n");
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] !== "*6") continue;
    const words: string[] = [];
    for (let next = at + 5; words.length < 2 && next < lines.length && lines[next] !== "*6"; next += 2) {
      words.push(lines[next + 1] ?? "");
    }
    entries.push({ usec: Number(lines[at + 3]?.slice(1)), text: words.join(" ").toUpperCase() });
  }
  return entries;
}

const TICK_USEC = 10_000;

/** CPU time of a process and of all that it started, as far as they still run. */
export function cpuUsecOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    const own = (Number(fields[11]) + Number(fields[12])) * TICK_USEC;
    const reaped = (Number(fields[13]) + Number(fields[14])) * TICK_USEC;
    return own + reaped + children.reduce((sum, child) => sum + cpuUsecOf(Number(child)), 0);
  } catch {
    return 0;
  }
}
