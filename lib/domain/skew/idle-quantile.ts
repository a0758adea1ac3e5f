import { IDLE_BOUNDS_SEC } from "../connections/model";

/**
 * Idle seconds below which the share `q` of a histogram over IDLE_BOUNDS_SEC lies: the upper bound of the bucket it falls
 * into, since nothing is known within one. Beyond the last bound, twice that. Null for an empty histogram.
 */
export function idleQuantileSec(histogram: readonly number[], q: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total <= 0) return null;
  let below = 0;
  for (const [bucket, count] of histogram.entries()) {
    below += count;
    if (below >= q * total) return IDLE_BOUNDS_SEC[bucket] ?? 2 * 86_400;
  }
  return 2 * 86_400;
}

/** How many of a histogram are idle for longer than `sec`, by the first bound at or above it. */
export function idleLongerThan(histogram: readonly number[], sec: number): number {
  let count = 0;
  for (const [bucket, inBucket] of histogram.entries()) {
    const lower = bucket === 0 ? -1 : (IDLE_BOUNDS_SEC[bucket - 1] ?? 0);
    if (lower >= sec) count += inBucket;
  }
  return count;
}
