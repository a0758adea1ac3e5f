import type { Store } from "../client";
import type { RollupResolution } from "./bucket-rows";
import { type ProxyBucketRange, type ProxyBuckets, ROWS_OF_SUMMED } from "./proxy-bucket-rows";
import { bucketOf } from "./sweep-span";

/** Minutes or hours of proxies' statistics summed per proxy and bucket. One row a proxy. */
export async function readProxyBucketsOfRollups(
  store: Store,
  range: ProxyBucketRange,
  resolution: RollupResolution,
): Promise<ProxyBuckets[]> {
  return store.prisma.$queryRaw<ProxyBuckets[]>`
    WITH summed AS (
      SELECT proxy_id, ${bucketOf(range)} AS bucket, avg(mean)::float8 AS connections,
        avg(ping_median_ms)::float8 AS ping_median_ms, sum(opened)::float8 AS opened, sum(closed)::float8 AS closed,
        sum(requests)::float8 AS requests, sum(bytes)::float8 AS bytes,
        coalesce(sum(covered_ms), 0)::float8 AS covered_ms,
        (sum(mean * covered_ms) / 1000)::float8 AS exposure_sec
      FROM proxy_rollup
      WHERE resolution = ${resolution} AND proxy_id = ANY(${[...range.proxyIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      GROUP BY 1, 2
    )
    ${ROWS_OF_SUMMED}`;
}
