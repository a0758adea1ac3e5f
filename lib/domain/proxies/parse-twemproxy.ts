import { isRecord, parseJson } from "./json";
import type { ProxyReadingResult } from "./model";
import { countOf, listed, printable, readable, sumOf, unreadable } from "./reading";

/**
 * twemproxy's (nutcracker's) statistics: one JSON document a connection. `pool`: the one that counts; null: all of them.
 * Pools and, in them, servers are the members that are objects. Closed is `client_eof` + `client_err`; opened is not
 * counted per pool and follows from `client_connections`. The numbers are gathered every 30 s unless it runs with
 * `--stats-interval`, and their age is not told (nutcracker 0.5, src/nc_stats.h).
 */
export function parseTwemproxyStats(text: string, pool: string | null): ProxyReadingResult {
  const parsed = parseJson(text, "twemproxy JSON");
  if (parsed.state === "unreadable") return parsed;
  const document = parsed.value;
  const service = isRecord(document) ? document.service : undefined;
  if (!isRecord(document) || (service !== undefined && service !== "nutcracker")) {
    const whose = typeof service === "string" ? `the statistics of "${printable(service)}"` : "other JSON";
    return unreadable(`answers ${whose}, not those of twemproxy`);
  }
  const pools = Object.entries(document).flatMap(([name, member]) =>
    isRecord(member) && "client_connections" in member ? [{ name, member }] : [],
  );
  if (pools.length === 0) return unreadable("answers JSON without a pool of twemproxy");
  const wanted = pools.filter(({ name }) => pool === null || name === pool);
  if (wanted.length === 0)
    return unreadable(`has no pool "${pool}"; its pools: ${listed(pools.map(({ name }) => name))}`);
  const counts = (key: string): number | null => sumOf(wanted.map(({ member }) => countOf(member[key])));
  const servers = wanted.flatMap(({ member }) => Object.values(member).filter(isRecord));
  const ofServers = (key: string): number | null => sumOf(servers.map((server) => countOf(server[key])));
  const ended = [counts("client_eof"), counts("client_err")];
  return readable({
    connections: counts("client_connections"),
    closedTotal: ended.includes(null) ? null : sumOf(ended),
    requestsTotal: ofServers("requests"),
    bytesInTotal: ofServers("request_bytes"),
    bytesOutTotal: ofServers("response_bytes"),
    backConnections: ofServers("server_connections"),
    uptimeSec: countOf(document.uptime),
  });
}
