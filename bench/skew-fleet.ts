import { type Balancer, type BalancerWay, createBalancer } from "./skew-balancer";
import { SimulatedConnections } from "./skew-connections";
import type { Random } from "./skew-random";

/** What all pools of a simulated fleet share: the connections, the proxies and the balancer before them. */
export interface Fleet {
  readonly connections: SimulatedConnections;
  readonly balancer: Balancer;
  /** One way through a proxy and back, without the client's own jitter; by proxy. */
  readonly latencyMs: number[];
  readonly random: Random;
  /** Demand now, 1 = usual; by group. */
  readonly load: number[];
  /** Connections on loan that never come back, in the order of their loss. */
  readonly leaked: number[];
}

export interface FleetSize {
  readonly nodes: number;
  readonly weights: readonly number[];
  readonly way: BalancerWay;
  readonly groups: number;
  readonly expected: number;
  readonly latencyMs: number;
}

export function createFleet(size: FleetSize, random: Random): Fleet {
  const connections = new SimulatedConnections(size.nodes, size.weights.length, size.expected);
  return {
    connections,
    balancer: createBalancer(size.way, size.weights, connections.openAt, random),
    latencyMs: size.weights.map(() => size.latencyMs),
    random,
    load: new Array<number>(size.groups).fill(1),
    leaked: [],
  };
}

/** One process' connections to one node: it lives through spans of time and through what befalls it. */
export interface Client {
  readonly group: number;
  /** Opens what it starts with; `agesMs` draws how old each is by then. */
  start(atMs: number, agesMs: () => number): void;
  advance(untilMs: number): void;
  /** A proxy is gone, and all connections through it; those on loan are closed by who calls. */
  lose(proxy: number, atMs: number): void;
  /** The process ends, and another takes its place. */
  replace(atMs: number): void;
}
