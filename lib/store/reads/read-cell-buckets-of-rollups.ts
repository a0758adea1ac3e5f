import type { Store } from "../client";
import type { BucketRange, CellBuckets, CellSubject, RollupResolution } from "./bucket-rows";
import { bucketOf } from "./sweep-span";

/** Minutes or hours summed per node, proxy or group, and bucket. One row per node and subject. */
export async function readCellBucketsOfRollups(
  store: Store,
  range: BucketRange,
  resolution: RollupResolution,
  by: CellSubject,
): Promise<CellBuckets[]> {
  return store.prisma.$queryRaw<CellBuckets[]>`
    WITH summed AS (
      SELECT node_id, CASE WHEN ${by}::text = 'proxy' THEN proxy_id ELSE group_id END AS subject_id,
        ${bucketOf(range)} AS bucket, sum(mean * sweeps)::float8 AS connections,
        sum(opened)::float8 AS opened, sum(closed)::float8 AS closed
      FROM connection_rollup
      WHERE resolution = ${resolution} AND node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      GROUP BY 1, 2, 3
    )
    SELECT node_id AS "nodeId", subject_id AS "subjectId", array_agg(bucket ORDER BY bucket) AS buckets,
      array_agg(connections ORDER BY bucket) AS connections, array_agg(opened ORDER BY bucket) AS opened,
      array_agg(closed ORDER BY bucket) AS closed
    FROM summed GROUP BY node_id, subject_id`;
}
