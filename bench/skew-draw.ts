import type { BalancerWay } from "./skew-balancer";
import type { PasserSpec } from "./skew-passers";
import type { LeakSpec, PoolSpec, WaveSpec } from "./skew-pool";
import type { Random } from "./skew-random";
import type { SteadySpec } from "./skew-steady";

/** What the runs of all kinds have in common: how large, how it is watched, how its pools breathe. */
export interface Frame {
  readonly connections: number;
  readonly proxies: number;
  readonly nodes: number;
  readonly sweepMs: number;
  readonly way: BalancerWay;
  readonly latencyMs: number;
  readonly hasCounters: boolean;
  readonly hasLatency: boolean;
  readonly countsCommands: boolean;
  readonly tellsPipelining: boolean;
  readonly oldestMs: number;
  /** How the main group's pools breathe. */
  readonly breath: Breath;
}

/** Between bursts only `share` of a pool is used; the rest idles towards its eviction. */
export interface Breath {
  readonly evictIdleMs: number;
  readonly waveEveryMs: number;
  readonly burstEveryMs: number;
  readonly share: number;
  readonly isAligned: boolean;
}

/** Fewer connections to a proxy than this say little to anyone. */
export const LEAST_PER_PROXY = 14;
const SWEEPS_MS = [5_000, 5_000, 10_000, 10_000, 10_000, 30_000, 30_000, 60_000] as const;
const WAYS = ["round-robin", "round-robin", "random", "pod"] as const;

export function drawFrame(random: Random, leastPerProxy = LEAST_PER_PROXY): Frame {
  const connections = Math.round(random.logBetween(50, 50_000));
  const mostProxies = Math.max(3, Math.min(200, Math.floor(connections / leastPerProxy)));
  const sweepMs = random.pick(SWEEPS_MS);
  return {
    connections,
    proxies: Math.round(random.logBetween(3, mostProxies)),
    nodes: random.chance(0.6) || connections < 400 ? 1 : random.integer(2, 4),
    sweepMs,
    way: random.pick(WAYS),
    latencyMs: random.between(0.3, 3),
    hasCounters: random.chance(0.6),
    hasLatency: random.chance(0.6),
    countsCommands: random.chance(0.5),
    tellsPipelining: random.chance(0.5),
    oldestMs: sweepMs * random.logBetween(20, 2000),
    breath: drawBreath(random, sweepMs),
  };
}

function drawBreath(random: Random, sweepMs: number): Breath {
  const evictIdleMs = Math.max(5_000, sweepMs * random.between(1.3, 4));
  return {
    evictIdleMs,
    waveEveryMs: evictIdleMs * random.between(0.2, 0.5),
    burstEveryMs: evictIdleMs * random.between(1.6, 3.5),
    share: random.between(0.45, 0.75),
    isAligned: random.chance(0.5),
  };
}

export interface PoolsWanted {
  readonly group: number;
  readonly connections: number;
  readonly order: "lifo" | "fifo";
  readonly leak?: LeakSpec;
  readonly maxLifetimeMs?: number;
}

/** Alike but for their phases, as the pods of one application are. */
export function drawPools(random: Random, frame: Frame, wanted: PoolsWanted): PoolSpec[] {
  const { breath } = frame;
  const size = Math.max(
    4,
    Math.round(random.logBetween(8, Math.min(150, Math.max(9, wanted.connections / 3)))),
  );
  const pods = Math.max(1, Math.round(wanted.connections / size));
  const commandsPerLoan = random.integer(1, 4);
  const reopensAtOnce = random.chance(0.5);
  const evictsFew = random.chance(0.2);
  const spec = {
    group: wanted.group,
    isDirect: false,
    order: wanted.order,
    max: Math.ceil(size * (wanted.leak === undefined ? random.between(1, 1.5) : 5)),
    minIdle: random.chance(0.3) ? Math.floor(size * random.between(0, 0.2)) : 0,
    startSize: size,
    evictIdleMs: breath.evictIdleMs,
    evictEveryMs: Math.max(500, Math.min(30_000, breath.evictIdleMs * random.between(0.05, 0.3))),
    evictAtMost: evictsFew ? Math.max(3, Math.ceil(size / 12)) : size,
    maxLifetimeMs: wanted.maxLifetimeMs ?? Number.POSITIVE_INFINITY,
    ownJitterMs: random.between(0.2, 2),
    commandsPerLoan,
    reopensAtOnce,
    leak: wanted.leak ?? null,
  };
  return Array.from({ length: pods }, (_, pod) => {
    const phase = breath.isAligned ? 0.5 : random.next();
    return { ...spec, node: pod % frame.nodes, waves: wavesOf(breath, size, phase) };
  });
}

function wavesOf(breath: Breath, size: number, phase: number): WaveSpec[] {
  const { waveEveryMs, burstEveryMs, share } = breath;
  return [
    { everyMs: waveEveryMs, firstMs: phase * waveEveryMs, requests: size * share, swing: 0.15 },
    { everyMs: burstEveryMs, firstMs: phase * burstEveryMs, requests: size, swing: 0.05 },
  ];
}

/** A background of clients without pools: `breaks` says whether connections are replaced now and then. */
export function drawSteady(
  random: Random,
  frame: Frame,
  group: number,
  connections: number,
  breaks: boolean,
): SteadySpec[] {
  const commandsPerSec = random.logBetween(0.05, 5);
  const breaksEveryMs = breaks ? frame.sweepMs * random.logBetween(10, 60) : Number.POSITIVE_INFINITY;
  const size = Math.max(1, Math.min(connections, random.integer(1, 60)));
  return Array.from({ length: Math.max(1, Math.round(connections / size)) }, (_, pod) => ({
    group,
    node: pod % frame.nodes,
    isDirect: false,
    size,
    commandsPerSec,
    breaksEveryMs,
    reopensAtOnce: true,
  }));
}

/** Health checks, at most as many as keep most of the connections that come in sight; and processes without a pool. */
export function drawPassers(random: Random, frame: Frame, groups: number): PasserSpec[] {
  const churnPerSec = (frame.connections * (1 - frame.breath.share) * 1000) / frame.breath.burstEveryMs;
  const passers: PasserSpec[] = [];
  if (random.chance(0.4)) {
    const perSec = Math.min(random.between(0.2, 1), (0.4 * churnPerSec) / frame.proxies);
    passers.push({ group: groups, node: 0, perSec, lifeMs: random.between(2, 50), isHealthCheck: true });
  }
  if (random.chance(0.2)) {
    const perSec = churnPerSec * random.between(0.05, 0.3);
    passers.push({ group: groups, node: 0, perSec, lifeMs: random.between(5, 500), isHealthCheck: false });
  }
  return passers;
}
