import type { Store } from "../client";
import type { BucketRange, NodeBuckets, RollupResolution } from "./bucket-rows";
import { bucketOf } from "./sweep-span";

/** Minutes or hours summed per node and bucket; `lastAt` is the start of the newest. One row a node. */
export async function readNodeBucketsOfRollups(
  store: Store,
  range: BucketRange,
  resolution: RollupResolution,
): Promise<NodeBuckets[]> {
  return store.prisma.$queryRaw<NodeBuckets[]>`
    WITH summed AS (
      SELECT node_id, ${bucketOf(range)} AS bucket, sum(sweeps)::int AS sweeps,
        sum(mean * sweeps)::float8 AS connections, sum(opened)::float8 AS opened, sum(closed)::float8 AS closed,
        sum(unattributed)::float8 AS unattributed, sum(covered_ms)::float8 AS covered_ms,
        max(at) AS last_at, max(interval_ms) AS interval_ms
      FROM node_rollup
      WHERE resolution = ${resolution} AND node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      GROUP BY 1, 2
    )
    SELECT node_id AS "nodeId", array_agg(bucket ORDER BY bucket) AS buckets,
      array_agg(sweeps ORDER BY bucket) AS sweeps, array_agg(connections ORDER BY bucket) AS connections,
      array_agg(opened ORDER BY bucket) AS opened, array_agg(closed ORDER BY bucket) AS closed,
      to_jsonb(array_agg(unattributed ORDER BY bucket)) AS unattributed,
      array_agg(covered_ms ORDER BY bucket) AS "coveredMs",
      max(last_at) AS "lastAt", max(interval_ms) AS "intervalMs"
    FROM summed GROUP BY node_id`;
}
