import type { ProxyLatency } from "@/lib/domain/proxies/model";
import type { SkewProxyReport } from "@/lib/domain/skew/model";
import type { Store } from "../client";

interface SampleRow {
  readonly proxy: string;
  readonly at: Date;
  readonly spanMs: number | null;
  readonly restarted: boolean | null;
  readonly connections: number | null;
  readonly opened: number | null;
  readonly closed: number | null;
  readonly requests: number | null;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly backConnections: number | null;
  readonly uptimeSec: number | null;
  readonly pingSent: number | null;
  readonly pingFailed: number | null;
  readonly pingMinMs: number | null;
  readonly pingMedianMs: number | null;
  readonly pingMaxMs: number | null;
  readonly answeredBy: ProxyLatency["answeredBy"] | null;
}

/** What each proxy of a cluster told in [from, to), in order of time: the newest `limit` samples. */
export async function readProxySteps(
  store: Store,
  clusterId: number,
  range: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<SkewProxyReport[]> {
  const rows = await store.prisma.$queryRaw<SampleRow[]>`
    SELECT proxy.name AS proxy, s.at, s.span_ms AS "spanMs", s.restarted, s.connections,
      s.opened::float8 AS opened, s.closed::float8 AS closed, s.requests::float8 AS requests,
      s.bytes_in::float8 AS "bytesIn", s.bytes_out::float8 AS "bytesOut",
      s.back_connections AS "backConnections", s.uptime_sec::float8 AS "uptimeSec",
      s.ping_sent AS "pingSent", s.ping_failed AS "pingFailed", s.ping_min_ms::float8 AS "pingMinMs",
      s.ping_median_ms::float8 AS "pingMedianMs", s.ping_max_ms::float8 AS "pingMaxMs",
      s.answered_by AS "answeredBy"
    FROM proxy JOIN proxy_sample s ON s.proxy_id = proxy.id
    WHERE proxy.cluster_id = ${clusterId}
      AND s.at >= ${range.from}::timestamptz AND s.at < ${range.to}::timestamptz
    ORDER BY s.at DESC, s.proxy_id DESC LIMIT ${range.limit}`;
  return rows.map(reportOf).reverse();
}

function reportOf(row: SampleRow): SkewProxyReport {
  const atMs = row.at.getTime();
  return { proxy: row.proxy, atMs, step: stepOf(row, atMs), latency: latencyOf(row) };
}

function stepOf(row: SampleRow, atMs: number): SkewProxyReport["step"] {
  const { restarted, spanMs, connections, opened, closed } = row;
  if (restarted === null) return null;
  const { requests, bytesIn, bytesOut, backConnections, uptimeSec } = row;
  const counted = { connections, opened, closed, requests, bytesIn, bytesOut, backConnections, uptimeSec };
  return { atMs, spanMs, restarted, ...counted };
}

function latencyOf(row: SampleRow): ProxyLatency | null {
  if (row.pingSent === null) return null;
  return {
    sent: row.pingSent,
    failed: row.pingFailed ?? 0,
    minMs: row.pingMinMs,
    medianMs: row.pingMedianMs,
    maxMs: row.pingMaxMs,
    answeredBy: row.answeredBy ?? "unknown",
  };
}
