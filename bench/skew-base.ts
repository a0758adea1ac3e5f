import type { VerdictKind } from "@/lib/domain/skew/model";
import { drawPassers, drawPools, drawSteady, type Frame, type PoolsWanted } from "./skew-draw";
import type { Random } from "./skew-random";
import type { Happening, Scenario } from "./skew-scenario";

/** Loans that a run may take to simulate, so that the whole corpus stays in minutes. */
const LOANS_AT_MOST = 2_000_000;
const BURSTS_AT_MOST = 40;

export interface BaseWanted {
  readonly order: "lifo" | "fifo";
  /** FIFO pools close by age alone. */
  readonly hasLifetime?: boolean;
  readonly leak?: PoolsWanted["leak"];
  /** No background of other clients that could dilute the effect. */
  readonly isPure?: boolean;
}

/** A healthy fleet of a frame; kinds add what befalls it. */
export function drawBase(
  random: Random,
  seed: number,
  kind: VerdictKind,
  frame: Frame,
  wanted: BaseWanted,
): Scenario {
  const { sweepMs, breath } = frame;
  const steadyShare = wanted.isPure !== true && random.chance(0.4) ? random.between(0.05, 0.3) : 0;
  const elastic = Math.max(12, Math.round(frame.connections * (1 - steadyShare)));
  const lifetime = wanted.hasLifetime ? { maxLifetimeMs: sweepMs * random.between(8, 30) } : {};
  const leak = wanted.leak === undefined ? {} : { leak: wanted.leak };
  const pools = drawPools(random, frame, {
    group: 0,
    connections: elastic,
    order: wanted.order,
    ...lifetime,
    ...leak,
  });
  const steadySize = Math.round(frame.connections * steadyShare);
  const steady = steadySize < 4 ? [] : drawSteady(random, frame, 1, steadySize, random.chance(0.5));
  const waiting = random.chance(0.15);
  if (waiting) steady.push(...listeners(frame, Math.ceil(frame.connections * 0.04)));
  if (random.chance(0.25)) steady.push(...direct(random, frame));
  const longestMs = Math.max(BURSTS_AT_MOST * breath.burstEveryMs, 30 * sweepMs);
  const loansPerMs = (elastic * breath.share) / breath.waveEveryMs + elastic / breath.burstEveryMs;
  return {
    kind,
    form: wanted.order,
    seed,
    proxies: frame.proxies,
    added: [],
    knownBefore: true,
    weights: new Array<number>(frame.proxies).fill(1),
    startWeights: new Array<number>(frame.proxies).fill(1),
    way: frame.way,
    latencyMs: frame.latencyMs,
    nodes: frame.nodes,
    sweepMs,
    groups: ["checkout", "orders-api", "listeners", "metrics", "unnamed"],
    pools,
    steady,
    passers: drawPassers(random, frame, 4),
    waiting: waiting ? [2] : [],
    pipelining: [],
    hasCounters: frame.hasCounters,
    hasLatency: frame.hasLatency,
    countsCommands: frame.countsCommands,
    tellsPipelining: frame.tellsPipelining,
    oldestMs: frame.oldestMs,
    warmUpMs: 2.5 * breath.burstEveryMs,
    happenings: [],
    faultAtMs: null,
    subjects: [],
    group: null,
    askAfterMs: 60_000 + sweepMs * random.between(2, 8),
    endMs: Math.max(12 * sweepMs, Math.min(longestMs, LOANS_AT_MOST / loansPerMs)),
  };
}

function listeners(frame: Frame, size: number) {
  const spec = { group: 2, node: 0, isDirect: false, size, commandsPerSec: 0, reopensAtOnce: true };
  return [{ ...spec, node: frame.nodes - 1, breaksEveryMs: Number.POSITIVE_INFINITY }];
}

function direct(random: Random, frame: Frame) {
  const size = random.integer(2, 20);
  const spec = { group: 3, node: 0, isDirect: true, size, commandsPerSec: 0.2, reopensAtOnce: true };
  return [{ ...spec, breaksEveryMs: frame.sweepMs * 40 }];
}

/** Pods are replaced one after the other, or all at once: every one closes all it has. */
export function drawDeploy(random: Random, scenario: Scenario, fromMs: number): Happening[] {
  const pods = scenario.pools.length;
  const parts = random.chance(0.3) ? 1 : Math.min(pods, random.integer(2, 12));
  const everyMs = scenario.sweepMs * random.between(0.2, 2);
  return Array.from({ length: parts }, (_, part) => ({
    what: "deploy" as const,
    atMs: fromMs + part * everyMs,
    clients: Array.from({ length: pods }, (_, pod) => pod).filter((pod) => pod % parts === part),
  }));
}

/** Nothing of the fault's own: deploys and waves of demand that healthy fleets have too. */
export function drawNuisance(random: Random, scenario: Scenario, chance: number): Happening[] {
  const happenings: Happening[] = [];
  const { endMs, sweepMs } = scenario;
  if (random.chance(chance))
    happenings.push(...drawDeploy(random, scenario, random.between(0.05, 0.8) * endMs));
  if (random.chance(chance)) {
    const everyMs = sweepMs * random.between(6, 20);
    for (let atMs = everyMs / 2; atMs < endMs; atMs += everyMs) {
      happenings.push({ what: "load", atMs, group: 0, factor: random.between(0.6, 1.1) });
    }
  }
  return happenings;
}
