import type { Store } from "../client";
import type { RolledUp } from "./roll-up-minutes";

/** As in rollUpProxyMinutes: some proxies, four hours of each. */
const MAX_PROXIES = 100;
const MAX_MINUTES = 240;

/** One step of summing a proxy's minutes into hours: each minute weighs as many readings as it had. */
export async function rollUpProxyHours(store: Store, now: Date): Promise<RolledUp> {
  const rows = await store.prisma.$queryRaw<RolledUp[]>`
    WITH bounds AS (
      SELECT date_trunc('hour', ${now}::timestamptz) AS cutoff
    ), summed AS MATERIALIZED (
      SELECT proxy.id AS proxy_id, CASE WHEN newest.samples < (
          SELECT sum(m.samples) FROM proxy_rollup m WHERE m.resolution = 'minute' AND m.proxy_id = proxy.id
            AND m.at >= newest.at AND m.at < newest.at + interval '1 hour'
        ) THEN newest.at ELSE coalesce(newest.at + interval '1 hour', '-infinity') END AS from_at
      FROM proxy
      LEFT JOIN LATERAL (
        SELECT r.at, r.samples FROM proxy_rollup r
        WHERE r.resolution = 'hour' AND r.proxy_id = proxy.id ORDER BY r.at DESC LIMIT 1
      ) newest ON true
    ), waiting AS (
      SELECT proxy_id, from_at FROM summed CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT FROM proxy_rollup m WHERE m.resolution = 'minute' AND m.proxy_id = summed.proxy_id
          AND m.at >= from_at AND m.at < bounds.cutoff LIMIT 1
      ) m
      ORDER BY from_at LIMIT ${MAX_PROXIES + 1}
    ), due AS (
      SELECT m.*, date_trunc('hour', m.at) AS hour
      FROM (SELECT * FROM waiting LIMIT ${MAX_PROXIES}) first CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT * FROM proxy_rollup m
        WHERE m.resolution = 'minute' AND m.proxy_id = first.proxy_id
          AND m.at >= first.from_at AND m.at < bounds.cutoff
        ORDER BY m.at LIMIT ${MAX_MINUTES}
      ) m
    ), buckets AS (
      INSERT INTO proxy_rollup AS known (resolution, at, proxy_id, mean, max, opened, closed, covered_ms, requests,
        bytes, ping_sent, ping_failed, ping_median_ms, ping_max_ms, samples, readings)
      SELECT 'hour', hour, proxy_id, sum(mean * readings) / nullif(sum(readings) FILTER (WHERE mean IS NOT NULL), 0),
        max(max), sum(opened)::bigint, sum(closed)::bigint, sum(covered_ms)::int, sum(requests)::bigint,
        sum(bytes)::bigint, sum(ping_sent)::int, sum(ping_failed)::int,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY ping_median_ms)::real, max(ping_max_ms),
        sum(samples)::int, sum(readings)::int
      FROM due GROUP BY proxy_id, hour
      ON CONFLICT (resolution, proxy_id, at) DO UPDATE SET
        mean = excluded.mean, max = excluded.max, opened = excluded.opened, closed = excluded.closed,
        covered_ms = excluded.covered_ms, requests = excluded.requests, bytes = excluded.bytes,
        ping_sent = excluded.ping_sent, ping_failed = excluded.ping_failed,
        ping_median_ms = excluded.ping_median_ms, ping_max_ms = excluded.ping_max_ms,
        samples = excluded.samples, readings = excluded.readings
      WHERE known.samples <= excluded.samples
      RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM buckets) AS buckets,
      (SELECT count(*) > ${MAX_PROXIES} FROM waiting)
      OR EXISTS (SELECT FROM due GROUP BY proxy_id HAVING count(*) = ${MAX_MINUTES}) AS "isBehind"`;
  return rows[0] ?? { buckets: 0, isBehind: false };
}
