import type { Store } from "../client";
import type { BucketRange } from "./bucket-rows";
import { bucketOf } from "./sweep-span";

/** One node's own numbers (INFO and our PINGs), as parallel arrays over the buckets that have samples, ascending. */
export interface EngineBuckets {
  readonly nodeId: number;
  readonly buckets: readonly number[];
  /** Means of the samples that told; null: none did. */
  readonly connectedClients: readonly (number | null)[];
  readonly blockedClients: readonly (number | null)[];
  readonly opsPerSec: readonly (number | null)[];
  readonly usedMemoryBytes: readonly (number | null)[];
  readonly pingMedianMs: readonly (number | null)[];
  /** Largest of the bucket. */
  readonly connectedClientsMax: readonly (number | null)[];
  readonly pingMaxMs: readonly (number | null)[];
  readonly replicationLagBytesMax: readonly (number | null)[];
  /** Growth of the counters over the time between samples; null: one sample, a restart or a reset between two. */
  readonly receivedPerSec: readonly (number | null)[];
  readonly rejectedPerSec: readonly (number | null)[];
}

/** Samples of nodes per bucket. One row a node. A counter that fell was reset: of that step no counter tells anything. */
export async function readEngineBuckets(store: Store, range: BucketRange): Promise<EngineBuckets[]> {
  return store.prisma.$queryRaw<EngineBuckets[]>`
    WITH sample AS (
      SELECT *, ${bucketOf(range)} AS bucket,
        date_part('epoch', at - lag(at) OVER by_node) AS span_sec,
        CASE WHEN run_id = lag(run_id) OVER by_node
          THEN total_connections_received - lag(total_connections_received) OVER by_node END AS received,
        CASE WHEN run_id = lag(run_id) OVER by_node
          THEN rejected_connections - lag(rejected_connections) OVER by_node END AS rejected
      FROM node_sample
      WHERE node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), step AS (
      SELECT *, least(received, rejected) >= 0 AS is_growth FROM sample
    ), summed AS (
      SELECT node_id, bucket, avg(connected_clients)::float8 AS clients, max(connected_clients) AS clients_max,
        avg(blocked_clients)::float8 AS blocked, avg(ops_per_sec)::float8 AS ops,
        avg(used_memory_bytes)::float8 AS memory, avg(ping_median_ms)::float8 AS ping,
        max(ping_max_ms)::float8 AS ping_max, max(replication_lag_bytes)::float8 AS lag_max,
        sum(received) FILTER (WHERE is_growth)::float8
          / nullif(sum(span_sec) FILTER (WHERE received IS NOT NULL AND is_growth), 0) AS received,
        sum(rejected) FILTER (WHERE is_growth)::float8
          / nullif(sum(span_sec) FILTER (WHERE rejected IS NOT NULL AND is_growth), 0) AS rejected
      FROM step GROUP BY 1, 2
    )
    SELECT node_id AS "nodeId", array_agg(bucket ORDER BY bucket) AS buckets,
      to_jsonb(array_agg(clients ORDER BY bucket)) AS "connectedClients",
      to_jsonb(array_agg(clients_max ORDER BY bucket)) AS "connectedClientsMax",
      to_jsonb(array_agg(blocked ORDER BY bucket)) AS "blockedClients",
      to_jsonb(array_agg(ops ORDER BY bucket)) AS "opsPerSec",
      to_jsonb(array_agg(memory ORDER BY bucket)) AS "usedMemoryBytes",
      to_jsonb(array_agg(ping ORDER BY bucket)) AS "pingMedianMs",
      to_jsonb(array_agg(ping_max ORDER BY bucket)) AS "pingMaxMs",
      to_jsonb(array_agg(lag_max ORDER BY bucket)) AS "replicationLagBytesMax",
      to_jsonb(array_agg(received ORDER BY bucket)) AS "receivedPerSec",
      to_jsonb(array_agg(rejected ORDER BY bucket)) AS "rejectedPerSec"
    FROM summed GROUP BY node_id ORDER BY node_id`;
}
