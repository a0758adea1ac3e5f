import type { ClusterAnswer } from "@/lib/contract/cluster";

/** A row of the proxies' table: a proxy, or what comes through none. */
export interface ProxyLine {
  readonly name: string;
  readonly direct: boolean;
  /** The first address, and how many there are beside it. */
  readonly addresses: string | null;
  readonly addressesTitle: string;
  readonly connections: number | null;
  readonly share: number | null;
  readonly openedPerSec: number | null;
  readonly closedPerSec: number | null;
}

/** In the order of the fleet file. Direct connections stand last, and only where there are any. */
export function prepareProxies(cluster: Pick<ClusterAnswer, "proxies" | "direct" | "connections">): {
  lines: ProxyLine[];
  fairShare: number | null;
} {
  const lines: ProxyLine[] = cluster.proxies.map((proxy) => ({
    name: proxy.name,
    direct: false,
    addresses: shorten(proxy.addresses),
    addressesTitle: proxy.addresses.join(", "),
    connections: proxy.connections,
    share: proxy.share,
    openedPerSec: proxy.openedPerSec,
    closedPerSec: proxy.closedPerSec,
  }));
  const { direct, connections } = cluster;
  if (direct !== null && direct > 0) {
    lines.push({
      name: "direct",
      direct: true,
      addresses: null,
      addressesTitle: "",
      connections: direct,
      share: connections === null || connections === 0 ? null : direct / connections,
      openedPerSec: null,
      closedPerSec: null,
    });
  }
  const through = lines.filter((line) => !line.direct);
  const shares = through.map((line) => line.share);
  const known = shares.every((share) => share !== null);
  const all = shares.reduce((sum: number, share) => sum + (share ?? 0), 0);
  return { lines, fairShare: known && through.length > 1 && all > 0 ? all / through.length : null };
}

function shorten(addresses: readonly string[]): string | null {
  const [first, ...others] = addresses;
  if (first === undefined) return null;
  return others.length === 0 ? first : `${first} +${others.length}`;
}

/** What to add to the fleet file, ready to be filled in. */
export function declareProxies(clusterId: string): string {
  return [
    "clusters:",
    `  - id: ${clusterId}`,
    "    proxies:",
    "      - { name: proxy-1, addresses: [10.0.3.11] }",
    "      - { name: proxy-2, addresses: [10.0.3.12, 10.0.4.0/28] }",
  ].join("\n");
}
