import type { AwsRegionWorld, WorldCacheCluster, WorldReplicationGroup } from "./world";

/** A region with `groups` replication groups of one shard and two nodes each; `parts` replaces what a test is about. */
export function madeUpRegion(groups: readonly string[], parts: Partial<AwsRegionWorld> = {}): AwsRegionWorld {
  return {
    groups: () => groups.map(madeUpGroup),
    cacheClusters: () => groups.flatMap((id) => membersOf(id).map((member) => madeUpCluster(id, member))),
    serverlessCaches: () => [],
    events: () => [],
    parameters: (group) =>
      group === "default.redis7" ? [{ ParameterName: "maxclients", ParameterValue: "65000" }] : null,
    points: ({ fromMs }) => [{ atMs: fromMs, value: 1 }],
    ...parts,
  };
}

function membersOf(id: string): string[] {
  return [`${id}-001`, `${id}-002`];
}

function madeUpGroup(id: string): WorldReplicationGroup {
  return {
    ReplicationGroupId: id,
    Description: "orders & more",
    Status: "available",
    MemberClusters: membersOf(id),
    NodeGroups: [
      {
        NodeGroupId: "0001",
        Status: "available",
        PrimaryEndpoint: { Address: `${id}.abc.ng.0001.euc1.cache.amazonaws.com`, Port: 6379 },
        NodeGroupMembers: membersOf(id).map((member, index) => ({
          CacheClusterId: member,
          CacheNodeId: "0001",
          CurrentRole: index === 0 ? "primary" : "replica",
        })),
      },
    ],
    AutomaticFailover: "enabled",
    ClusterEnabled: false,
    TransitEncryptionEnabled: true,
    UserGroupIds: ["everybody"],
    Engine: "valkey",
  };
}

function madeUpCluster(group: string, id: string): WorldCacheCluster {
  return {
    CacheClusterId: id,
    ReplicationGroupId: group,
    CacheNodeType: "cache.r7g.large",
    Engine: "valkey",
    EngineVersion: "8.0.1",
    CacheClusterStatus: "available",
    CacheParameterGroup: { CacheParameterGroupName: "default.redis7", ParameterApplyStatus: "in-sync" },
    CacheNodes: [{ CacheNodeId: "0001", Endpoint: { Address: `${id}.cache.amazonaws.com`, Port: 6379 } }],
  };
}
