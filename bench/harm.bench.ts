import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { z } from "zod";
import {
  type HarmServer,
  mayBeRealtime,
  OTHERS_CORE,
  pinned,
  type ServerReading,
  startHarmServer,
} from "./harm-server";
import { prepareWatcher, WATCHERS, type Watcher, type WatcherName } from "./harm-watchers";
import type { Bench, BenchRow } from "./measure";

/** Clients of the watched server. 15,000 stay below the 20,000 files that a process may open. */
const CROWDS = [1000, 10_000, 15_000];
/** As long as Evenkeel is measured: rare stalls of the machine itself must have the same chance to show. */
const BASELINE_MS = 100_000;
/** Several lists of each watcher; at 15,000 clients Evenkeel searches for ids first, and lists every 15 s or so. */
const WATCHED_MS: Readonly<Record<WatcherName, number>> = {
  Evenkeel: 100_000,
  "a full list every 10 s": 35_000,
  "redis_exporter every 10 s": 35_000,
};
const WARM_UP_MS = 2000;
const BUDGET_RATIO = 0.002;
const MAX_STALL_MS = 5;

const loadReport = z.object({
  gets: z.number(),
  medianMs: z.number(),
  p99Ms: z.number(),
  p999Ms: z.number(),
  pings: z.number(),
  longestPingMs: z.number(),
  pingsOver5Ms: z.number(),
  /** When the longest of them was sent, since the reset. */
  longestPingAtMs: z.number(),
});
type LoadReport = z.infer<typeof loadReport>;

interface Phase {
  readonly load: LoadReport;
  readonly spanMs: number;
  /** Share of the server's main thread. */
  readonly cpuRatio: number;
  /** Server-side time of the watcher's commands ÷ time, from commandstats. */
  readonly duty: number;
  readonly longestCommandMs: number;
  readonly work: Work;
}

interface Work {
  /** Lists taken when the measuring began, and from then on. */
  readonly firstLists: number;
  readonly lists: number;
  readonly spanMs: number;
  readonly cpuUsec: number;
  readonly databaseCpuUsec: number;
}

const NO_WORK: Work = { firstLists: 0, lists: 0, spanMs: 0, cpuUsec: 0, databaseCpuUsec: 0 };

/** The load's own commands; everything else in commandstats is the watcher's (or two INFOs of ours). */
const LOAD_COMMANDS = new Set(["get", "ping", "quit", "slowlog|get", "slowlog|reset"]);

/** Runs one of the programs beside this file, compiled, so that it is a process of a single thread. */
async function startProgram(name: string, args: readonly string[], realtime: boolean): Promise<ChildProcess> {
  const outfile = fileURLToPath(
    new URL(`../node_modules/.cache/evenkeel/${name}-${process.pid}.mjs`, import.meta.url),
  );
  const source = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  await build({ entryPoints: [source], outfile, format: "esm", platform: "node", logLevel: "error" });
  const [execPath = "", ...execArgv] = pinned(OTHERS_CORE, realtime, [process.execPath, "--single-threaded"]);
  const child = fork(outfile, args, { execPath, execArgv });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

function report(load: ChildProcess): Promise<LoadReport> {
  return new Promise((resolve) => {
    load.once("message", (message) => resolve(loadReport.parse(message)));
    load.send("report");
  });
}

async function measurePhase(
  server: HarmServer,
  load: ChildProcess,
  watching: WatcherName | null,
): Promise<Phase> {
  const begin = watching === null ? null : await prepareWatcher(watching, server.port);
  await server.longestCommandMs(() => true);
  const before = await server.read();
  load.send("reset");
  const watcher = begin === null ? null : await begin();
  try {
    const until = performance.now() + (watching === null ? BASELINE_MS : WATCHED_MS[watching]);
    const work = watcher === null ? NO_WORK : await measureWork(watcher, until);
    await sleep(Math.max(0, until - performance.now()));
    const loadNow = await report(load);
    const after = await server.read();
    const spanMs = after.atMs - before.atMs;
    return {
      load: loadNow,
      spanMs,
      cpuRatio: (after.mainThreadUsec - before.mainThreadUsec) / (spanMs * 1000),
      duty: watchingUsec(before, after) / (spanMs * 1000),
      longestCommandMs: await server.longestCommandMs(
        (text) => text.startsWith("CLIENT") || text.startsWith("INFO"),
      ),
      work,
    };
  } finally {
    await watcher?.stop();
  }
}

/** What the watcher's own processes do from its first list on: its start is not part of its work. */
async function measureWork(watcher: Watcher, until: number): Promise<Work> {
  while ((await watcher.lists()) === 0 && performance.now() < until) await sleep(100);
  const listsBefore = await watcher.lists();
  const startedAt = performance.now();
  const cpuBefore = watcher.cpuUsec();
  const databaseBefore = watcher.databaseCpuUsec();
  await sleep(Math.max(0, until - performance.now()));
  return {
    firstLists: listsBefore,
    lists: (await watcher.lists()) - listsBefore,
    spanMs: performance.now() - startedAt,
    cpuUsec: watcher.cpuUsec() - cpuBefore,
    databaseCpuUsec: watcher.databaseCpuUsec() - databaseBefore,
  };
}

function watchingUsec(before: ServerReading, after: ServerReading): number {
  let usec = 0;
  for (const [command, stat] of after.commands) {
    if (!LOAD_COMMANDS.has(command)) usec += stat.usec - (before.commands.get(command)?.usec ?? 0);
  }
  return usec;
}

async function measureCrowd(clients: number): Promise<BenchRow[]> {
  const server = await startHarmServer();
  const children: ChildProcess[] = [];
  try {
    children.push(await startProgram("harm-crowd", [String(server.port), String(clients)], false));
    const load = await startProgram("harm-load", [String(server.port)], true);
    children.push(load);
    await sleep(WARM_UP_MS);
    const without = await measurePhase(server, load, null);
    const rows = [baselineRow(clients, without)];
    for (const watcher of WATCHERS) {
      rows.push(...rowsOf(clients, watcher, await measurePhase(server, load, watcher), without));
    }
    return rows;
  } finally {
    for (const child of children) child.disconnect();
    await server.stop();
  }
}

function baselineRow(clients: number, { load, cpuRatio }: Phase): BenchRow {
  return {
    name: `${clients} clients, unwatched: GET p99`,
    value: load.p99Ms,
    unit: "ms",
    note: `median ${load.medianMs.toFixed(2)}, p99.9 ${load.p999Ms.toFixed(2)} ms; main thread ${percent(cpuRatio)} busy${mayBeRealtime() ? "" : "; not allowed to go before other processes: expect noise"}`,
  };
}

function rowsOf(clients: number, watcher: WatcherName, phase: Phase, without: Phase): BenchRow[] {
  const isOurs = watcher === "Evenkeel";
  const { lists, firstLists, cpuUsec, databaseCpuUsec } = phase.work;
  const perList = lists > 0 ? cpuUsec / lists / 1000 : Number.NaN;
  const perSec = phase.work.spanMs > 0 ? cpuUsec / phase.work.spanMs : Number.NaN;
  const perListStored = lists > 0 ? databaseCpuUsec / lists / 1000 : 0;
  const name = (what: string) => `${clients} clients, ${watcher}: ${what}`;
  return [
    {
      name: name("GET p99"),
      value: phase.load.p99Ms,
      unit: "ms",
      against: { name: "unwatched", value: without.load.p99Ms },
      note: `p99.9 ${phase.load.p999Ms.toFixed(2)} ms, unwatched ${without.load.p999Ms.toFixed(2)} ms`,
    },
    {
      name: name("longest PING"),
      value: phase.load.longestPingMs,
      unit: "ms",
      against: { name: "unwatched", value: without.load.longestPingMs },
      note: `sent after ${(phase.load.longestPingAtMs / 1000).toFixed(1)} s; other work on this machine holds it up too`,
    },
    {
      name: name("PINGs over 5 ms"),
      value: longPingsOf(phase.load),
      unit: "of 100,000",
      against: { name: "unwatched", value: longPingsOf(without.load) },
      note: `${phase.load.pingsOver5Ms} of ${phase.load.pings}, unwatched ${without.load.pingsOver5Ms} of ${without.load.pings}`,
    },
    {
      name: name("longest command of its own"),
      value: phase.longestCommandMs,
      unit: "ms",
      ...(isOurs ? { goal: { of: "value", atMost: MAX_STALL_MS } as const } : {}),
      note: "by the server's own clock, from its slow log",
    },
    {
      name: name("duty"),
      value: phase.duty * 100,
      unit: "% of the main thread",
      ...(isOurs ? { goal: { of: "value", atMost: BUDGET_RATIO * 100 } as const } : {}),
      note: `commandstats over ${Math.round(phase.spanMs / 1000)} s, ${firstLists + lists} lists; main thread ${percent(phase.cpuRatio)} busy, unwatched ${percent(without.cpuRatio)}`,
    },
    {
      name: name("CPU of the watcher per list"),
      value: perList,
      unit: "ms",
      note: isOurs
        ? `${perSec.toFixed(1)} ms a second with probes, INFO, ledger and queue; PostgreSQL beside it ${perListStored.toFixed(1)} ms a list`
        : `${perSec.toFixed(1)} ms a second`,
    },
  ];
}

function longPingsOf({ pings, pingsOver5Ms }: LoadReport): number {
  return (pingsOver5Ms / pings) * 100_000;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}

/** Harm: what watching does to a loaded server with many idle clients. */
export const bench: Bench = {
  name: "harm",
  run: async () => {
    const rows: BenchRow[] = [];
    for (const clients of CROWDS) rows.push(...(await measureCrowd(clients)));
    return rows;
  },
};
