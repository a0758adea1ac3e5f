import { AGE_BOUNDS_SEC, type CellProfile, IDLE_BOUNDS_SEC } from "@/lib/domain/connections/model";
import type { SkewAssessment, SkewBy, SkewSubject, SkewSweep, SkewWatch } from "../model";
import { createSkewWatch } from "../skew-watch";

/** One proxy (or node) of a feed made by hand: what changes in each second, without any chance. */
export interface HandMade {
  connections: number;
  openedPerSec: number;
  closedPerSec: number;
  /** How long each of its connections is idle, and was when it closed. */
  idleSec: number;
  idleAtCloseSec: number;
  latencyMs: number | null;
  commandsPerSec: number | null;
  bytesPerSec: number;
  /** Of the commands, those of the busiest connections. */
  busiestPart: number;
  pipelining: number | null;
  group: string;
  /** Idle for ever, beside the others. */
  lost: number;
  lostPerSec: number;
}

export interface FeedOptions {
  readonly by?: SkewBy;
  readonly sweepMs?: number;
  /** Statistics of the proxies each five seconds. */
  readonly counters?: boolean;
  /** False: sweeps see levels only, as all that opens is gone again before the next. */
  readonly ledgerSees?: boolean;
  readonly kind?: SkewSubject["kind"];
  readonly weights?: readonly number[];
}

export const START_MS = Date.UTC(2026, 10, 22, 12);
const READING_MS = 5000;

export interface HandMadeFeed {
  readonly watch: SkewWatch;
  readonly proxies: HandMade[];
  nowMs: number;
  /** Lets time pass, with sweeps and readings on the way. */
  run(sec: number): void;
  assess(): SkewAssessment;
  /** Restarts the proxy: nothing is left, and its counters begin anew. */
  restart(proxy: number): void;
  node: { name: string; runId: string; isGap: boolean };
}

export function handMade(over: Partial<HandMade> = {}): HandMade {
  return {
    connections: 100,
    openedPerSec: 2,
    closedPerSec: 2,
    idleSec: 0,
    idleAtCloseSec: 5,
    latencyMs: null,
    commandsPerSec: null,
    bytesPerSec: 1000,
    busiestPart: 0.05,
    pipelining: null,
    group: "orders-api",
    lost: 0,
    lostPerSec: 0,
    ...over,
  };
}

interface Carried {
  opened: number;
  closed: number;
  exposureSec: number;
  swept: { opened: number; closed: number; exposureSec: number };
  read: { opened: number; closed: number; restarted: boolean; beganMs: number };
}

export function handMadeFeed(proxies: HandMade[], options: FeedOptions = {}): HandMadeFeed {
  const { by = "proxy", sweepMs = 10_000, counters = true, ledgerSees = true, kind = "tcp" } = options;
  const watch = createSkewWatch({ by, sweepIntervalMs: sweepMs });
  const names = proxies.map((_, at) => `proxy-${at + 1}`);
  const carried = proxies.map((): Carried => {
    const zero = { opened: 0, closed: 0, exposureSec: 0 };
    return { ...zero, swept: { ...zero }, read: { opened: 0, closed: 0, restarted: false, beganMs: 0 } };
  });
  const last = { sweptMs: null as number | null, readMs: null as number | null };
  const feed: HandMadeFeed = {
    watch,
    proxies,
    nowMs: START_MS,
    node: { name: "node-1", runId: "run-1", isGap: false },
    run(sec) {
      for (let second = 0; second < sec; second++) {
        feed.nowMs += 1000;
        proxies.forEach((proxy, at) => {
          live(proxy, carried[at]);
        });
        if ((feed.nowMs - START_MS) % READING_MS === 0) read();
        if ((feed.nowMs - START_MS) % sweepMs === 0) sweep();
      }
    },
    assess: () => watch.assess(feed.nowMs + 2000),
    restart(at) {
      const proxy = proxies[at];
      const own = carried[at];
      if (proxy === undefined || own === undefined) return;
      own.closed += proxy.connections;
      proxy.connections = 0;
      own.read = { opened: own.opened, closed: own.closed, restarted: true, beganMs: feed.nowMs };
    },
  };
  watch.setSubjects(
    names.map((name, at) => ({ name, weight: options.weights?.[at] ?? 1, kind, members: [name] })),
    START_MS,
  );

  function sweep(): void {
    const restarted = feed.node.runId !== lastRun;
    lastRun = feed.node.runId;
    const sweptMs = restarted ? null : last.sweptMs;
    const event: SkewSweep = {
      node: feed.node.name,
      runId: feed.node.runId,
      atMs: feed.nowMs,
      previousAtMs: sweptMs,
      isGap: feed.node.isGap,
      unattributed: ledgerSees
        ? 0
        : Math.round(proxies.reduce((sum, proxy) => sum + proxy.openedPerSec * 10, 0)),
      cells: proxies.flatMap((proxy, at) =>
        carried[at] === undefined ? [] : [cellOf(proxy, names[at] ?? "", carried[at])],
      ),
    };
    last.sweptMs = feed.nowMs;
    watch.sweep(event);
  }
  let lastRun = "run-1";

  function cellOf(proxy: HandMade, name: string, own: Carried) {
    const opened = Math.floor(own.opened) - Math.floor(own.swept.opened);
    const closed = Math.floor(own.closed) - Math.floor(own.swept.closed);
    const exposureSec = own.exposureSec - own.swept.exposureSec;
    own.swept = { opened: own.opened, closed: own.closed, exposureSec: own.exposureSec };
    const seen = ledgerSees ? { opened, closed } : { opened: 0, closed: 0 };
    const commands = proxy.commandsPerSec === null ? null : (proxy.commandsPerSec * sweepMs) / 1000;
    return {
      proxy: name,
      group: proxy.group,
      connections: Math.round(proxy.connections + proxy.lost),
      ...seen,
      commands,
      profile: profileOf(proxy, seen.closed, exposureSec, commands),
    };
  }

  function read(): void {
    proxies.forEach((proxy, at) => {
      const own = carried[at];
      if (own === undefined) return;
      const { restarted } = own.read;
      const spanMs = last.readMs === null || restarted ? null : feed.nowMs - last.readMs;
      const step = {
        atMs: feed.nowMs,
        spanMs,
        restarted,
        connections: Math.round(proxy.connections + proxy.lost),
        opened: spanMs === null ? null : Math.floor(own.opened) - Math.floor(own.read.opened),
        closed: spanMs === null ? null : Math.floor(own.closed) - Math.floor(own.read.closed),
        requests: null,
        bytesIn: (proxy.bytesPerSec * READING_MS) / 2000,
        bytesOut: (proxy.bytesPerSec * READING_MS) / 2000,
        backConnections: null,
        uptimeSec: (feed.nowMs - (own.read.beganMs || START_MS - 86_400_000)) / 1000,
      };
      own.read = { opened: own.opened, closed: own.closed, restarted: false, beganMs: own.read.beganMs };
      const { latencyMs } = proxy;
      const latency =
        latencyMs === null
          ? null
          : {
              sent: 5,
              failed: 0,
              minMs: latencyMs,
              medianMs: latencyMs,
              maxMs: latencyMs,
              answeredBy: "redis" as const,
            };
      watch.proxy({ proxy: names[at] ?? "", atMs: feed.nowMs, step: counters ? step : null, latency });
    });
    last.readMs = feed.nowMs;
  }
  return feed;
}

function live(proxy: HandMade, own: Carried | undefined): void {
  if (own === undefined) return;
  const closed = Math.min(proxy.connections, proxy.closedPerSec);
  own.opened += proxy.openedPerSec;
  own.closed += closed;
  own.exposureSec += proxy.connections + proxy.lost;
  proxy.connections += proxy.openedPerSec - closed - proxy.lostPerSec;
  proxy.lost += proxy.lostPerSec;
}

function profileOf(
  proxy: HandMade,
  closed: number,
  exposureSec: number,
  commands: number | null,
): CellProfile {
  return {
    exposureSec: bucketed(AGE_BOUNDS_SEC.length + 1, 4, exposureSec),
    closedByAge: bucketed(AGE_BOUNDS_SEC.length + 1, 4, closed),
    closedOnce: 0,
    idle: bucketed(IDLE_BOUNDS_SEC.length + 1, bucketOf(proxy.idleSec), Math.round(proxy.connections)).map(
      (count, at) => (at === bucketOf(90) ? count + Math.round(proxy.lost) : count),
    ),
    idleAtClose: bucketed(IDLE_BOUNDS_SEC.length + 1, bucketOf(proxy.idleAtCloseSec), closed),
    waiting: 0,
    busiest: commands === null ? null : { connections: 5, commands: commands * proxy.busiestPart },
    pipelining: proxy.pipelining,
  };
}

function bucketed(length: number, at: number, value: number): number[] {
  return Array.from({ length }, (_, bucket) => (bucket === at ? value : 0));
}

function bucketOf(idleSec: number): number {
  return IDLE_BOUNDS_SEC.findIndex((bound) => idleSec <= bound);
}
