import type { Store } from "../client";
import type { Refusal } from "../rows";
import { SINCE, STEADY_SPAN_MS } from "./sweep-span";

/** What is newest of one node. Null: nobody ever said. */
export interface NodeNow {
  readonly nodeId: number;
  readonly clusterId: number;
  readonly address: string;
  readonly redisNodeId: string | null;
  readonly firstSeenAt: Date;

  readonly sweptAt: Date | null;
  readonly connections: number | null;
  readonly proxyIds: readonly number[] | null;
  readonly cellConnections: readonly number[] | null;
  /** Sums over the sweeps of the last minute that are not after a gap, and the time they cover. */
  readonly coveredMs: number | null;
  readonly opened: number | null;
  readonly closed: number | null;
  readonly unattributed: number | null;

  readonly sampledAt: Date | null;
  /** From the newest sample in which the node answered; pings and the sweep plan are of the newest of all. */
  readonly role: "primary" | "replica" | "unknown" | null;
  readonly primaryAddress: string | null;
  readonly slots: string | null;
  readonly engine: string | null;
  readonly version: string | null;
  readonly pingMinMs: number | null;
  readonly pingMedianMs: number | null;
  readonly pingMaxMs: number | null;
  readonly pingsSent: number | null;
  readonly pingsFailed: number | null;
  readonly connectedClients: number | null;
  readonly maxclients: number | null;
  readonly blockedClients: number | null;
  readonly uptimeSec: number | null;
  readonly primaryLinkUp: boolean | null;
  readonly replicationLagBytes: number | null;
  readonly primaryLastIoSec: number | null;
  readonly budgetRatio: number | null;
  readonly sweepIntervalMs: number | null;
  readonly sweepMode: string | null;
  readonly maxStallMs: number | null;
  /** Over the last minute of samples of the same run; null: fewer than two. */
  readonly rejectedPerSec: number | null;
  /** Over the last five minutes of samples. */
  readonly costRatio: number | null;
  readonly longestStallMs: number | null;

  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  readonly refusals: readonly Refusal[] | null;
  /** Why the last attempt to list its clients failed; null: it did not. */
  readonly listTrouble: string | null;
}

/**
 * Every node of the fleet that is not gone, or those of some clusters: its newest sweep, sample and source status.
 * One statement whatever the number of nodes; per node it reads the newest few rows from an index. A node that has
 * been silent for days is looked up by its last answer: the empty samples since then are not read.
 */
export async function readNodesNow(
  store: Store,
  clusterIds: readonly number[] | null = null,
): Promise<NodeNow[]> {
  const wanted = clusterIds === null ? null : [...clusterIds];
  return store.prisma.$queryRaw<NodeNow[]>`
    SELECT n.id AS "nodeId", n.cluster_id AS "clusterId", n.address, n.node_id AS "redisNodeId",
      n.first_seen_at AS "firstSeenAt",
      swept."sweptAt", swept.connections, swept."proxyIds", swept."cellConnections",
      swept."coveredMs", swept.opened, swept.closed, swept.unattributed,
      newest.at AS "sampledAt", told.role, told.primary_address AS "primaryAddress", told.slots,
      told.engine, told.version,
      newest.ping_min_ms::float8 AS "pingMinMs", newest.ping_median_ms::float8 AS "pingMedianMs",
      newest.ping_max_ms::float8 AS "pingMaxMs", newest.pings_sent AS "pingsSent",
      newest.pings_failed AS "pingsFailed", told.connected_clients AS "connectedClients", told.maxclients,
      told.blocked_clients AS "blockedClients", told.uptime_sec::float8 AS "uptimeSec",
      told.primary_link_up AS "primaryLinkUp", told.replication_lag_bytes::float8 AS "replicationLagBytes",
      told.primary_last_io_sec AS "primaryLastIoSec", newest.budget_ratio::float8 AS "budgetRatio",
      newest.sweep_interval_ms AS "sweepIntervalMs", newest.sweep_mode AS "sweepMode",
      newest.max_stall_ms::float8 AS "maxStallMs",
      recent."rejectedPerSec", recent."costRatio", recent."longestStallMs",
      status.last_success_at AS "lastSuccessAt", status.last_error_at AS "lastErrorAt",
      status.last_error AS "lastError", status.refusals,
      status.detail #>> '{sweep,reason}' AS "listTrouble"
    FROM node n
    JOIN cluster c ON c.id = n.cluster_id
    LEFT JOIN LATERAL (
      SELECT max(at) AS "sweptAt",
        (array_agg(connections ORDER BY at DESC))[1] AS connections,
        (array_agg(to_jsonb(proxy_ids) ORDER BY at DESC))[1] AS "proxyIds",
        (array_agg(to_jsonb(cell_connections) ORDER BY at DESC))[1] AS "cellConnections",
        sum(span_ms) AS "coveredMs",
        (sum(opened) FILTER (WHERE span_ms IS NOT NULL))::float8 AS opened,
        (sum(closed) FILTER (WHERE span_ms IS NOT NULL))::float8 AS closed,
        (sum(unattributed) FILTER (WHERE span_ms IS NOT NULL))::float8 AS unattributed
      FROM (
        SELECT *, ${STEADY_SPAN_MS} AS span_ms, max(at) OVER () AS newest_at
        FROM (
          SELECT at, connections, proxy_ids, cell_connections, unattributed, interval_ms, ${SINCE} AS since,
            (SELECT coalesce(sum(o), 0) FROM unnest(cell_opened) o) AS opened,
            (SELECT coalesce(sum(o), 0) FROM unnest(cell_closed) o) AS closed
          FROM (SELECT * FROM node_sweep s WHERE s.node_id = n.id ORDER BY s.at DESC LIMIT 8) newest_sweeps
          WINDOW by_node AS (ORDER BY at)
        ) since_known
      ) spanned
      WHERE at > newest_at - interval '60 seconds'
    ) swept ON true
    LEFT JOIN source_status status
      ON status.cluster_id = n.cluster_id AND status.node_id = n.id AND status.source = 'redis'
    LEFT JOIN LATERAL (
      SELECT * FROM node_sample s WHERE s.node_id = n.id ORDER BY s.at DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
      SELECT * FROM node_sample s
      WHERE s.node_id = n.id AND s.role IS NOT NULL
        AND s.at <= CASE WHEN status.node_id IS NULL THEN 'infinity' ELSE status.last_success_at + interval '30 seconds' END
      ORDER BY s.at DESC LIMIT 1
    ) told ON true
    LEFT JOIN LATERAL (
      SELECT sum(watch_cost_usec)::float8 / nullif(sum(watch_span_ms), 0) / 1000 AS "costRatio",
        max(longest_stall_ms)::float8 AS "longestStallMs",
        -- Null when the counter fell: CONFIG RESETSTAT resets it without a restart.
        (CASE WHEN max(rejected_connections) FILTER (WHERE is_last_minute)
          = (array_agg(rejected_connections ORDER BY at DESC) FILTER (WHERE is_last_minute AND rejected_connections IS NOT NULL))[1]
          THEN max(rejected_connections) FILTER (WHERE is_last_minute) - min(rejected_connections) FILTER (WHERE is_last_minute) END)::float8
          / nullif(extract(epoch FROM max(at) FILTER (WHERE is_last_minute) - min(at) FILTER (WHERE is_last_minute))::float8, 0)
          AS "rejectedPerSec"
      FROM (
        SELECT s.at, s.watch_cost_usec, s.watch_span_ms, s.longest_stall_ms, s.rejected_connections,
          s.run_id = told.run_id AND s.at >= told.at - interval '70 seconds' AS is_last_minute
        FROM node_sample s
        WHERE s.node_id = n.id AND s.at > told.at - interval '5 minutes' AND s.at <= told.at
      ) last_minutes
    ) recent ON true
    WHERE n.gone_at IS NULL
      AND CASE WHEN ${wanted}::int[] IS NULL THEN c.removed_at IS NULL ELSE n.cluster_id = ANY(${wanted}::int[]) END
    ORDER BY n.cluster_id, n.address`;
}
