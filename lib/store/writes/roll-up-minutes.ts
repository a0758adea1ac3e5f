import type { Store } from "../client";
import { SINCE, STEADY_SPAN_MS } from "../reads/sweep-span";

/** A step is one transaction, so it stays short: this many nodes, and an hour's sweeps of each. */
const MAX_NODES = 25;
const MAX_SWEEPS = 360;

export interface RolledUp {
  readonly buckets: number;
  /** There is more to do. */
  readonly isBehind: boolean;
}

/**
 * One step of summing sweeps into minutes, per node from its last minute on: a minute that was summed while sweeps of
 * it still waited is summed again. Counts are taken per sweep and then averaged, so that sweeps at odd times weigh the
 * same. Minutes that end after `now` are left for later.
 */
export async function rollUpMinutes(store: Store, now: Date): Promise<RolledUp> {
  const rows = await store.prisma.$queryRaw<RolledUp[]>`
    WITH bounds AS (
      SELECT date_trunc('minute', ${now}::timestamptz) AS cutoff
    ), summed AS MATERIALIZED (
      SELECT node.id AS node_id, CASE WHEN newest.sweeps < (
          SELECT count(*) FROM node_sweep s WHERE s.node_id = node.id
            AND s.at >= newest.at AND s.at < newest.at + interval '1 minute'
        ) THEN newest.at ELSE coalesce(newest.at + interval '1 minute', '-infinity') END AS from_at
      FROM node
      LEFT JOIN LATERAL (
        SELECT r.at, r.sweeps FROM node_rollup r
        WHERE r.resolution = 'minute' AND r.node_id = node.id ORDER BY r.at DESC LIMIT 1
      ) newest ON true
    ), waiting AS (
      -- LATERAL with LIMIT and not EXISTS: that is planned as a join with every sweep there is.
      SELECT node_id, from_at FROM summed CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT FROM node_sweep s WHERE s.node_id = summed.node_id AND s.at >= from_at AND s.at < bounds.cutoff LIMIT 1
      ) s
      ORDER BY from_at LIMIT ${MAX_NODES + 1}
    ), due AS (
      SELECT s.*, true AS is_due
      FROM (SELECT * FROM waiting LIMIT ${MAX_NODES}) first CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT node_id, run_id, at, previous_at, interval_ms, received, unattributed, connections,
          proxy_ids, group_ids, cell_connections, cell_opened, cell_closed
        FROM node_sweep s
        WHERE s.node_id = first.node_id AND s.at >= first.from_at AND s.at < bounds.cutoff
        ORDER BY s.at LIMIT ${MAX_SWEEPS}
      ) s
    ), before AS (
      -- Only for its run_id and time: a restart of the server is counted from the last sweep of its former life.
      SELECT s.*, false AS is_due
      FROM (SELECT node_id, min(at) AS first_at FROM due GROUP BY node_id) first
      CROSS JOIN LATERAL (
        SELECT node_id, run_id, at, previous_at, interval_ms, received, unattributed, connections,
          proxy_ids, group_ids, cell_connections, cell_opened, cell_closed
        FROM node_sweep s WHERE s.node_id = first.node_id AND s.at < first.first_at
        ORDER BY s.at DESC LIMIT 1
      ) s
    ), swept AS (
      SELECT *, ${SINCE} AS since FROM (SELECT * FROM due UNION ALL SELECT * FROM before) s
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), spanned AS (
      SELECT *, date_trunc('minute', at) AS minute, ${STEADY_SPAN_MS} AS span_ms,
        (SELECT coalesce(sum(o), 0) FROM unnest(cell_opened) o) AS opened,
        (SELECT coalesce(sum(c), 0) FROM unnest(cell_closed) c) AS closed
      FROM swept WHERE is_due
    ), nodes AS (
      INSERT INTO node_rollup AS known (resolution, at, node_id, mean, max, opened, closed, received, unattributed,
        sweeps, covered_ms, gap_opened, gap_closed, interval_ms)
      SELECT 'minute', minute, node_id, avg(connections)::float8, max(connections),
        coalesce(sum(opened) FILTER (WHERE span_ms IS NOT NULL), 0)::int,
        coalesce(sum(closed) FILTER (WHERE span_ms IS NOT NULL), 0)::int,
        (sum(received) FILTER (WHERE span_ms IS NOT NULL))::bigint,
        (sum(unattributed) FILTER (WHERE span_ms IS NOT NULL))::int,
        count(*)::int, coalesce(sum(span_ms), 0)::int,
        coalesce(sum(opened) FILTER (WHERE span_ms IS NULL AND since IS NOT NULL), 0)::int,
        coalesce(sum(closed) FILTER (WHERE span_ms IS NULL AND since IS NOT NULL), 0)::int,
        max(interval_ms)
      FROM spanned GROUP BY node_id, minute
      ON CONFLICT (resolution, node_id, at) DO UPDATE SET
        mean = excluded.mean, max = excluded.max, opened = excluded.opened, closed = excluded.closed,
        received = excluded.received, unattributed = excluded.unattributed, sweeps = excluded.sweeps,
        covered_ms = excluded.covered_ms, gap_opened = excluded.gap_opened, gap_closed = excluded.gap_closed,
        interval_ms = excluded.interval_ms
      -- A second collector that read earlier must not undo what the first has summed since.
      WHERE known.sweeps <= excluded.sweeps
      RETURNING node_id, at, sweeps
    ), cells AS (
      INSERT INTO connection_rollup AS known
        (resolution, at, node_id, proxy_id, group_id, mean, max, opened, closed, sweeps)
      SELECT 'minute', nodes.at, nodes.node_id, cell.proxy_id, cell.group_id,
        sum(cell.connections)::float8 / nodes.sweeps, max(cell.connections),
        coalesce(sum(cell.opened) FILTER (WHERE span_ms IS NOT NULL), 0)::int,
        coalesce(sum(cell.closed) FILTER (WHERE span_ms IS NOT NULL), 0)::int, nodes.sweeps
      FROM nodes JOIN spanned ON spanned.node_id = nodes.node_id AND spanned.minute = nodes.at
      CROSS JOIN LATERAL unnest(proxy_ids, group_ids, cell_connections, cell_opened, cell_closed)
        AS cell (proxy_id, group_id, connections, opened, closed)
      GROUP BY nodes.at, nodes.node_id, nodes.sweeps, cell.proxy_id, cell.group_id
      ON CONFLICT (resolution, node_id, at, proxy_id, group_id) DO UPDATE SET
        mean = excluded.mean, max = excluded.max, opened = excluded.opened, closed = excluded.closed,
        sweeps = excluded.sweeps
    )
    SELECT (SELECT count(*)::int FROM nodes) AS buckets,
      (SELECT count(*) > ${MAX_NODES} FROM waiting)
      OR EXISTS (SELECT FROM due GROUP BY node_id HAVING count(*) = ${MAX_SWEEPS}) AS "isBehind"`;
  return rows[0] ?? { buckets: 0, isBehind: false };
}
