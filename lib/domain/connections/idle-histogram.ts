import { IDLE_BOUNDS_SEC } from "./model";

export const IDLE_BUCKETS = IDLE_BOUNDS_SEC.length + 1;

/** Most clients are busy: the first minute is answered from a table. */
const SMALL_SEC = 64;
const SMALL_BUCKETS = Uint8Array.from({ length: SMALL_SEC }, (_, idleSec) => searchBucket(idleSec));

/** Bucket of IDLE_BOUNDS_SEC that holds this idle time. */
export function idleBucket(idleSec: number): number {
  return idleSec < SMALL_SEC ? (SMALL_BUCKETS[idleSec] ?? 0) : searchBucket(idleSec);
}

function searchBucket(idleSec: number): number {
  let bucket = 0;
  while (bucket < IDLE_BOUNDS_SEC.length && idleSec > (IDLE_BOUNDS_SEC[bucket] ?? 0)) bucket++;
  return bucket;
}
