import { isIP } from "node:net";
import { parseHostPort } from "./addresses";
import type { Address, ProxyDiscoveryConfig, ProxyStatsConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readName } from "./names";
import { kindOf, parseStatistics } from "./parse-statistics";
import { readKind } from "./proxy-traits";
import { lacksHost } from "./statistics-host";
import type { ProxyContext } from "./statistics-places";

const DNS_PORT = 53;
const DNS_HINT = "discover: { dns: redis-proxies.cache.svc }";
const LISTEN_HINT = "listenPort: 6379, the port that clients connect to on each of them";
/** What is written of a single proxy and cannot hold for many. */
const OF_ONE_PROXY = {
  name: "each is called by its address",
  addresses: "each has the address that the name resolves to",
  weight: "all that a name resolves to are meant to get the same",
};

/** An entry of `proxies` with `discover`: the proxies that a DNS name resolves to. `asked`: lines of such names before. */
export function parseDiscovery(
  context: ProxyContext,
  entry: Place,
  fields: ReadonlyMap<string, Place>,
  asked: Map<string, number>,
): ProxyDiscoveryConfig | null {
  const { document } = context;
  for (const [key, why] of Object.entries(OF_ONE_PROXY)) {
    const field = fields.get(key);
    if (field !== undefined)
      document.reportAt(field, "is not for discovered proxies", `leave it out: ${why}`);
  }
  const at = fields.get("discover") ?? entry;
  const name = readDns(document, at);
  const statsAt = fields.get("stats");
  const stats = statsAt === undefined ? null : parseStatistics(context, statsAt);
  if (statsAt !== undefined && stats !== null) refuseOwnHost(document, statsAt, stats);
  const zone = fields.get("zone");
  const found = {
    listenPort: readListenPort(document, fields),
    stats,
    kind: readKind(document, fields.get("kind")) ?? kindOf(stats),
    zone: zone === undefined ? null : readName(document, zone),
  };
  if (name === null) return null;
  const line = asked.get(name.dns);
  if (line !== undefined) document.reportAt(at, `"${name.dns}" is looked up twice`, `first on line ${line}`);
  asked.set(name.dns, line ?? at.line);
  return { ...name, ...found };
}

function readDns(
  document: FleetDocument,
  place: Place,
): Pick<ProxyDiscoveryConfig, "dns" | "dnsServer"> | null {
  const fields = document.fields(place, ["dns", "server"]);
  if (fields === null) return null;
  const server = fields.get("server");
  const dnsServer = server === undefined ? null : readDnsServer(document, server);
  const at = fields.get("dns");
  if (at === undefined) {
    document.reportAt(place, "has no dns", DNS_HINT);
    return null;
  }
  const dns = document.text(at, DNS_HINT);
  if (dns === null) return null;
  const parsed = parseHostPort(dns);
  if (parsed.ok && parsed.value.host === dns && isIP(dns) === 0) return { dns, dnsServer };
  document.reportAt(at, "this is not a host name", `${DNS_HINT}; ports go under listenPort and stats`);
  return null;
}

function readDnsServer(document: FleetDocument, place: Place): Address | null {
  const hint = "the IP address of a DNS server: 10.0.0.2, 10.0.0.2:5353 or [fd00::2]:53";
  const text = document.text(place, hint);
  if (text === null) return null;
  const parsed = parseHostPort(text);
  if (parsed.ok && isIP(parsed.value.host) !== 0) {
    const port = /\]:\d+$|^[^:]+:\d+$/.test(text) ? parsed.value.port : DNS_PORT;
    return { host: parsed.value.host, port };
  }
  document.reportAt(place, "this is not an IP address with a port", hint);
  return null;
}

/** `listenPort: 6379`, or `listen: ":6379"`. */
function readListenPort(document: FleetDocument, fields: ReadonlyMap<string, Place>): number | null {
  const asNumber = fields.get("listenPort");
  const asText = fields.get("listen");
  if (asNumber !== undefined && asText !== undefined)
    document.reportAt(asText, "listenPort is given, too", "one of the two");
  const at = asNumber ?? asText;
  if (at === undefined) return null;
  const value = document.scalar(at);
  const port = asNumber === undefined ? /^:(\d{1,5})$/.exec(String(value ?? ""))?.[1] : value;
  const number = typeof port === "string" ? Number(port) : port;
  if (typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= 65_535)
    return number;
  document.reportAt(at, "this is not a port", LISTEN_HINT);
  return null;
}

function refuseOwnHost(document: FleetDocument, place: Place, stats: ProxyStatsConfig): void {
  if (lacksHost(stats)) return;
  const message = "name one place for all discovered proxies";
  document.reportAt(place, message, `leave the host out, each proxy has its own: { twemproxy: ":22222" }`);
}
