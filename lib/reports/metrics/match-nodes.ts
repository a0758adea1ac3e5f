import type { ElastiCacheNode, ElastiCacheTopology, Endpoint } from "@/lib/domain/elasticache/model";

/** A node that is watched, as far as AWS's word can be compared with it. */
export interface WatchedNode {
  readonly address: string;
  /** "0-5460"; null outside Redis Cluster, or not told. */
  readonly slots: string | null;
}

/** `host:port`, an IPv6 host in brackets: as nodes are written everywhere. */
export function addressOf(endpoint: Endpoint | null): string | null {
  if (endpoint === null) return null;
  const host = endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host;
  return `${host.toLowerCase()}:${endpoint.port}`;
}

/**
 * AWS's node of each watched address. AWS tells host names, and a node may be watched under its IP: then slots that only
 * one of either side serves tell that they are the same, or that there is only one of each. Roles are no proof: AWS's
 * follow late. Nobody is matched twice.
 */
export function matchNodes(
  topology: ElastiCacheTopology | null,
  watched: readonly WatchedNode[],
): Map<string, ElastiCacheNode> {
  const matched = new Map<string, ElastiCacheNode>();
  if (topology === null) return matched;
  const byAddress = new Map(topology.nodes.map((node) => [addressOf(node.endpoint), node]));
  for (const { address } of watched) {
    const node = byAddress.get(address.toLowerCase());
    if (node !== undefined) matched.set(address, node);
  }
  const taken = new Set(matched.values());
  const left = topology.nodes.filter((node) => !taken.has(node));
  const unmatched = watched.filter(({ address }) => !matched.has(address));
  for (const { address, slots } of unmatched) {
    const [node, ...others] = left.filter((one) => one.slots === slots);
    const rivals = unmatched.filter((one) => one.slots === slots);
    const isProof = slots !== null || (topology.nodes.length === 1 && watched.length === 1);
    if (isProof && node !== undefined && others.length === 0 && rivals.length === 1)
      matched.set(address, node);
  }
  return matched;
}
