import type { Store } from "../client";
import type { BucketRange, CellBuckets, CellSubject } from "./bucket-rows";
import { bucketOf, SINCE, STEADY_SPAN_MS } from "./sweep-span";

/** Sweeps summed per node, proxy or group, and bucket. One row per node and subject. */
export async function readCellBucketsOfSweeps(
  store: Store,
  range: BucketRange,
  by: CellSubject,
): Promise<CellBuckets[]> {
  return store.prisma.$queryRaw<CellBuckets[]>`
    WITH swept AS (
      SELECT node_id, at, interval_ms, ${SINCE} AS since,
        CASE WHEN ${by}::text = 'proxy' THEN proxy_ids ELSE group_ids END AS subject_ids,
        cell_connections, cell_opened, cell_closed
      FROM node_sweep
      WHERE node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), spanned AS MATERIALIZED (
      -- Once per sweep, not per cell; what happened in a gap is null and adds nothing.
      SELECT node_id, bucket, subject_ids, cell_connections,
        CASE WHEN span_ms IS NOT NULL THEN cell_opened END AS cell_opened,
        CASE WHEN span_ms IS NOT NULL THEN cell_closed END AS cell_closed
      FROM (SELECT *, ${bucketOf(range)} AS bucket, ${STEADY_SPAN_MS} AS span_ms FROM swept) timed
    ), summed AS (
      SELECT node_id, subject_id, bucket, sum(cell.connections)::float8 AS connections,
        coalesce(sum(cell.opened), 0)::float8 AS opened,
        coalesce(sum(cell.closed), 0)::float8 AS closed
      FROM spanned
      CROSS JOIN LATERAL unnest(subject_ids, cell_connections, cell_opened, cell_closed)
        AS cell (subject_id, connections, opened, closed)
      GROUP BY node_id, subject_id, bucket
    )
    SELECT node_id AS "nodeId", subject_id AS "subjectId", array_agg(bucket ORDER BY bucket) AS buckets,
      array_agg(connections ORDER BY bucket) AS connections, array_agg(opened ORDER BY bucket) AS opened,
      array_agg(closed ORDER BY bucket) AS closed
    FROM summed GROUP BY node_id, subject_id`;
}
