import type { Store } from "../client";

/** What was newest of a proxy's statistics and of the PINGs through it at a moment. Null: nobody said. */
export interface ProxyAt {
  readonly proxyId: number;
  readonly sampledAt: Date | null;
  /** As people call it, "HAProxy CSV"; null: no statistics are configured. */
  readonly source: string | null;
  /** Of the newest sample. */
  readonly failure: string | null;
  /** As told last: a sample between two readings of the statistics may hold PINGs alone. Null without a source. */
  readonly connections: number | null;
  /** When that was; null: nothing was told within six hours. */
  readonly toldAt: Date | null;
  /** PINGs of the last minute. */
  readonly pingsSent: number | null;
  readonly pingsFailed: number | null;
  readonly pingMinMs: number | null;
  readonly pingMedianMs: number | null;
  readonly pingMaxMs: number | null;
  readonly answeredBy: "redis" | "proxy" | "unknown" | null;
}

/**
 * One row a proxy. Rows of an index are read, newest first: few, unless statistics fail for long. Six hours bound what
 * such a search costs; where only PINGs are stored, nobody searches.
 */
export async function readProxiesAt(store: Store, proxyIds: readonly number[], at: Date): Promise<ProxyAt[]> {
  return store.prisma.$queryRaw<ProxyAt[]>`
    SELECT p.proxy_id AS "proxyId", newest.at AS "sampledAt", newest.source, newest.failure, told.connections,
      told.at AS "toldAt", pings.*
    FROM unnest(${[...proxyIds]}::int[]) AS p (proxy_id)
    LEFT JOIN LATERAL (
      SELECT s.at, s.source, s.failure FROM proxy_sample s
      WHERE s.proxy_id = p.proxy_id AND s.at <= ${at}::timestamptz AND s.at > ${at}::timestamptz - interval '6 hours'
      ORDER BY s.at DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
      SELECT s.at, s.connections FROM proxy_sample s
      WHERE s.proxy_id = p.proxy_id AND s.at <= ${at}::timestamptz AND s.at > ${at}::timestamptz - interval '6 hours'
        AND s.connections IS NOT NULL AND newest.source IS NOT NULL
      ORDER BY s.at DESC LIMIT 1
    ) told ON true
    CROSS JOIN LATERAL (
      SELECT sum(s.ping_sent)::int AS "pingsSent", sum(s.ping_failed)::int AS "pingsFailed",
        min(s.ping_min_ms)::float8 AS "pingMinMs", max(s.ping_max_ms)::float8 AS "pingMaxMs",
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY s.ping_median_ms))::float8 AS "pingMedianMs",
        (array_agg(s.answered_by ORDER BY s.at DESC) FILTER (WHERE s.answered_by IS NOT NULL))[1] AS "answeredBy"
      FROM proxy_sample s
      WHERE s.proxy_id = p.proxy_id AND s.at <= ${at}::timestamptz AND s.at > ${at}::timestamptz - interval '1 minute'
    ) pings`;
}
