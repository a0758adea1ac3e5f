import { isRecord, parseJson } from "./json";
import type { ProxyReadingResult } from "./model";
import { countOf, listed, readable, sumOf, unreadable } from "./reading";

/** What is asked of `/stats?format=json&filter=`: the Redis filter's own counts, without a list of thousands of others. */
export const ENVOY_FILTER = String.raw`^redis\..+\.downstream_(cx|rq)_|^server\.uptime$`;

const DOWNSTREAM = /^redis\.(.+)\.(downstream_(?:cx|rq)_\w+)$/;

/**
 * Envoy's `/stats?format=json`: `{ "stats": [{ "name": "redis.<prefix>.downstream_cx_total", "value": 7 }, …] }`.
 * `prefix`: `stat_prefix` of the Redis proxy filter; null: all of them. Opened is `downstream_cx_total`; closed is not
 * counted and follows from `downstream_cx_active` (Envoy documentation, "Redis proxy", Statistics).
 */
export function parseEnvoyStats(text: string, prefix: string | null): ProxyReadingResult {
  const parsed = parseJson(text, "Envoy statistics: is this the admin interface?");
  if (parsed.state === "unreadable") return parsed;
  const stats = isRecord(parsed.value) ? parsed.value.stats : undefined;
  if (!Array.isArray(stats)) return unreadable("answers other JSON, not Envoy statistics");
  const filters = new Map<string, Map<string, number | null>>();
  let uptimeSec: number | null = null;
  for (const stat of stats) {
    if (!isRecord(stat) || typeof stat.name !== "string") continue;
    if (stat.name === "server.uptime") uptimeSec = countOf(stat.value);
    const [, of = "", name = ""] = DOWNSTREAM.exec(stat.name) ?? [];
    if (name === "") continue;
    const filter = filters.get(of) ?? new Map<string, number | null>();
    filter.set(name, countOf(stat.value));
    filters.set(of, filter);
  }
  if (filters.size === 0)
    return unreadable("is an Envoy without a Redis proxy filter: it has no redis.* statistics");
  const wanted = [...filters].filter(([of]) => prefix === null || of === prefix).map(([, filter]) => filter);
  if (wanted.length === 0)
    return unreadable(`has no stat_prefix "${prefix}"; its prefixes: ${listed([...filters.keys()])}`);
  const counts = (name: string): number | null => sumOf(wanted.map((filter) => filter.get(name) ?? null));
  return readable({
    connections: counts("downstream_cx_active"),
    openedTotal: counts("downstream_cx_total"),
    requestsTotal: counts("downstream_rq_total"),
    bytesInTotal: counts("downstream_cx_rx_bytes_total"),
    bytesOutTotal: counts("downstream_cx_tx_bytes_total"),
    uptimeSec,
  });
}
