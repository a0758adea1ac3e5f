import type { Client, Fleet } from "./skew-fleet";
import { createFleet } from "./skew-fleet";
import { Passers } from "./skew-passers";
import { SimulatedPool } from "./skew-pool";
import { ProxyStatistics } from "./skew-proxy-statistics";
import type { Random } from "./skew-random";
import type { Happening, Scenario } from "./skew-scenario";
import { SteadyClient } from "./skew-steady";
import { NodeSweeper } from "./skew-sweeper";

const LONGEST_STEP_MS = 5_000;

/** A fleet in motion: clients, proxies and servers of one scenario. */
export class World {
  readonly fleet: Fleet;
  readonly sweepers: readonly NodeSweeper[];
  readonly statistics: readonly ProxyStatistics[];
  readonly proxyNames: readonly string[];
  private readonly clients: readonly Client[];
  private readonly passers: readonly Passers[];
  private readonly ahead: Happening[];

  constructor(
    private readonly scenario: Scenario,
    random: Random,
    startMs: number,
  ) {
    const { proxies, nodes, way, groups, latencyMs, added } = scenario;
    const sizes = [
      ...scenario.pools.map((pool) => pool.startSize),
      ...scenario.steady.map((client) => client.size),
    ];
    const expected = 2 * sizes.reduce((sum, size) => sum + size, 0);
    const weights = scenario.startWeights.map((weight, proxy) => (added.includes(proxy) ? 0 : weight));
    const fleet = createFleet({ nodes, weights, way, groups: groups.length, expected, latencyMs }, random);
    this.fleet = fleet;
    this.proxyNames = Array.from({ length: proxies }, (_, proxy) => `proxy-${proxy}`);
    this.clients = [
      ...scenario.pools.map((spec) => new SimulatedPool(spec, fleet, startMs)),
      ...scenario.steady.map((spec) => new SteadyClient(spec, fleet)),
    ];
    this.passers = scenario.passers.map((spec) => new Passers(spec, fleet, startMs));
    this.ahead = scenario.happenings.toSorted((a, b) => a.atMs - b.atMs);
    const names = {
      proxyNames: this.proxyNames,
      groupNames: groups,
      countsCommands: scenario.countsCommands,
      pipelining: scenario.tellsPipelining ? new Set(scenario.pipelining) : null,
      waiting: new Set(scenario.waiting),
    };
    this.sweepers = Array.from(
      { length: nodes },
      (_, node) => new NodeSweeper(node, names, fleet.connections),
    );
    this.statistics = this.proxyNames.map((name, proxy) => new ProxyStatistics(proxy, name, fleet, startMs));
    for (const client of this.clients) {
      client.start(startMs, () => random.next() ** 2 * scenario.oldestMs);
    }
    this.nowMs = startMs;
  }

  nowMs: number;

  advance(untilMs: number): void {
    while (this.nowMs < untilMs) {
      const next = this.ahead[0]?.atMs ?? Number.POSITIVE_INFINITY;
      const stepMs = Math.max(this.nowMs, Math.min(untilMs, next, this.nowMs + LONGEST_STEP_MS));
      for (const client of this.clients) client.advance(stepMs);
      for (const passer of this.passers) passer.advance(stepMs);
      this.nowMs = stepMs;
      for (let at = this.ahead[0]; at !== undefined && at.atMs <= stepMs; at = this.ahead[0]) {
        this.ahead.shift();
        this.happen(at);
      }
    }
  }

  /** Those that are open for a moment only are seen by who looks in between. */
  look<T>(atMs: number, see: () => T): T {
    for (const passer of this.passers) passer.show(atMs);
    const seen = see();
    for (const passer of this.passers) passer.hide();
    return seen;
  }

  private happen(happening: Happening): void {
    const { balancer, latencyMs, load } = this.fleet;
    switch (happening.what) {
      case "slow":
        latencyMs[happening.proxy] = happening.latencyMs;
        return;
      case "weight":
        balancer.setWeight(happening.proxy, happening.weight);
        return;
      case "load":
        load[happening.group] = happening.factor;
        return;
      case "deploy":
        for (const client of happening.clients) this.clients[client]?.replace(happening.atMs);
        return;
      case "down":
        this.takeDown(happening.proxy, happening.atMs);
        return;
      case "up":
      case "add":
        this.statistics[happening.proxy]?.begin(happening.atMs);
        balancer.setWeight(happening.proxy, this.scenario.weights[happening.proxy] ?? 1);
    }
  }

  private takeDown(proxy: number, atMs: number): void {
    const { balancer, connections } = this.fleet;
    balancer.setWeight(proxy, 0);
    this.statistics[proxy]?.stop();
    for (const client of this.clients) client.lose(proxy, atMs);
    for (const open of connections.open) {
      for (const slot of open.filter((at) => connections.proxy[at] === proxy)) connections.close(slot);
    }
  }
}
