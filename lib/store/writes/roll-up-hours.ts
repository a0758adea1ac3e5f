import type { Store } from "../client";
import type { RolledUp } from "./roll-up-minutes";

/** As in rollUpMinutes: some nodes, four hours of each. */
const MAX_NODES = 25;
const MAX_MINUTES = 240;

/** One step of summing minutes into hours: each minute weighs as many sweeps as it had. */
export async function rollUpHours(store: Store, now: Date): Promise<RolledUp> {
  const rows = await store.prisma.$queryRaw<RolledUp[]>`
    WITH bounds AS (
      SELECT date_trunc('hour', ${now}::timestamptz) AS cutoff
    ), summed AS MATERIALIZED (
      SELECT node.id AS node_id, CASE WHEN newest.sweeps < (
          SELECT sum(m.sweeps) FROM node_rollup m WHERE m.resolution = 'minute' AND m.node_id = node.id
            AND m.at >= newest.at AND m.at < newest.at + interval '1 hour'
        ) THEN newest.at ELSE coalesce(newest.at + interval '1 hour', '-infinity') END AS from_at
      FROM node
      LEFT JOIN LATERAL (
        SELECT r.at, r.sweeps FROM node_rollup r
        WHERE r.resolution = 'hour' AND r.node_id = node.id ORDER BY r.at DESC LIMIT 1
      ) newest ON true
    ), waiting AS (
      -- LATERAL with LIMIT and not EXISTS: that is planned as a join with every minute there is.
      SELECT node_id, from_at FROM summed CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT FROM node_rollup m WHERE m.resolution = 'minute' AND m.node_id = summed.node_id
          AND m.at >= from_at AND m.at < bounds.cutoff LIMIT 1
      ) m
      ORDER BY from_at LIMIT ${MAX_NODES + 1}
    ), due AS (
      SELECT m.*, date_trunc('hour', m.at) AS hour
      FROM (SELECT * FROM waiting LIMIT ${MAX_NODES}) first CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT * FROM node_rollup m
        WHERE m.resolution = 'minute' AND m.node_id = first.node_id
          AND m.at >= first.from_at AND m.at < bounds.cutoff
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
      (SELECT count(*) > ${MAX_NODES} FROM waiting)
      OR EXISTS (SELECT FROM due GROUP BY node_id HAVING count(*) = ${MAX_MINUTES}) AS "isBehind"`;
  return rows[0] ?? { buckets: 0, isBehind: false };
}
