import { describe, expect, it } from "vitest";
import { VERDICT_KINDS } from "@/lib/domain/skew/model";
import { createFleet, type Fleet } from "./skew-fleet";
import { drawScenario } from "./skew-kinds";
import { type PoolSpec, SimulatedPool } from "./skew-pool";
import { createRandom } from "./skew-random";
import { NodeSweeper } from "./skew-sweeper";
import { World } from "./skew-world";

const PROXIES = 4;
const PODS = 4;

/** The published experiment: 100 requests a second at once, 150 every ten seconds, eviction after five seconds. */
const EXPERIMENT: PoolSpec = {
  group: 0,
  node: 0,
  isDirect: false,
  order: "lifo",
  max: 200,
  minIdle: 0,
  startSize: 150,
  evictIdleMs: 5_000,
  evictEveryMs: 1_000,
  evictAtMost: 200,
  maxLifetimeMs: Number.POSITIVE_INFINITY,
  ownJitterMs: 1,
  commandsPerLoan: 1,
  reopensAtOnce: false,
  waves: [
    { everyMs: 1_000, firstMs: 0, requests: 100, swing: 0 },
    { everyMs: 10_000, firstMs: 0, requests: 50, swing: 0 },
  ],
  leak: null,
};

function playExperiment(order: "lifo" | "fifo", slowMs: number, untilMs = 120_000) {
  const size = { nodes: 1, weights: [1, 1, 1, 1], way: "round-robin", groups: 1, expected: 1000 } as const;
  const fleet = createFleet({ ...size, latencyMs: 1 }, createRandom(7));
  fleet.latencyMs[0] = slowMs;
  const pools = Array.from({ length: PODS }, () => new SimulatedPool({ ...EXPERIMENT, order }, fleet, 0));
  for (const pool of pools) pool.start(0, () => 0);
  const sweeper = new NodeSweeper(0, sweeperSpec(), fleet.connections);
  const sweeps = [];
  for (let atMs = 0; atMs <= untilMs; atMs += 5_000) {
    for (const pool of pools) pool.advance(atMs);
    sweeps.push(sweeper.sweep(atMs));
  }
  return { fleet, sweeps };
}

function sweeperSpec() {
  const proxyNames = Array.from({ length: PROXIES }, (_, proxy) => `proxy-${proxy}`);
  const none: ReadonlySet<number> = new Set();
  return { proxyNames, groupNames: ["checkout"], countsCommands: true, pipelining: null, waiting: none };
}

function countsOf(fleet: Fleet): number[] {
  return Array.from(fleet.connections.openAt);
}

describe("simulated pools", () => {
  it("drift to the slow proxy when they borrow last in, first out", () => {
    const [slow = 0, ...others] = countsOf(playExperiment("lifo", 201).fleet);
    expect(slow).toBeGreaterThan(2.5 * Math.max(...others));
  });

  it("stay even when they borrow first in, first out", () => {
    expect(countsOf(playExperiment("fifo", 201).fleet)).toEqual([150, 150, 150, 150]);
  });

  it("stay even when no proxy is slow, though they close and open", () => {
    const { fleet } = playExperiment("lifo", 1);
    const counts = countsOf(fleet);
    expect(Math.max(...counts)).toBeLessThan(1.5 * Math.min(...counts));
    expect(fleet.connections.closedAt[1]).toBeGreaterThan(50);
  });

  it("open evenly at every proxy while the slow one's closes are few", () => {
    const { openedAt, closedAt } = playExperiment("lifo", 201, 40_000).fleet.connections;
    expect(Math.max(...openedAt) - Math.min(...openedAt)).toBeLessThanOrEqual(1);
    expect(closedAt[0]).toBeLessThan(0.5 * (closedAt[1] ?? 0));
  });
});

describe("simulated sweeps", () => {
  it("account for every connection: open = open before + opened − closed", () => {
    const { sweeps, fleet } = playExperiment("lifo", 201);
    const before = new Map<string, number>();
    for (const sweep of sweeps) {
      for (const { proxy, connections, opened, closed } of sweep.cells) {
        const name = proxy ?? "";
        if (sweep.previousAtMs !== null) {
          expect(connections).toBe((before.get(name) ?? 0) + opened - closed);
        }
        before.set(name, connections);
      }
    }
    expect([...before.values()].reduce((sum, count) => sum + count, 0)).toBe(fleet.connections.openCount);
  });

  it("know each connection's age, idle time and span of life", () => {
    const { sweeps } = playExperiment("fifo", 1, 60_000);
    for (const sweep of sweeps.slice(1)) {
      for (const { connections, opened, closed, profile } of sweep.cells) {
        const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
        expect(sum(profile?.idle)).toBe(connections);
        expect(sum(profile?.closedByAge)).toBe(closed);
        expect(sum(profile?.idleAtClose)).toBe(closed);
        expect(opened + closed).toBe(0);
        expect(sum(profile?.exposureSec)).toBeCloseTo(5 * connections);
      }
    }
  });
});

describe("scenarios", () => {
  it.each(VERDICT_KINDS)("%s: the same seed is the same run", (kind) => {
    const play = () => {
      const scenario = drawScenario(kind, 12);
      const short = { ...scenario, pools: scenario.pools.slice(0, 20), warmUpMs: 0 };
      const world = new World(short, createRandom(12), 0);
      world.advance(30_000);
      return { sweep: world.sweepers[0]?.sweep(30_000), counts: countsOf(world.fleet) };
    };
    expect(play()).toEqual(play());
  });

  it("lose what goes through a proxy that dies, and find it elsewhere", () => {
    const drawn = drawScenario("proxy-restarted", 3);
    const scenario = { ...drawn, proxies: 3, weights: [1, 1, 1], startWeights: [1, 1, 1], passers: [] };
    const down = { what: "down", atMs: 10_000, proxy: 1 } as const;
    const up = { what: "up", atMs: 12_000, proxy: 1 } as const;
    const world = new World({ ...scenario, happenings: [down, up] }, createRandom(3), 0);
    world.advance(9_999);
    const before = world.fleet.connections.openAt[1] ?? 0;
    world.advance(10_500);
    expect(before).toBeGreaterThan(0);
    expect(world.fleet.connections.openAt[1]).toBe(0);
  });
});
