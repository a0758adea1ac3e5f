import type { Store } from "../client";
import type { RolledUp } from "./roll-up-minutes";

/** As in rollUpMinutes: some proxies, an hour's samples of each. */
const MAX_PROXIES = 100;
const MAX_SAMPLES = 360;

/**
 * One step of summing proxy samples into minutes, per proxy from its last minute on, which is summed again when samples
 * of it came late. What was counted without a time to count over (a first reading, a restart) stays out.
 */
export async function rollUpProxyMinutes(store: Store, now: Date): Promise<RolledUp> {
  const rows = await store.prisma.$queryRaw<RolledUp[]>`
    WITH bounds AS (
      SELECT date_trunc('minute', ${now}::timestamptz) AS cutoff
    ), summed AS MATERIALIZED (
      SELECT proxy.id AS proxy_id, CASE WHEN newest.samples < (
          SELECT count(*) FROM proxy_sample s WHERE s.proxy_id = proxy.id
            AND s.at >= newest.at AND s.at < newest.at + interval '1 minute'
        ) THEN newest.at ELSE coalesce(newest.at + interval '1 minute', '-infinity') END AS from_at
      FROM proxy
      LEFT JOIN LATERAL (
        SELECT r.at, r.samples FROM proxy_rollup r
        WHERE r.resolution = 'minute' AND r.proxy_id = proxy.id ORDER BY r.at DESC LIMIT 1
      ) newest ON true
    ), waiting AS (
      SELECT proxy_id, from_at FROM summed CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT FROM proxy_sample s
        WHERE s.proxy_id = summed.proxy_id AND s.at >= from_at AND s.at < bounds.cutoff LIMIT 1
      ) s
      ORDER BY from_at LIMIT ${MAX_PROXIES + 1}
    ), due AS (
      SELECT s.*, date_trunc('minute', s.at) AS minute
      FROM (SELECT * FROM waiting LIMIT ${MAX_PROXIES}) first CROSS JOIN bounds
      CROSS JOIN LATERAL (
        SELECT * FROM proxy_sample s
        WHERE s.proxy_id = first.proxy_id AND s.at >= first.from_at AND s.at < bounds.cutoff
        ORDER BY s.at LIMIT ${MAX_SAMPLES}
      ) s
    ), buckets AS (
      INSERT INTO proxy_rollup AS known (resolution, at, proxy_id, mean, max, opened, closed, covered_ms, requests,
        bytes, ping_sent, ping_failed, ping_median_ms, ping_max_ms, samples, readings)
      SELECT 'minute', minute, proxy_id, avg(connections)::float8, max(connections),
        (sum(opened) FILTER (WHERE span_ms IS NOT NULL))::bigint,
        (sum(closed) FILTER (WHERE span_ms IS NOT NULL))::bigint,
        coalesce(sum(span_ms), 0)::int,
        (sum(requests) FILTER (WHERE span_ms IS NOT NULL))::bigint,
        (sum(coalesce(bytes_in, 0) + coalesce(bytes_out, 0))
          FILTER (WHERE span_ms IS NOT NULL AND coalesce(bytes_in, bytes_out) IS NOT NULL))::bigint,
        sum(ping_sent)::int, sum(ping_failed)::int,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY ping_median_ms)::real, max(ping_max_ms),
        count(*)::int, count(restarted)::int
      FROM due GROUP BY proxy_id, minute
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
      OR EXISTS (SELECT FROM due GROUP BY proxy_id HAVING count(*) = ${MAX_SAMPLES}) AS "isBehind"`;
  return rows[0] ?? { buckets: 0, isBehind: false };
}
