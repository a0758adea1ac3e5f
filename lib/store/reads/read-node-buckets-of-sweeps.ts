import type { Store } from "../client";
import type { BucketRange, NodeBuckets } from "./bucket-rows";
import { bucketOf, SINCE, STEADY_SPAN_MS } from "./sweep-span";

/** Sweeps summed per node and bucket. One row a node. */
export async function readNodeBucketsOfSweeps(store: Store, range: BucketRange): Promise<NodeBuckets[]> {
  return store.prisma.$queryRaw<NodeBuckets[]>`
    WITH swept AS (
      SELECT node_id, at, interval_ms, connections, unattributed, cell_opened, cell_closed, ${SINCE} AS since
      FROM node_sweep
      WHERE node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), spanned AS MATERIALIZED (
      SELECT node_id, ${bucketOf(range)} AS bucket, at, interval_ms, connections, unattributed,
        (SELECT sum(o) FROM unnest(cell_opened) o) AS opened, (SELECT sum(o) FROM unnest(cell_closed) o) AS closed,
        ${STEADY_SPAN_MS} AS span_ms
      FROM swept
    ), summed AS (
      SELECT node_id, bucket, count(*)::int AS sweeps, sum(connections)::float8 AS connections,
        coalesce(sum(opened) FILTER (WHERE span_ms IS NOT NULL), 0)::float8 AS opened,
        coalesce(sum(closed) FILTER (WHERE span_ms IS NOT NULL), 0)::float8 AS closed,
        (sum(unattributed) FILTER (WHERE span_ms IS NOT NULL))::float8 AS unattributed,
        coalesce(sum(span_ms), 0)::float8 AS covered_ms, max(at) AS last_at, max(interval_ms) AS interval_ms
      FROM spanned GROUP BY node_id, bucket
    )
    SELECT node_id AS "nodeId", array_agg(bucket ORDER BY bucket) AS buckets,
      array_agg(sweeps ORDER BY bucket) AS sweeps, array_agg(connections ORDER BY bucket) AS connections,
      array_agg(opened ORDER BY bucket) AS opened, array_agg(closed ORDER BY bucket) AS closed,
      to_jsonb(array_agg(unattributed ORDER BY bucket)) AS unattributed,
      array_agg(covered_ms ORDER BY bucket) AS "coveredMs",
      max(last_at) AS "lastAt", max(interval_ms) AS "intervalMs"
    FROM summed GROUP BY node_id`;
}
