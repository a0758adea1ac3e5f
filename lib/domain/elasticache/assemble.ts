import { engineOf, instanceOf, readEndpoint, sameOf } from "./assemble-node";
import type { ElastiCacheNode, ElastiCacheTopology } from "./model";
import type {
  CacheClusterShape,
  NodeGroupShape,
  ReplicationGroupShape,
  ServerlessCacheShape,
} from "./shapes";

/** The answers of DescribeReplicationGroups, DescribeCacheClusters and DescribeServerlessCaches, all pages together. */
export interface ElastiCacheAnswers {
  readonly groups: readonly ReplicationGroupShape[];
  readonly cacheClusters: readonly CacheClusterShape[];
  readonly serverlessCaches: readonly ServerlessCacheShape[];
}

/**
 * One topology for each replication group, single Redis or Valkey cluster and serverless cache, by id. Memcached is left
 * out. What is missing in an answer is null; a group that only its members tell of is put together from them.
 */
export function topologiesOf(answers: ElastiCacheAnswers, region: string): ElastiCacheTopology[] {
  const clusters = byName(answers.cacheClusters, (cluster) => cluster.CacheClusterId);
  const groups = byName(answers.groups, (group) => group.ReplicationGroupId);
  for (const { ReplicationGroupId: id } of clusters.values()) {
    if (id !== undefined && id !== "" && !groups.has(id)) groups.set(id, { ReplicationGroupId: id });
  }
  const topologies: ElastiCacheTopology[] = [];
  for (const [id, group] of groups) {
    const topology = groupTopology(id, group, clusters, region);
    if (topology.engine !== "memcached") topologies.push(topology);
  }
  for (const [id, cluster] of clusters) {
    if (!cluster.ReplicationGroupId && isOurs(cluster.Engine)) topologies.push(single(id, cluster, region));
  }
  const caches = byName(answers.serverlessCaches, (cache) => cache.ServerlessCacheName);
  for (const [id, cache] of caches) {
    if (isOurs(cache.Engine)) topologies.push(serverless(id, cache, region));
  }
  return topologies.sort(
    (left, right) => compareText(left.id, right.id) || compareText(left.kind, right.kind),
  );
}

function groupTopology(
  id: string,
  group: ReplicationGroupShape,
  clusters: ReadonlyMap<string, CacheClusterShape>,
  region: string,
): ElastiCacheTopology {
  const nodes = groupNodes(id, group, clusters);
  const members = nodes.flatMap((node) => clusters.get(node.cacheClusterId) ?? []);
  const shards = group.NodeGroups ?? [];
  const only = shards.length === 1 ? shards[0] : undefined;
  const userGroups = group.UserGroupIds ?? [];
  const hasToken = group.AuthTokenEnabled ?? sameOf(members.map((member) => member.AuthTokenEnabled));
  return {
    kind: "replication-group",
    id,
    region,
    status: group.Status ?? null,
    engine: engineOf(group.Engine ?? sameOf(members.map((member) => member.Engine))),
    engineVersion: sameOf(members.map((member) => member.EngineVersion)),
    nodeType: nodes.length === 0 ? (group.CacheNodeType ?? null) : sameOf(nodes.map((node) => node.nodeType)),
    clusterMode: clusterModeOf(group),
    multiAz: switchOf(group.MultiAZ),
    automaticFailover: switchOf(group.AutomaticFailover),
    tls: group.TransitEncryptionEnabled ?? sameOf(members.map((member) => member.TransitEncryptionEnabled)),
    authMode: authModeOf(userGroups, hasToken),
    userGroups: [...userGroups],
    endpoints: {
      primary: readEndpoint(only?.PrimaryEndpoint),
      reader: readEndpoint(only?.ReaderEndpoint),
      configuration: readEndpoint(group.ConfigurationEndpoint),
    },
    nodes,
    parameterGroup: sameOf(members.map((member) => member.CacheParameterGroup?.CacheParameterGroupName)),
    maintenanceWindow: sameOf(members.map((member) => member.PreferredMaintenanceWindow)),
  };
}

/** Members as the shards list them, then those that only the group's list or the cache clusters themselves name. */
function groupNodes(
  id: string,
  group: ReplicationGroupShape,
  clusters: ReadonlyMap<string, CacheClusterShape>,
): ElastiCacheNode[] {
  const nodes = new Map<string, ElastiCacheNode>();
  const shards: readonly NodeGroupShape[] = group.NodeGroups ?? [];
  const place = { nodeType: group.CacheNodeType };
  for (const shard of shards) {
    for (const member of shard.NodeGroupMembers ?? []) {
      const name = member.CacheClusterId;
      if (name && !nodes.has(name))
        nodes.set(name, instanceOf(name, clusters.get(name), { ...place, shard, member }));
    }
  }
  const own = [...clusters.values()].filter((cluster) => cluster.ReplicationGroupId === id);
  const named = [...(group.MemberClusters ?? []), ...own.flatMap((cluster) => cluster.CacheClusterId ?? [])];
  for (const name of named) {
    // Of a group with one shard, every member is in it.
    const shard = shards.length === 1 ? shards[0] : undefined;
    if (name !== "" && !nodes.has(name))
      nodes.set(name, instanceOf(name, clusters.get(name), { ...place, shard }));
  }
  return [...nodes.values()].sort(
    (left, right) =>
      compareText(left.shard ?? "", right.shard ?? "") ||
      compareText(left.cacheClusterId, right.cacheClusterId),
  );
}

function single(id: string, cluster: CacheClusterShape, region: string): ElastiCacheTopology {
  const node = instanceOf(id, cluster, {});
  return {
    kind: "cache-cluster",
    id,
    region,
    status: cluster.CacheClusterStatus ?? null,
    engine: engineOf(cluster.Engine),
    engineVersion: cluster.EngineVersion ?? null,
    nodeType: node.nodeType,
    clusterMode: false,
    multiAz: null,
    automaticFailover: null,
    tls: cluster.TransitEncryptionEnabled ?? null,
    authMode: authModeOf([], cluster.AuthTokenEnabled),
    userGroups: [],
    endpoints: { primary: null, reader: null, configuration: null },
    nodes: [node],
    parameterGroup: cluster.CacheParameterGroup?.CacheParameterGroupName ?? null,
    maintenanceWindow: cluster.PreferredMaintenanceWindow ?? null,
  };
}

/** Serverless caches speak TLS only, and clients see a Redis Cluster: both are so by the service's documentation. */
function serverless(id: string, cache: ServerlessCacheShape, region: string): ElastiCacheTopology {
  const userGroups = cache.UserGroupId ? [cache.UserGroupId] : [];
  return {
    kind: "serverless-cache",
    id,
    region,
    status: cache.Status ?? null,
    engine: engineOf(cache.Engine),
    engineVersion: cache.FullEngineVersion ?? cache.MajorEngineVersion ?? null,
    nodeType: null,
    clusterMode: true,
    multiAz: null,
    automaticFailover: null,
    tls: true,
    authMode: authModeOf(userGroups, false),
    userGroups,
    endpoints: {
      primary: null,
      reader: readEndpoint(cache.ReaderEndpoint),
      configuration: readEndpoint(cache.Endpoint),
    },
    nodes: [],
    parameterGroup: null,
    maintenanceWindow: null,
  };
}

/** A configuration endpoint, or several shards, exist in cluster mode only. */
function clusterModeOf(group: ReplicationGroupShape): boolean | null {
  if (group.ClusterEnabled !== undefined) return group.ClusterEnabled;
  if (group.ClusterMode === "disabled") return false;
  if (group.ClusterMode === "enabled") return true;
  return readEndpoint(group.ConfigurationEndpoint) !== null || (group.NodeGroups ?? []).length > 1
    ? true
    : null;
}

/** "enabling" and "disabling" are neither. */
function switchOf(word: string | undefined): boolean | null {
  if (word === "enabled") return true;
  return word === "disabled" ? false : null;
}

function authModeOf(
  userGroups: readonly string[],
  hasToken: boolean | null | undefined,
): ElastiCacheTopology["authMode"] {
  if (userGroups.length > 0) return "users";
  if (hasToken === true) return "token";
  return hasToken === false ? "none" : null;
}

function isOurs(engine: string | undefined): boolean {
  const name = engineOf(engine);
  return name === "redis" || name === "valkey";
}

/** Of two with one name the later one stands: a page may repeat what moved while it was read. */
function byName<T>(items: readonly T[], nameOf: (item: T) => string | undefined): Map<string, T> {
  return new Map(
    items.flatMap((item) => {
      const name = nameOf(item);
      return name ? [[name, item] as const] : [];
    }),
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
