import type { Store } from "../client";
import { bucketOf } from "./sweep-span";

/** Where hours end and minutes begin, where minutes end and sweeps begin; each part may be empty. */
export interface TrendRange {
  readonly nodeIds: readonly number[];
  readonly startMs: number;
  readonly stepMs: number;
  readonly fromMs: number;
  readonly hoursUntilMs: number;
  readonly minutesFromMs: number;
  readonly minutesUntilMs: number;
  readonly sweepsFromMs: number;
  readonly toMs: number;
}

/** Counts of one node: parallel arrays over the buckets that have sweeps, ascending. */
export interface NodeTrend {
  readonly nodeId: number;
  readonly buckets: readonly number[];
  readonly sweeps: readonly number[];
  readonly connections: readonly number[];
  readonly lastAt: Date;
  readonly intervalMs: number | null;
}

/** Counts alone, of many nodes, from whatever is coarsest: what a sparkline and a trend are made of. One row a node. */
export async function readTrend(store: Store, range: TrendRange): Promise<NodeTrend[]> {
  const nodeIds = [...range.nodeIds];
  return store.prisma.$queryRaw<NodeTrend[]>`
    WITH counted AS (
      SELECT node_id, at, sweeps, mean * sweeps AS connections, interval_ms FROM node_rollup
      WHERE resolution = 'hour' AND node_id = ANY(${nodeIds}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.hoursUntilMs)}::timestamptz
      UNION ALL
      SELECT node_id, at, sweeps, mean * sweeps, interval_ms FROM node_rollup
      WHERE resolution = 'minute' AND node_id = ANY(${nodeIds}::int[])
        AND at >= ${new Date(range.minutesFromMs)}::timestamptz AND at < ${new Date(range.minutesUntilMs)}::timestamptz
      UNION ALL
      SELECT node_id, at, 1, connections, interval_ms FROM node_sweep
      WHERE node_id = ANY(${nodeIds}::int[])
        AND at >= ${new Date(range.sweepsFromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
    ), summed AS (
      SELECT node_id, ${bucketOf(range)} AS bucket, sum(sweeps)::int AS sweeps,
        sum(connections)::float8 AS connections, max(at) AS last_at, max(interval_ms) AS interval_ms
      FROM counted GROUP BY 1, 2
    )
    SELECT node_id AS "nodeId", array_agg(bucket ORDER BY bucket) AS buckets,
      array_agg(sweeps ORDER BY bucket) AS sweeps, array_agg(connections ORDER BY bucket) AS connections,
      max(last_at) AS "lastAt", max(interval_ms) AS "intervalMs"
    FROM summed GROUP BY node_id`;
}
