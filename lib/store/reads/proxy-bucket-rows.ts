/** Which proxies, which buckets: bucket `i` is [startMs + i × stepMs, startMs + (i + 1) × stepMs). */
export interface ProxyBucketRange {
  readonly proxyIds: readonly number[];
  readonly startMs: number;
  readonly stepMs: number;
  /** Rows with from <= at < to are read. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** One proxy's own statistics: lines as parallel arrays over the buckets that have rows, and sums of all of them. */
export interface ProxyBuckets {
  readonly proxyId: number;
  readonly buckets: readonly number[];
  /** Mean of those that told; null: it was asked and did not tell. */
  readonly connections: readonly (number | null)[];
  readonly pingMedianMs: readonly (number | null)[];
  /** Null: never told. */
  readonly opened: number | null;
  readonly closed: number | null;
  readonly requests: number | null;
  readonly bytes: number | null;
  /** Time that opened, closed, requests and bytes were counted over. */
  readonly coveredMs: number;
  /** Sum of open connections × seconds over that time; null: not told. */
  readonly exposureSec: number | null;
}
