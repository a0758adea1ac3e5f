import type { Contribution } from "@/lib/domain/series/combine";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import type { Cut, PlacedNode } from "../series";
import type { Span } from "../window";
import type { Side } from "./side";

export interface NodeSums {
  readonly opened: number;
  readonly closed: number;
  readonly coveredMs: number;
  readonly exposureSec: number;
}

/** What happened to a subject on one node, in the part of the window in which that node was watched. */
export function sumOf(contribution: Contribution | undefined, cut: Cut): NodeSums {
  const sums = { opened: 0, closed: 0, coveredMs: 0, exposureSec: 0 };
  if (contribution === undefined) return sums;
  const { sweeps, coveredMs, connections, opened, closed } = contribution;
  for (let bucket = cut.from; bucket < cut.to; bucket += 1) {
    const covered = coveredMs[bucket] ?? 0;
    if (covered <= 0) continue;
    sums.coveredMs += covered;
    sums.opened += opened?.[bucket] ?? 0;
    sums.closed += closed?.[bucket] ?? 0;
    sums.exposureSec += (((connections?.[bucket] ?? 0) / (sweeps[bucket] || 1)) * covered) / 1000;
  }
  return sums;
}

/** Events over the time that each node was watched, and of a node that came or went in the window only its part of it. */
export function ratesOf(
  nodes: readonly (NodeSums & { readonly weight: number })[],
): Pick<Side, "openedPerSec" | "closedPerSec" | "closed" | "exposureSec"> {
  const watched = nodes.filter((node) => node.coveredMs > 0);
  if (watched.length === 0)
    return { openedPerSec: null, closedPerSec: null, closed: null, exposureSec: null };
  const perSec = (pick: (node: NodeSums) => number) =>
    watched.reduce((sum, node) => sum + (pick(node) / node.coveredMs) * 1000 * node.weight, 0);
  return {
    openedPerSec: perSec((node) => node.opened),
    closedPerSec: perSec((node) => node.closed),
    closed: watched.reduce((sum, node) => sum + node.closed, 0),
    exposureSec: watched.reduce((sum, node) => sum + node.exposureSec, 0),
  };
}

/**
 * By node id: the part of the time with any node at all in which this one belonged to the cluster, 0..1. A cluster watched
 * since a minute ago has its rates of that minute, and a node that another one replaced counts for its part.
 */
export function presencesOf(
  records: readonly WatchedNodeRecord[],
  { fromMs, toMs }: Span,
): Map<number, number> {
  const spans = records.map(({ nodeId, firstSeenAt, goneAt }) => {
    const from = Math.max(fromMs, firstSeenAt.getTime());
    return { nodeId, from, to: Math.max(from, Math.min(toMs, goneAt?.getTime() ?? toMs)) };
  });
  let unionMs = 0;
  let reachedMs = fromMs;
  for (const { from, to } of [...spans].sort((left, right) => left.from - right.from)) {
    unionMs += Math.max(0, to - Math.max(from, reachedMs));
    reachedMs = Math.max(reachedMs, to);
  }
  return new Map(spans.map(({ nodeId, from, to }) => [nodeId, unionMs === 0 ? 1 : (to - from) / unionMs]));
}

/** Churn that no sweep saw, in the buckets that can tell; null: none can. */
export function unseenOf(
  { track }: PlacedNode,
  cut: Cut,
): { readonly unseen: number | null; readonly opened: number; readonly coveredMs: number } {
  let unseen: number | null = null;
  let opened = 0;
  let coveredMs = 0;
  for (let bucket = cut.from; bucket < cut.to; bucket += 1) {
    const value = track.unattributed[bucket] ?? Number.NaN;
    if (Number.isNaN(value) || (track.coveredMs[bucket] ?? 0) <= 0) continue;
    unseen = (unseen ?? 0) + value;
    opened += track.opened[bucket] ?? 0;
    coveredMs += track.coveredMs[bucket] ?? 0;
  }
  return { unseen, opened, coveredMs };
}

/** Null: nothing is known at all. */
export function sumOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
