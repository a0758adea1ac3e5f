import type { ElastiCacheNode, Endpoint } from "./model";
import type { CacheClusterShape, EndpointShape, NodeGroupMemberShape, NodeGroupShape } from "./shapes";

/** What CloudWatch and ElastiCache call the only node of a Redis or Valkey cache cluster. */
const ONLY_NODE = "0001";

/** One node: its cache cluster, and its place in a shard, as far as either was told. */
export function instanceOf(
  cacheClusterId: string,
  cluster: CacheClusterShape | undefined,
  place: {
    readonly shard?: NodeGroupShape | undefined;
    readonly member?: NodeGroupMemberShape | undefined;
    /** Of the group, for each of its nodes. */
    readonly nodeType?: string | undefined;
  },
): ElastiCacheNode {
  const { shard, member } = place;
  const node = cluster?.CacheNodes?.[0];
  return {
    cacheClusterId,
    cacheNodeId: member?.CacheNodeId || node?.CacheNodeId || ONLY_NODE,
    shard: shard?.NodeGroupId || null,
    slots: shard?.Slots || null,
    role: roleOf(member?.CurrentRole),
    zone:
      node?.CustomerAvailabilityZone ||
      member?.PreferredAvailabilityZone ||
      cluster?.PreferredAvailabilityZone ||
      null,
    nodeType: cluster?.CacheNodeType || place.nodeType || null,
    status: cluster?.CacheClusterStatus || node?.CacheNodeStatus || null,
    endpoint: readEndpoint(node?.Endpoint) ?? readEndpoint(member?.ReadEndpoint),
  };
}

/** Null without a host, or with a port that is none: half an address leads nowhere. */
export function readEndpoint(endpoint: EndpointShape | undefined): Endpoint | null {
  const host = endpoint?.Address;
  const port = endpoint?.Port;
  if (!host || port === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  return { host, port };
}

export function engineOf(engine: string | null | undefined): string | null {
  return engine ? engine.toLowerCase() : null;
}

/** What all of those that tell it agree on; null where they differ or nobody tells. */
export function sameOf<T extends string | boolean>(values: readonly (T | null | undefined)[]): T | null {
  const told = new Set(values.filter((value) => value !== undefined && value !== null && value !== ""));
  const [first] = told;
  return told.size === 1 && first !== undefined && first !== null ? first : null;
}

function roleOf(word: string | undefined): ElastiCacheNode["role"] {
  const role = word?.toLowerCase();
  if (role === "primary" || role === "replica") return role;
  return null;
}
