import { staleAfterMs } from "../findings/state";
import type { NodeTrack } from "./track";

/** A node over a window: what was collected of it, and since when and until when it was part of the cluster. */
export interface WatchedNode {
  readonly address: string;
  readonly firstSeenMs: number;
  readonly goneMs: number | null;
  readonly track: NodeTrack;
}

export interface NodeGap {
  /** Null: no node was collected, so it was the collector that was away. */
  readonly node: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly ongoing: boolean;
  readonly opened: number | null;
  readonly closed: number | null;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Everything that was not collected in [fromMs, toMs), earliest first. What all nodes share is one gap of nobody. */
export function listGaps(nodes: readonly WatchedNode[], window: Span, nowMs: number): NodeGap[] {
  const own = nodes.map((node) => gapsOf(node, window, nowMs));
  const shared = nodes.length > 1 ? sharedGaps(own) : [];
  const alone = own.flatMap((gaps, index) => {
    const slackMs = staleAfterMs(nodes[index]?.track.intervalMs ?? 0);
    return gaps.filter((gap) => !shared.some((common) => covers(common, gap, slackMs)));
  });
  return [...shared, ...alone].sort((left, right) => left.fromMs - right.fromMs);
}

function gapsOf(node: WatchedNode, window: Span, nowMs: number): NodeGap[] {
  const between = node.track.gaps.map((gap) => ({ ...gap, node: node.address, ongoing: false }));
  const tail = tailOf(node, window, nowMs);
  return [...between, ...(tail === null ? [] : [tail])].filter(
    (gap) => gap.toMs > window.fromMs && gap.fromMs < window.toMs,
  );
}

/** From the newest sweep on (or from the beginning, without any) when that is too long ago. */
function tailOf(
  { address, track, firstSeenMs, goneMs }: WatchedNode,
  window: Span,
  nowMs: number,
): NodeGap | null {
  const fromMs = track.lastAtMs ?? Math.max(window.fromMs, firstSeenMs);
  const untilMs = Math.min(nowMs, goneMs ?? nowMs);
  const toMs = Math.min(untilMs, window.toMs);
  if (toMs - fromMs <= staleAfterMs(track.intervalMs)) return null;
  const ongoing = untilMs === nowMs && window.toMs >= nowMs;
  return { node: address, fromMs, toMs, ongoing, opened: null, closed: null };
}

/** Stretches in which every node has a gap. Opened and closed are summed as far as all of them can tell. */
function sharedGaps(own: readonly (readonly NodeGap[])[]): NodeGap[] {
  const [first = [], ...rest] = own;
  return rest.reduce<readonly NodeGap[]>(
    (shared, gaps) => shared.flatMap((left) => gaps.flatMap((right) => intersect(left, right) ?? [])),
    first.map((gap) => ({ ...gap, node: null })),
  ) as NodeGap[];
}

function intersect(left: NodeGap, right: NodeGap): NodeGap | null {
  const fromMs = Math.max(left.fromMs, right.fromMs);
  const toMs = Math.min(left.toMs, right.toMs);
  if (fromMs >= toMs) return null;
  return {
    node: null,
    fromMs,
    toMs,
    ongoing: left.ongoing && right.ongoing,
    opened: sumKnown(left.opened, right.opened),
    closed: sumKnown(left.closed, right.closed),
  };
}

function sumKnown(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

/** Sweeps of a cluster's nodes are not taken at one instant: a gap that is a little longer is the same one. */
function covers(common: Span, gap: Span, slackMs: number): boolean {
  const overlaps = gap.fromMs < common.toMs && gap.toMs > common.fromMs;
  return overlaps && gap.fromMs >= common.fromMs - slackMs && gap.toMs <= common.toMs + slackMs;
}
