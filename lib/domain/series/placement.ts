import { staleAfterMs } from "../findings/state";
import { bucketStart, type Grid } from "./grid";
import type { NodeTrack } from "./track";

/** For each bucket the bucket whose sweeps speak for it; -1: nobody does, the bucket is empty. */
export interface Placement {
  /** Counts hold forward: what a sweep saw stands until the next one. */
  readonly countFrom: Int32Array;
  /** Rates hold backward: a sweep tells what happened since the one before. */
  readonly rateFrom: Int32Array;
}

/**
 * Decides which buckets of a node are known. A bucket between two sweeps of a steadily watched node is known, however
 * narrow the bucket and wide the sweep interval; a bucket in a gap, before the first or after the last sweep is not.
 * Before a gap, and when a node falls silent, the last count stands for one planned interval.
 */
export function placeNode(track: NodeTrack, grid: Grid, nowMs: number): Placement {
  const countFrom = new Int32Array(grid.count).fill(-1);
  const rateFrom = new Int32Array(grid.count).fill(-1);
  const filled = filledBuckets(track);
  for (const [position, bucket] of filled.entries()) {
    countFrom[bucket] = bucket;
    if ((track.coveredMs[bucket] ?? 0) > 0) rateFrom[bucket] = bucket;
    const next = filled[position + 1];
    const heldUntilMs = holdUntil(track, grid, bucket, next, nowMs);
    const nextTells = next !== undefined && (track.coveredMs[next] ?? 0) > 0;
    for (let between = bucket + 1; between < (next ?? grid.count); between += 1) {
      if (bucketStart(grid, between) >= heldUntilMs) break;
      countFrom[between] = bucket;
      if (nextTells) rateFrom[between] = next;
    }
  }
  return { countFrom, rateFrom };
}

function filledBuckets(track: NodeTrack): number[] {
  const filled: number[] = [];
  for (const [bucket, sweeps] of track.sweeps.entries()) if (sweeps > 0) filled.push(bucket);
  return filled;
}

/** Until when the counts of a filled bucket stand for empty buckets after it. */
function holdUntil(
  track: NodeTrack,
  grid: Grid,
  bucket: number,
  next: number | undefined,
  nowMs: number,
): number {
  if (next === undefined) {
    const lastAtMs = track.lastAtMs ?? bucketStart(grid, bucket);
    const steady = nowMs - lastAtMs <= staleAfterMs(track.intervalMs);
    return steady ? nowMs : Math.min(nowMs, lastAtMs + track.intervalMs);
  }
  const from = bucketStart(grid, bucket);
  const to = bucketStart(grid, next + 1);
  const gap = track.gaps.find((candidate) => candidate.fromMs >= from && candidate.toMs <= to);
  return gap === undefined ? to : gap.fromMs + track.intervalMs;
}
