import type { Placement } from "./placement";

/** Numbers per bucket; null: not known. */
export type Line = (number | null)[];

/** What one node contributes: its sums per bucket, to be read through its placement. */
export interface Contribution {
  readonly placement: Placement;
  /** The node's sweeps per bucket: what a sum of counts is divided by. */
  readonly sweeps: Float64Array;
  readonly coveredMs: Float64Array;
  /** Null: the node was swept and the subject was not there, which is zero. */
  readonly connections: Float64Array | null;
  readonly opened: Float64Array | null;
  readonly closed: Float64Array | null;
}

export interface Seen {
  readonly nodesSeen: number[];
  /**
   * True where other nodes were seen than in the bucket before: no line may be read across it. Not after an empty
   * bucket: there the line is broken already.
   */
  readonly changed: boolean[];
}

/** How many nodes each bucket speaks of, and where that set changes. */
export function countSeen(placements: readonly Placement[], count: number): Seen {
  const isSeen = ({ countFrom }: Placement, bucket: number) => countFrom[bucket] !== -1;
  const nodesSeen = Array.from(
    { length: count },
    (_, bucket) => placements.filter((placement) => isSeen(placement, bucket)).length,
  );
  const changed = nodesSeen.map(
    (_, bucket) =>
      (nodesSeen[bucket - 1] ?? 0) > 0 &&
      placements.some((placement) => isSeen(placement, bucket) !== isSeen(placement, bucket - 1)),
  );
  return { nodesSeen, changed };
}

/** Mean count of each node, summed over the nodes seen; null where no node was, and where the set of them changes. */
export function sumConnections(contributions: readonly Contribution[], { nodesSeen, changed }: Seen): Line {
  return nodesSeen.map((seen, bucket) => {
    if (seen === 0 || changed[bucket]) return null;
    let sum = 0;
    for (const { placement, sweeps, connections } of contributions) {
      const from = placement.countFrom[bucket] ?? -1;
      if (from !== -1) sum += (connections?.[from] ?? 0) / (sweeps[from] ?? 1);
    }
    return sum;
  });
}

/** Events per second, summed over the nodes seen; null where one of them cannot tell, and where the set changes. */
export function sumRates(
  contributions: readonly Contribution[],
  { nodesSeen, changed }: Seen,
  pick: (contribution: Contribution) => Float64Array | null,
): Line {
  return nodesSeen.map((seen, bucket) => {
    if (seen === 0 || changed[bucket]) return null;
    let sum = 0;
    for (const contribution of contributions) {
      if (contribution.placement.countFrom[bucket] === -1) continue;
      const from = contribution.placement.rateFrom[bucket] ?? -1;
      if (from === -1) return null;
      sum += ((pick(contribution)?.[from] ?? 0) / (contribution.coveredMs[from] ?? 1)) * 1000;
    }
    return Number.isNaN(sum) ? null : sum;
  });
}

/** Sums lines point by point; null wins, because a sum with an unknown part is unknown. */
export function addLines(lines: readonly Line[], count: number): Line {
  return Array.from({ length: count }, (_, bucket) => {
    let sum = 0;
    for (const line of lines) {
      const value = line[bucket] ?? null;
      if (value === null) return null;
      sum += value;
    }
    return sum;
  });
}
