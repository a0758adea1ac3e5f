import { Prisma } from "../generated/client";

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
  /** Of the bucket; null: not told. */
  readonly bucketOpened: readonly (number | null)[];
  /** Time that `bucketOpened` was counted over. */
  readonly bucketCoveredMs: readonly number[];
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

/** One row a proxy from `summed`: buckets of (proxy_id, bucket) with what ProxyBuckets names. */
export const ROWS_OF_SUMMED = Prisma.sql`
    SELECT proxy_id AS "proxyId", array_agg(bucket ORDER BY bucket) AS buckets,
      to_jsonb(array_agg(connections ORDER BY bucket)) AS connections,
      to_jsonb(array_agg(ping_median_ms ORDER BY bucket)) AS "pingMedianMs",
      to_jsonb(array_agg(opened ORDER BY bucket)) AS "bucketOpened",
      array_agg(covered_ms ORDER BY bucket) AS "bucketCoveredMs",
      sum(opened)::float8 AS opened, sum(closed)::float8 AS closed, sum(requests)::float8 AS requests,
      sum(bytes)::float8 AS bytes, sum(covered_ms)::float8 AS "coveredMs",
      sum(exposure_sec)::float8 AS "exposureSec"
    FROM summed GROUP BY proxy_id`;
