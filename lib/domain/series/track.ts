import { staleAfterMs } from "../findings/state";
import { bucketStart, type Grid } from "./grid";

/** Sums of one node (or one subject on it) for one bucket that has sweeps. */
export interface BucketSums {
  readonly bucket: number;
  readonly sweeps: number;
  /** Sum over the sweeps of what each counted: divided by `sweeps` it is the mean. */
  readonly connections: number;
  readonly opened: number;
  readonly closed: number;
  /** Null: no sweep of the bucket could tell. */
  readonly unattributed: number | null;
  /** Time over which opened, closed and unattributed were counted; gaps and first sweeps add nothing. */
  readonly coveredMs: number;
}

/** A stretch in which a node was not counted, between two sweeps. */
export interface TrackGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly opened: number | null;
  readonly closed: number | null;
}

/** One node's sweeps on a grid: dense arrays, one element a bucket; a bucket without sweeps has `sweeps` 0. */
export interface NodeTrack {
  readonly sweeps: Float64Array;
  readonly connections: Float64Array;
  readonly opened: Float64Array;
  readonly closed: Float64Array;
  /** NaN: not known. */
  readonly unattributed: Float64Array;
  readonly coveredMs: Float64Array;
  /** Newest sweep on the grid; null: none. */
  readonly lastAtMs: number | null;
  /** Widest planned time between sweeps. */
  readonly intervalMs: number;
  /** Ascending. */
  readonly gaps: readonly TrackGap[];
}

/** Sums may come in several portions (rollups, then the sweeps that are not rolled up yet): they are added up. */
export function buildTrack(
  grid: Grid,
  sums: Iterable<BucketSums>,
  about: { lastAtMs: number | null; intervalMs: number; gaps: readonly TrackGap[] },
): NodeTrack {
  const array = () => new Float64Array(grid.count);
  const track = {
    sweeps: array(),
    connections: array(),
    opened: array(),
    closed: array(),
    unattributed: array().fill(Number.NaN),
    coveredMs: array(),
  };
  for (const sum of sums) {
    const { bucket } = sum;
    if (bucket < 0 || bucket >= grid.count) continue;
    add(track.sweeps, bucket, sum.sweeps);
    add(track.connections, bucket, sum.connections);
    add(track.opened, bucket, sum.opened);
    add(track.closed, bucket, sum.closed);
    add(track.coveredMs, bucket, sum.coveredMs);
    if (sum.unattributed === null) continue;
    if (Number.isNaN(track.unattributed[bucket])) track.unattributed[bucket] = 0;
    add(track.unattributed, bucket, sum.unattributed);
  }
  const gaps = [...about.gaps].sort((left, right) => left.fromMs - right.fromMs);
  return { ...track, ...about, gaps };
}

function add(array: Float64Array, index: number, amount: number): void {
  array[index] = (array[index] ?? 0) + amount;
}

/** Gaps as far as buckets alone can tell: stretches of empty ones that are too long for the node's interval. */
export function inferGaps(grid: Grid, filled: readonly number[], intervalMs: number): TrackGap[] {
  return filled.flatMap((bucket, index): TrackGap[] => {
    const next = filled[index + 1];
    if (next === undefined) return [];
    const endMs = bucketStart(grid, bucket + 1);
    const toMs = bucketStart(grid, next);
    if (toMs - endMs <= staleAfterMs(intervalMs)) return [];
    return [
      { fromMs: Math.max(bucketStart(grid, bucket), endMs - intervalMs), toMs, opened: null, closed: null },
    ];
  });
}
