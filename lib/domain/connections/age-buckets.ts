import { AGE_BOUNDS_SEC } from "./model";

export const AGE_BUCKETS = AGE_BOUNDS_SEC.length + 1;

/** Upper bounds in ms, exclusive; the last bucket has none. */
const BOUNDS_MS = Float64Array.from([...AGE_BOUNDS_SEC.map((boundSec) => boundSec * 1000), Infinity]);

/** Bucket of AGE_BOUNDS_SEC that holds this age. */
export function ageBucket(ageMs: number): number {
  let bucket = 0;
  while (ageMs >= (BOUNDS_MS[bucket] ?? Infinity)) bucket++;
  return bucket;
}

/** Adds the time lived between two ages to the buckets it falls into, `buckets[offset]` being the first. */
export function addExposure(buckets: Float64Array, offset: number, fromAgeMs: number, toAgeMs: number): void {
  let from = fromAgeMs;
  for (let bucket = ageBucket(from); from < toAgeMs; bucket++) {
    const to = Math.min(toAgeMs, BOUNDS_MS[bucket] ?? Infinity);
    buckets[offset + bucket] = (buckets[offset + bucket] ?? 0) + (to - from);
    from = to;
  }
}
