import { type AddressRange, parseAddressRange, rangesOverlap } from "./addresses";
import type { Address, ClusterConfig, ProxyConfig, ProxyStatsConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readName, readUniqueName } from "./names";
import { parseDiscovery } from "./parse-discovery";
import { readAddress } from "./parse-nodes";
import { kindOf, parseStatistics } from "./parse-statistics";
import { readKind, readWeight } from "./proxy-traits";
import { lacksHost, withHost } from "./statistics-host";
import type { ProxyContext } from "./statistics-places";

const ONE_PROXY_KEYS = ["name", "addresses", "listen", "stats", "kind", "weight", "zone"];
const PROXY_KEYS = [...ONE_PROXY_KEYS, "discover", "listenPort"];
const ADDRESSES_HINT = "addresses: the IP addresses or CIDR ranges that the proxy connects to Redis from";

interface Claim {
  readonly entry: Place;
  readonly name: string;
  readonly range: AddressRange;
  readonly line: number;
}

/** What entries before this one have taken, with the line where. */
interface Taken {
  readonly names: Map<string, number>;
  readonly asked: Map<string, number>;
  readonly claims: Claim[];
  readonly statistics: Map<string, number>;
}

/** `proxies`: each entry is one proxy, or a name that proxies are discovered by. */
export function parseProxies(
  context: ProxyContext,
  place: Place,
): Pick<ClusterConfig, "proxies" | "proxyDiscovery"> {
  const { document } = context;
  const taken: Taken = { names: new Map(), asked: new Map(), claims: [], statistics: new Map() };
  const entries = (document.items(place, "proxies") ?? []).map((entry) => {
    const fields = document.fields(entry, PROXY_KEYS);
    if (fields === null) return { proxies: [], proxyDiscovery: [] };
    if (fields.has("discover")) {
      const discovery = parseDiscovery(context, entry, fields, taken.asked);
      return { proxies: [], proxyDiscovery: discovery === null ? [] : [discovery] };
    }
    const proxy = parseProxy(context, entry, fields, taken);
    return { proxies: proxy === null ? [] : [proxy], proxyDiscovery: [] };
  });
  return {
    proxies: entries.flatMap(({ proxies }) => proxies),
    proxyDiscovery: entries.flatMap(({ proxyDiscovery }) => proxyDiscovery),
  };
}

function parseProxy(
  context: ProxyContext,
  entry: Place,
  fields: ReadonlyMap<string, Place>,
  taken: Taken,
): ProxyConfig | null {
  const { document } = context;
  const name = readUniqueName(document, entry, fields.get("name"), taken.names, "direct");
  const ranges = readRanges(document, entry, fields.get("addresses"));
  for (const { at, range } of ranges) {
    const claim = { entry, name: name ?? entry.path, range, line: at.line };
    reportOverlap(document, at, claim, taken.claims);
    taken.claims.push(claim);
  }
  const port = fields.get("listenPort");
  if (port !== undefined)
    document.reportAt(port, "is for discovered proxies", "listen: host:port, where clients reach this one");
  const at = fields.get("listen");
  const listen = at === undefined ? null : readAddress(document, at);
  const stats = readStatistics(context, fields.get("stats"), at === undefined ? "none" : listen, taken);
  const zone = fields.get("zone");
  const traits = {
    addresses: ranges.map(({ range }) => range.text),
    listen,
    stats,
    kind: readKind(document, fields.get("kind")) ?? kindOf(stats),
    weight: readWeight(document, fields.get("weight")),
    zone: zone === undefined ? null : readName(document, zone),
  };
  return name === null ? null : { name, ...traits };
}

/** `listen`: "none" where it is not written; null where it is, and makes no sense. */
function readStatistics(
  context: ProxyContext,
  place: Place | undefined,
  listen: Address | null | "none",
  taken: Taken,
): ProxyStatsConfig | null {
  const { document } = context;
  const parsed = place === undefined ? null : parseStatistics(context, place);
  if (place === undefined || parsed === null) return null;
  if (lacksHost(parsed) && listen === "none") {
    document.reportAt(place, "leaves the host out, and the proxy has no listen", "write the host, or listen");
    return null;
  }
  const stats = listen === null || listen === "none" ? parsed : withHost(parsed, listen.host);
  // Two proxies with the same numbers would both show the sum, and pass for perfectly even.
  const same = JSON.stringify(stats);
  const line = taken.statistics.get(same);
  if (line !== undefined) {
    const hint = `first on line ${line}; where one process serves several, name the frontend, pool or prefix of each`;
    document.reportAt(place, "these are the statistics of another proxy, too", hint);
  }
  taken.statistics.set(same, line ?? place.line);
  return stats;
}

function reportOverlap(document: FleetDocument, at: Place, claim: Claim, claims: readonly Claim[]): void {
  const other = claims.find(
    (earlier) => earlier.entry !== claim.entry && rangesOverlap(earlier.range, claim.range),
  );
  if (other === undefined) return;
  const where = `${other.range.text} of proxy "${other.name}" (line ${other.line})`;
  document.reportAt(at, `${claim.range.text} overlaps ${where}`, "an address belongs to one proxy");
}

function readRanges(
  document: FleetDocument,
  entry: Place,
  place: Place | undefined,
): readonly { readonly at: Place; readonly range: AddressRange }[] {
  if (place === undefined) {
    document.reportAt(entry, "has no addresses", ADDRESSES_HINT);
    return [];
  }
  const items = document.items(place, "addresses");
  if (items?.length === 0) document.reportAt(place, "names no address", ADDRESSES_HINT);
  return (items ?? []).flatMap((at) => {
    const text = document.text(at, ADDRESSES_HINT);
    if (text === null) return [];
    const parsed = parseAddressRange(text);
    if (parsed.ok) return [{ at, range: parsed.value }];
    document.reportAt(at, parsed.message, parsed.hint);
    return [];
  });
}
