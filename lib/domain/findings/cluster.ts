import type { MetricSignal } from "../cloudwatch/model";
import { findSignal } from "./metrics";
import { findInNode, type NodeFacts, type NodeFinding, type NodeFindingKind } from "./node";
import { findSkew, type SkewFacts } from "./skew";
import { compareStates, type HealthState, type Judgement } from "./state";
import { inCount, inPercent, inPlural, inSpan } from "./wording";

export interface ClusterFacts {
  readonly kind: "standalone" | "replication" | "cluster" | "unknown";
  readonly nodes: readonly NodeFacts[];
  /** Connections per declared proxy, now. */
  readonly proxies: readonly { readonly name: string; readonly connections: number | null }[];
  /** Connections through no declared proxy. */
  readonly direct: number | null;
  readonly connections: number | null;
  /** Null: never assessed, or too long ago. */
  readonly skew: SkewFacts | null;
  /** Thresholds of CloudWatch's metrics that are passed now. */
  readonly signals: readonly MetricSignal[];
  /** How long the collector has not been heard of; null: it is alive, or was never there. */
  readonly collectorSilentMs: number | null;
}

interface Placed {
  readonly facts: NodeFacts;
  readonly finding: NodeFinding;
  readonly state: HealthState;
}

/**
 * The cluster's state and sentence: the worst thing found in its nodes, in CloudWatch's metrics and in how its load is
 * shared, or what it calmly does. Of things as urgent, what a node shows now comes before what CloudWatch tells minutes
 * later, and both before a load that is shared unevenly.
 */
export function judgeCluster(facts: ClusterFacts, nowMs: number): Judgement {
  if (facts.collectorSilentMs !== null && facts.nodes.some((node) => node.lastAnswerAtMs !== null)) {
    const sentence = `nothing collected for ${inSpan(facts.collectorSilentMs)}: the collector is silent`;
    return { state: "stale", sentence };
  }
  const signal = findSignal(facts.signals, nowMs);
  if (facts.nodes.every((node) => node.lastAnswerAtMs === null)) return signal ?? judgeUnseen(facts);
  const found = facts.nodes.flatMap((node) =>
    findInNode(node, nowMs).map((finding) => ({
      facts: node,
      finding,
      state: stateInCluster(facts, node, finding),
    })),
  );
  const worst = [...found].sort((left, right) => compareStates(left.state, right.state))[0];
  const uneven = facts.skew === null ? null : findSkew(facts.skew, nowMs);
  const told = worseOf(signal, uneven);
  if (told !== null && (worst === undefined || compareStates(told.state, worst.state) < 0)) return told;
  if (worst === undefined || worst.state === "ok") return { state: "ok", sentence: describeCalm(facts) };
  return { state: worst.state, sentence: sentenceOf(worst, found) };
}

/** The first one where both are as urgent. */
function worseOf(first: Judgement | null, second: Judgement | null): Judgement | null {
  if (first === null || second === null) return first ?? second;
  return compareStates(second.state, first.state) < 0 ? second : first;
}

function judgeUnseen({ nodes }: ClusterFacts): Judgement {
  const failed = nodes.find((node) => node.error !== null);
  if (failed?.error == null) return { state: "unknown", sentence: "not asked yet" };
  const more = nodes.length > 1 ? ` (none of ${inCount(nodes.length)} nodes answered)` : "";
  return { state: "unknown", sentence: `${failed.address} never answered: ${failed.error}${more}` };
}

/** A silent node's own data is stale; for the cluster the silence itself is the news. */
function stateInCluster(cluster: ClusterFacts, node: NodeFacts, finding: NodeFinding): HealthState {
  switch (finding.kind) {
    case "silent":
      return node.role === "primary" && !isReplaced(cluster, node) ? "critical" : "warning";
    case "never-seen":
      return node.error === null ? "ok" : "warning";
    default:
      return finding.state;
  }
}

/** Another node answers as primary: of the same slots, or, outside Redis Cluster, as the only one there is. */
function isReplaced(cluster: ClusterFacts, node: NodeFacts): boolean {
  return cluster.nodes.some((other) => {
    if (other === node || other.role !== "primary" || other.error !== null) return false;
    return cluster.kind !== "cluster" || (node.slots !== null && other.slots === node.slots);
  });
}

function sentenceOf(worst: Placed, found: readonly Placed[]): string {
  const alike = found.filter((other) => other !== worst && sameNews(other, worst)).length;
  const who =
    worst.facts.role === "unknown" ? worst.facts.address : `${worst.facts.role} ${worst.facts.address}`;
  const more = alike === 0 ? "" : `; ${inPlural(alike, "more node")} likewise`;
  return `${who} ${worst.finding.phrase}${more}`;
}

const LIMIT_KINDS: readonly NodeFindingKind[] = ["at-limit", "near-limit"];

function sameNews(left: Placed, right: Placed): boolean {
  if (left.finding.kind === right.finding.kind) return true;
  return LIMIT_KINDS.includes(left.finding.kind) && LIMIT_KINDS.includes(right.finding.kind);
}

/** "218 connections through 4 proxies, largest share 26 %" */
function describeCalm(facts: ClusterFacts): string {
  const { connections, direct } = facts;
  if (connections === null)
    return `${inPlural(facts.nodes.length, "node")} answering; connections not counted yet`;
  const count = inPlural(connections, "connection");
  if (facts.proxies.length === 0) return `${count} on ${describeNodes(facts, connections)}`;
  const counts = facts.proxies.flatMap((proxy) => proxy.connections ?? []);
  const share = shareOf(counts, connections);
  const through = `${count} through ${inPlural(facts.proxies.length, "proxy", "proxies")}`;
  return `${through}${share}${direct !== null && direct > 0 ? `, ${inCount(direct)} direct` : ""}`;
}

function describeNodes({ nodes }: ClusterFacts, connections: number): string {
  const counts = nodes.flatMap((node) => node.connections ?? []);
  return `${inPlural(nodes.length, "node")}${nodes.length > 1 ? shareOf(counts, connections) : ""}`;
}

function shareOf(counts: readonly number[], all: number): string {
  return all > 0 && counts.length > 1 ? `, largest share ${inPercent(Math.max(...counts) / all)}` : "";
}
