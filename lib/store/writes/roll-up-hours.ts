import type { Store } from "../client";
import type { RolledUp } from "./roll-up-minutes";

/** Minutes of one node summed in one go: two days. */
const MAX_MINUTES = 2_880;

/** Sums minutes into hours, as rollUpMinutes does sweeps: each minute weighs as many sweeps as it had. */
export async function rollUpHours(store: Store, now: Date): Promise<RolledUp> {
  const rows = await store.prisma.$queryRaw<{ buckets: number; behind: number }[]>`
    WITH bounds AS (
      SELECT date_trunc('hour', ${now}::timestamptz) AS cutoff
    ), waiting AS (
      SELECT node.id AS node_id, newest.at AS rolled_at
      FROM node CROSS JOIN bounds
      LEFT JOIN LATERAL (
        SELECT r.at, r.sweeps FROM node_rollup r
        WHERE r.resolution = 'hour' AND r.node_id = node.id ORDER BY r.at DESC LIMIT 1
      ) newest ON true
      WHERE EXISTS (
        SELECT FROM node_rollup m WHERE m.resolution = 'minute' AND m.node_id = node.id AND m.at < bounds.cutoff
          AND m.at >= coalesce(newest.at + interval '1 hour', '-infinity')
      ) OR newest.sweeps < (
        SELECT sum(m.sweeps) FROM node_rollup m WHERE m.resolution = 'minute' AND m.node_id = node.id
          AND m.at >= newest.at AND m.at < newest.at + interval '1 hour'
      )
    ), due AS (
      SELECT m.*, date_trunc('hour', m.at) AS hour
      FROM waiting CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT * FROM node_rollup m
        WHERE m.resolution = 'minute' AND m.node_id = waiting.node_id
          AND m.at >= coalesce(waiting.rolled_at, '-infinity') AND m.at < bounds.cutoff
        ORDER BY m.at LIMIT ${MAX_MINUTES}
      ) m
    ), nodes AS (
      INSERT INTO node_rollup AS known (resolution, at, node_id, mean, max, opened, closed, received, unattributed,
        sweeps, covered_ms, gap_opened, gap_closed, interval_ms)
      SELECT 'hour', hour, node_id, sum(mean * sweeps) / sum(sweeps), max(max), sum(opened)::int, sum(closed)::int,
        sum(received)::bigint, sum(unattributed)::int, sum(sweeps)::int, sum(covered_ms)::int,
        sum(gap_opened)::int, sum(gap_closed)::int, max(interval_ms)
      FROM due GROUP BY node_id, hour
      ON CONFLICT (resolution, node_id, at) DO UPDATE SET
        mean = excluded.mean, max = excluded.max, opened = excluded.opened, closed = excluded.closed,
        received = excluded.received, unattributed = excluded.unattributed, sweeps = excluded.sweeps,
        covered_ms = excluded.covered_ms, gap_opened = excluded.gap_opened, gap_closed = excluded.gap_closed,
        interval_ms = excluded.interval_ms
      WHERE known.sweeps <= excluded.sweeps
      RETURNING node_id, at, sweeps
    ), cells AS (
      INSERT INTO connection_rollup AS known
        (resolution, at, node_id, proxy_id, group_id, mean, max, opened, closed, sweeps)
      SELECT 'hour', nodes.at, nodes.node_id, m.proxy_id, m.group_id,
        sum(m.mean * m.sweeps) / nodes.sweeps, max(m.max), sum(m.opened)::int, sum(m.closed)::int, nodes.sweeps
      FROM nodes JOIN connection_rollup m ON m.resolution = 'minute' AND m.node_id = nodes.node_id
        AND m.at >= nodes.at AND m.at < nodes.at + interval '1 hour'
      GROUP BY nodes.at, nodes.node_id, nodes.sweeps, m.proxy_id, m.group_id
      ON CONFLICT (resolution, node_id, at, proxy_id, group_id) DO UPDATE SET
        mean = excluded.mean, max = excluded.max, opened = excluded.opened, closed = excluded.closed,
        sweeps = excluded.sweeps
    )
    SELECT (SELECT count(*)::int FROM nodes) AS buckets,
      (SELECT count(*)::int FROM (SELECT FROM due GROUP BY node_id HAVING count(*) = ${MAX_MINUTES}) full_ones) AS behind`;
  return { buckets: rows[0]?.buckets ?? 0, nodesBehind: rows[0]?.behind ?? 0 };
}
