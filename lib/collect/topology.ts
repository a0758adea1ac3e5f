import { printAddress } from "@/lib/config/addresses";
import type { ClusterNode, ClusterNodes } from "@/lib/domain/redis/cluster-nodes";
import type { NodeFacts } from "./node-facts";

export type ClusterKind = "standalone" | "replication" | "cluster" | "unknown";

/** A node as it stands when the topology is looked at. */
export interface KnownNode {
  readonly address: string;
  /** From the fleet file, or from ElastiCache. */
  readonly isSeed: boolean;
  /** It was a seed and is none any more: that it answers is no reason to keep it. */
  readonly wasSeed?: boolean;
  /** It has a row of its own in the store; before that it may still turn out to be another node's second address. */
  readonly isAdopted: boolean;
  /** When it was first followed, for who keeps a run that two addresses lead to. */
  readonly followedSinceMs: number;
  readonly isAnswering: boolean;
  readonly facts: NodeFacts | null;
}

/** CLUSTER NODES as one node tells it. */
export interface ClusterView {
  readonly askedOf: string;
  readonly view: ClusterNodes;
}

/** What others say of an address. */
export interface Announced {
  readonly address: string;
  /** Address of the node that says so. */
  readonly by: string;
  readonly source: "INFO replication" | "CLUSTER NODES";
  readonly role: "primary" | "replica" | "unknown";
  readonly nodeId: string | null;
  readonly slots: string | null;
}

export function kindOf(nodes: readonly KnownNode[]): ClusterKind {
  const facts = nodes.flatMap((node) => node.facts ?? []);
  if (facts.length === 0) return "unknown";
  if (facts.some(({ isCluster }) => isCluster === true)) return "cluster";
  const isReplicated = facts.some(({ role, replicas }) => role === "replica" || replicas.length > 0);
  return isReplicated ? "replication" : "standalone";
}

/** Every address that the nodes tell of, their own included; the first other node to tell of one is kept. */
export function announcedBy(
  nodes: readonly KnownNode[],
  views: readonly ClusterView[],
): Map<string, Announced> {
  const announced = new Map<string, Announced>();
  const add = (entry: Announced): void => {
    const told = announced.get(entry.address);
    if (told === undefined || (told.by === told.address && entry.by !== entry.address)) {
      announced.set(entry.address, entry);
    }
  };
  for (const { askedOf, view } of views) for (const node of view.nodes) addClusterNode(askedOf, node, add);
  for (const { address, facts, isAnswering } of nodes) {
    if (facts === null || !isAnswering || facts.isCluster === true) continue;
    const base = { by: address, source: "INFO replication", nodeId: null, slots: null } as const;
    if (facts.primary !== null) add({ ...base, address: facts.primary, role: "primary" });
    for (const replica of facts.replicas) add({ ...base, address: replica.address, role: "replica" });
  }
  return announced;
}

function addClusterNode(askedOf: string, node: ClusterNode, add: (entry: Announced) => void): void {
  if (node.handshake) return;
  const host = node.host === "" ? node.hostname : node.host;
  const slots = node.slots.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(" ");
  const about = {
    by: askedOf,
    source: "CLUSTER NODES",
    role: node.role,
    nodeId: node.id,
    slots: slots === "" ? null : slots,
  } as const;
  // The node that was asked is told of under the address we reach it by as well as under its own.
  if (node.myself) add({ ...about, address: askedOf });
  if (host !== undefined && host !== "" && node.port > 0) {
    add({ ...about, address: printAddress({ host, port: node.port }) });
  }
}

export interface TopologyMemory {
  /** Second addresses of nodes that are followed under their first. */
  readonly aliases: ReadonlyMap<string, { readonly of: string; readonly runId: string }>;
  /** When a node was last announced by another one, or answered. */
  readonly lastSeenMs: ReadonlyMap<string, number>;
}

export interface TopologyLimits {
  readonly mostNodes: number;
  /** A Redis Cluster lists its failed nodes too: one that is not listed was removed. */
  readonly goneFromClusterMs: number;
  /** A replica that is down is not listed by its primary: absence says little. */
  readonly goneFromReplicationMs: number;
}

export const TOPOLOGY_LIMITS: TopologyLimits = {
  mostNodes: 500,
  goneFromClusterMs: 30_000,
  goneFromReplicationMs: 900_000,
};

export interface TopologyChange {
  readonly follow: readonly Announced[];
  readonly drop: readonly {
    readonly address: string;
    readonly why: "alias" | "gone";
    readonly of: string | null;
  }[];
  /** Announced nodes that are not followed because there are too many. */
  readonly beyondLimit: number;
  readonly memory: TopologyMemory;
}

/** What to follow and what to let go, given what is followed and what the nodes tell. */
export function planTopology(
  nodes: readonly KnownNode[],
  announced: ReadonlyMap<string, Announced>,
  memory: TopologyMemory,
  nowMs: number,
  limits: TopologyLimits = TOPOLOGY_LIMITS,
): TopologyChange {
  const aliases = validAliases(nodes, memory.aliases);
  const lastSeenMs = new Map(memory.lastSeenMs);
  const drop: { address: string; why: "alias" | "gone"; of: string | null }[] = [];
  const goneAfterMs = kindOf(nodes) === "cluster" ? limits.goneFromClusterMs : limits.goneFromReplicationMs;
  for (const node of nodes) {
    const first = firstOfRun(node, nodes);
    if (first !== null && node.facts?.runId) {
      aliases.set(node.address, { of: first.address, runId: node.facts.runId });
      drop.push({ address: node.address, why: "alias", of: first.address });
      continue;
    }
    const announcement = announced.get(node.address);
    const isToldOf = announcement !== undefined && announcement.by !== node.address;
    const staysByAnswer = node.isAnswering && node.wasSeed !== true && kindOf(nodes) !== "cluster";
    if (node.isSeed || isToldOf || staysByAnswer || !lastSeenMs.has(node.address))
      lastSeenMs.set(node.address, nowMs);
    const isBlind = !nodes.some((other) => other.address !== node.address && other.isAnswering);
    const absentMs = nowMs - (lastSeenMs.get(node.address) ?? nowMs);
    if (!isBlind && absentMs >= goneAfterMs) drop.push({ address: node.address, why: "gone", of: null });
  }
  const followed = new Set(nodes.map(({ address }) => address));
  const wanted = [...announced.values()].filter(
    ({ address }) => !followed.has(address) && !aliases.has(address),
  );
  const room = Math.max(0, limits.mostNodes - nodes.length + drop.length);
  for (const { address } of drop) lastSeenMs.delete(address);
  return {
    follow: wanted.slice(0, room),
    drop,
    beyondLimit: Math.max(0, wanted.length - room),
    memory: { aliases, lastSeenMs },
  };
}

/** The node that keeps the run which this one leads to as well, or null when this is the one. */
function firstOfRun(node: KnownNode, nodes: readonly KnownNode[]): KnownNode | null {
  const runId = node.facts?.runId;
  if (!runId || !node.isAnswering) return null;
  const same = nodes.filter((other) => other.isAnswering && other.facts?.runId === runId);
  const first = same.toSorted(
    (left, right) =>
      Number(right.isAdopted) - Number(left.isAdopted) ||
      Number(right.isSeed) - Number(left.isSeed) ||
      left.followedSinceMs - right.followedSinceMs,
  )[0];
  return first === undefined || first.address === node.address ? null : first;
}

/** An alias holds as long as the node that it leads to is followed and has not become another process. */
function validAliases(
  nodes: readonly KnownNode[],
  aliases: TopologyMemory["aliases"],
): Map<string, { readonly of: string; readonly runId: string }> {
  const runs = new Map(nodes.map((node) => [node.address, node.facts?.runId ?? null]));
  return new Map([...aliases].filter(([, { of, runId }]) => runs.get(of) === runId));
}
