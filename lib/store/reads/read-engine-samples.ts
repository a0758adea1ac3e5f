import type { Store } from "../client";
import type { BucketRange } from "./bucket-rows";
import type { EngineBuckets } from "./read-engine-buckets";
import { bucketOf } from "./sweep-span";

/**
 * The same as readEngineBuckets of long windows: of each `everyMs` the first sample alone. Means are of fewer samples,
 * rates are exact (counters lose nothing in between), and the largest is not known. One row a node.
 */
export async function readEngineSamples(
  store: Store,
  range: BucketRange,
  everyMs: number,
): Promise<EngineBuckets[]> {
  const from = new Date(range.fromMs);
  const to = new Date(range.toMs - 1);
  return store.prisma.$queryRaw<EngineBuckets[]>`
    WITH sample AS (
      SELECT picked.*, ${bucketOf(range)} AS bucket, date_part('epoch', at - lag(at) OVER by_node) AS span_sec,
        CASE WHEN run_id = lag(run_id) OVER by_node
          THEN total_connections_received - lag(total_connections_received) OVER by_node END AS received,
        CASE WHEN run_id = lag(run_id) OVER by_node
          THEN rejected_connections - lag(rejected_connections) OVER by_node END AS rejected
      FROM unnest(${[...range.nodeIds]}::int[]) AS n (id)
      CROSS JOIN generate_series(${from}::timestamptz, ${to}::timestamptz, ${everyMs}::float8 * interval '1 millisecond') AS moment (start)
      CROSS JOIN LATERAL (
        SELECT * FROM node_sample s
        WHERE s.node_id = n.id AND s.at >= moment.start
          AND s.at < moment.start + ${everyMs}::float8 * interval '1 millisecond'
        ORDER BY s.at LIMIT 1
      ) picked
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), step AS (
      SELECT *, least(received, rejected) >= 0 AS is_growth FROM sample
    ), summed AS (
      SELECT node_id, bucket, avg(connected_clients)::float8 AS clients, avg(blocked_clients)::float8 AS blocked,
        avg(ops_per_sec)::float8 AS ops, avg(used_memory_bytes)::float8 AS memory,
        avg(ping_median_ms)::float8 AS ping,
        sum(received) FILTER (WHERE is_growth)::float8
          / nullif(sum(span_sec) FILTER (WHERE received IS NOT NULL AND is_growth), 0) AS received,
        sum(rejected) FILTER (WHERE is_growth)::float8
          / nullif(sum(span_sec) FILTER (WHERE rejected IS NOT NULL AND is_growth), 0) AS rejected
      FROM step GROUP BY 1, 2
    )
    SELECT node_id AS "nodeId", array_agg(bucket ORDER BY bucket) AS buckets,
      to_jsonb(array_agg(clients ORDER BY bucket)) AS "connectedClients", '[]'::jsonb AS "connectedClientsMax",
      to_jsonb(array_agg(blocked ORDER BY bucket)) AS "blockedClients",
      to_jsonb(array_agg(ops ORDER BY bucket)) AS "opsPerSec",
      to_jsonb(array_agg(memory ORDER BY bucket)) AS "usedMemoryBytes",
      to_jsonb(array_agg(ping ORDER BY bucket)) AS "pingMedianMs", '[]'::jsonb AS "pingMaxMs",
      '[]'::jsonb AS "replicationLagBytesMax",
      to_jsonb(array_agg(received ORDER BY bucket)) AS "receivedPerSec",
      to_jsonb(array_agg(rejected ORDER BY bucket)) AS "rejectedPerSec"
    FROM summed GROUP BY node_id ORDER BY node_id`;
}
