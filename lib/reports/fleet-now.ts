import type { ClusterKind } from "@/lib/contract/clusters";
import { judgeCluster } from "@/lib/domain/findings/cluster";
import { isBlind, type NodeFacts } from "@/lib/domain/findings/node";
import type { SkewFacts } from "@/lib/domain/findings/skew";
import type { Judgement } from "@/lib/domain/findings/state";
import type { ClusterRecord } from "@/lib/store/reads/read-clusters";
import type { NodeNow } from "@/lib/store/reads/read-nodes-now";
import type { ClusterAws } from "./aws-now";
import { whyNothingIsTold } from "./metrics/calls";
import { roundRatio } from "./round";

/** A node as it was read and as it is judged. */
export interface KnownNode {
  readonly now: NodeNow;
  readonly facts: NodeFacts;
  /** Its numbers are fresh enough to stand for now. */
  readonly fresh: boolean;
}

export interface Headroom {
  readonly node: string;
  readonly connections: number;
  readonly maxclients: number;
  readonly ratio: number;
}

/** One cluster now, before it is put into an answer. */
export interface ClusterNow {
  readonly kind: ClusterKind;
  readonly judgement: Judgement;
  readonly connections: number | null;
  readonly maxclients: number | null;
  readonly headroom: Headroom | null;
  readonly openedPerSec: number | null;
  readonly closedPerSec: number | null;
  readonly unattributedPerSec: number | null;
  readonly perProxy: readonly { readonly name: string; readonly connections: number | null }[];
  readonly direct: number | null;
  readonly nodesAnswering: number;
  readonly ageMs: number | null;
}

export function knowNode(node: NodeNow, facts: NodeFacts, nowMs: number): KnownNode {
  return { now: node, facts, fresh: !isBlind(facts, nowMs) };
}

/**
 * Sums what is fresh. When nothing is, the last numbers of all nodes stand, with their age and a state that says so:
 * a silent node's old count beside its neighbours' new ones would be neither then nor now.
 */
export function summariseCluster(
  cluster: ClusterRecord,
  nodes: readonly KnownNode[],
  proxyNames: ReadonlyMap<number, string>,
  around: {
    readonly skew: SkewFacts | null;
    readonly collectorSilentMs: number | null;
    readonly service: ClusterAws;
  },
  nowMs: number,
): ClusterNow {
  const fresh = nodes.filter((node) => node.fresh);
  const shown = fresh.length > 0 ? fresh : nodes;
  const connections = sumKnown(shown.map((node) => node.facts.connections));
  const perProxy = countPerProxy(cluster, shown, proxyNames);
  const direct = countDirect(shown);
  const facts = {
    kind: cluster.kind,
    nodes: nodes.map((node) => node.facts),
    proxies: perProxy,
    direct,
    connections,
    skew: around.skew,
    collectorSilentMs: around.collectorSilentMs,
    signals: around.service.signals,
  };
  return {
    kind: cluster.kind,
    judgement:
      cluster.removedAt === null
        ? (judgeUntold(nodes, around.service) ?? judgeCluster(facts, nowMs))
        : judgeRemoved(cluster.removedAt, around.service),
    connections,
    maxclients: sumKnown(shown.map((node) => node.facts.maxclients)),
    headroom: headroomOf(shown),
    openedPerSec: ratePerSec(fresh, (node) => node.opened),
    closedPerSec: ratePerSec(fresh, (node) => node.closed),
    unattributedPerSec: ratePerSec(fresh, (node) => node.unattributed),
    perProxy,
    direct,
    nodesAnswering: fresh.length,
    ageMs: ageOf(fresh, nodes, nowMs),
  };
}

/** No node to ask, because AWS has not told of one: which call failed, and why. */
function judgeUntold(nodes: readonly KnownNode[], { calls, facts }: ClusterAws): Judgement | null {
  const sentence = nodes.length === 0 ? whyNothingIsTold(calls, facts?.topology ?? null) : null;
  return sentence === null ? null : { state: "unknown", sentence };
}

/** A cluster of AWS's may have been found by discovery, and be found no more. */
function judgeRemoved(removedAt: Date, { facts }: ClusterAws): Judgement {
  const since = removedAt.toISOString().slice(0, 16).replace("T", " ");
  const gone = facts === null ? "no longer in the fleet file" : "neither in the fleet file nor discovered";
  return { state: "stale", sentence: `${gone} since ${since} UTC; what was collected stays` };
}

/** Events per second of one node over its last minute; null: not known. */
export function nodeRate(node: KnownNode, pick: (now: NodeNow) => number | null): number | null {
  const count = pick(node.now);
  const { coveredMs } = node.now;
  if (!node.fresh || count === null || coveredMs === null || coveredMs <= 0) return null;
  return roundRatio((count / coveredMs) * 1000);
}

/** Null where one of the nodes that list their clients cannot tell. */
export function ratePerSec(
  nodes: readonly KnownNode[],
  pick: (now: NodeNow) => number | null,
): number | null {
  const rates = nodes.filter((node) => node.now.sweptAt !== null).map((node) => nodeRate(node, pick));
  if (rates.length === 0 || rates.includes(null)) return null;
  return roundRatio(sumKnown(rates));
}

/** Null when nothing is known at all. */
export function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

export function headroomOf(nodes: readonly KnownNode[]): Headroom | null {
  const all = nodes.flatMap(({ facts }): Headroom[] => {
    const { address: node, connectedClients: connections, maxclients } = facts;
    if (connections === null || maxclients === null || maxclients <= 0) return [];
    return [{ node, connections, maxclients, ratio: roundRatio(connections / maxclients) ?? 0 }];
  });
  return all.sort((left, right) => right.ratio - left.ratio)[0] ?? null;
}

function countPerProxy(
  cluster: ClusterRecord,
  nodes: readonly KnownNode[],
  names: ReadonlyMap<number, string>,
): { name: string; connections: number | null }[] {
  const counted = nodes.some((node) => node.now.proxyIds !== null);
  const counts = new Map(cluster.proxies.map(({ name }) => [name, 0]));
  for (const { now } of nodes) {
    for (const [index, proxyId] of (now.proxyIds ?? []).entries()) {
      const name = names.get(proxyId);
      if (name === undefined) continue;
      counts.set(name, (counts.get(name) ?? 0) + (now.cellConnections?.[index] ?? 0));
    }
  }
  return [...counts].map(([name, connections]) => ({ name, connections: counted ? connections : null }));
}

const NO_PROXY = 0;

function countDirect(nodes: readonly KnownNode[]): number | null {
  return sumKnown(
    nodes.map(({ now }) =>
      now.proxyIds === null
        ? null
        : now.proxyIds.reduce(
            (sum, proxyId, index) => sum + (proxyId === NO_PROXY ? (now.cellConnections?.[index] ?? 0) : 0),
            0,
          ),
    ),
  );
}

/** Oldest of what is shown for nodes that answer; when none does, how long ago the last one was counted. */
function ageOf(fresh: readonly KnownNode[], all: readonly KnownNode[], nowMs: number): number | null {
  const countedAt = (nodes: readonly KnownNode[]) => nodes.flatMap((node) => node.facts.countedAtMs ?? []);
  const freshAt = countedAt(fresh);
  if (freshAt.length > 0) return Math.max(0, nowMs - Math.min(...freshAt));
  const allAt = countedAt(all);
  return allAt.length > 0 ? Math.max(0, nowMs - Math.max(...allAt)) : null;
}
