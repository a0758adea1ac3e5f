import { CACHE_NODE_ID } from "@/lab/aws/metric-minutes";
import type {
  WorldCacheCluster,
  WorldNodeGroupMember,
  WorldParameter,
  WorldReplicationGroup,
} from "@/lib/collect/testing/aws-endpoint";

/** A node of the replication group as the lab has it. */
export interface GroupNode {
  /** "orders-001" */
  readonly id: string;
  readonly port: number;
  readonly zone: string;
  readonly role: "primary" | "replica";
}

export const REGION = "eu-central-1";
export const GROUP = "orders";
export const PARAMETER_GROUP = "orders-redis7";
/** 2 vCPUs; maxmemory as the service sets it for this type. */
export const NODE_TYPE = { name: "cache.t4g.small", vcpus: 2, maxmemoryBytes: 1_471_026_299 } as const;
const MAINTENANCE = "sun:03:00-sun:04:00";
const HOST = "127.0.0.1";

export function zoneOf(index: number): string {
  return `${REGION}${"abc"[index % 3]}`;
}

export function nodeIdOf(index: number): string {
  return `${GROUP}-${String(index + 1).padStart(3, "0")}`;
}

export function describeGroup(nodes: readonly GroupNode[], createdAt: Date): WorldReplicationGroup {
  const primary = nodes.find(({ role }) => role === "primary");
  const reader = nodes.find(({ role }) => role === "replica") ?? primary;
  return {
    ReplicationGroupId: GROUP,
    Description: "Orders cache of the lab",
    Status: "available",
    MemberClusters: nodes.map(({ id }) => id),
    NodeGroups: [
      {
        NodeGroupId: "0001",
        Status: "available",
        ...(primary && { PrimaryEndpoint: endpointOf(primary) }),
        ...(reader && { ReaderEndpoint: endpointOf(reader) }),
        NodeGroupMembers: nodes.map(describeMember),
      },
    ],
    AutomaticFailover: "enabled",
    MultiAZ: "enabled",
    SnapshotRetentionLimit: 0,
    ClusterEnabled: false,
    ClusterMode: "disabled",
    CacheNodeType: NODE_TYPE.name,
    AuthTokenEnabled: false,
    TransitEncryptionEnabled: false,
    AtRestEncryptionEnabled: false,
    ARN: arnOf("replicationgroup", GROUP),
    ReplicationGroupCreateTime: createdAt,
    Engine: "redis",
  };
}

export function describeCacheCluster(
  node: GroupNode,
  engineVersion: string,
  createdAt: Date,
): WorldCacheCluster {
  return {
    CacheClusterId: node.id,
    ReplicationGroupId: GROUP,
    CacheNodeType: NODE_TYPE.name,
    Engine: "redis",
    EngineVersion: engineVersion,
    CacheClusterStatus: "available",
    NumCacheNodes: 1,
    PreferredAvailabilityZone: node.zone,
    CacheClusterCreateTime: createdAt,
    PreferredMaintenanceWindow: MAINTENANCE,
    CacheParameterGroup: {
      CacheParameterGroupName: PARAMETER_GROUP,
      ParameterApplyStatus: "in-sync",
      CacheNodeIdsToReboot: [],
    },
    CacheSubnetGroupName: "lab",
    CacheNodes: [
      {
        CacheNodeId: CACHE_NODE_ID,
        CacheNodeStatus: "available",
        CacheNodeCreateTime: createdAt,
        Endpoint: endpointOf(node),
        ParameterGroupStatus: "in-sync",
        CustomerAvailabilityZone: node.zone,
      },
    ],
    AuthTokenEnabled: false,
    TransitEncryptionEnabled: false,
    AtRestEncryptionEnabled: false,
    ARN: arnOf("cluster", node.id),
  };
}

/** Read from the servers by name; `requires-reboot` is none of them. */
export const READ_PARAMETERS = ["maxclients", "timeout", "tcp-keepalive", "maxmemory-policy"] as const;

/** AWS's own parameter, which Redis lacks: a former primary of the lab answers READONLY and keeps its clients. */
const CLOSE_ON_REPLICA_WRITE: WorldParameter = {
  ParameterName: "close-on-replica-write",
  ParameterValue: "no",
  Description: "If enabled, clients that write to a read-only replica are disconnected.",
  Source: "user",
  DataType: "string",
  AllowedValues: "yes,no",
  IsModifiable: true,
  ChangeType: "immediate",
};

export function describeParameters(config: ReadonlyMap<string, string>): WorldParameter[] {
  const read = READ_PARAMETERS.flatMap((name) => {
    const value = config.get(name);
    return value === undefined
      ? []
      : [
          {
            ParameterName: name,
            ParameterValue: value,
            Source: "system",
            IsModifiable: name !== "maxclients",
          },
        ];
  });
  return [...read, CLOSE_ON_REPLICA_WRITE];
}

function describeMember({ id, port, zone, role }: GroupNode): WorldNodeGroupMember {
  return {
    CacheClusterId: id,
    CacheNodeId: CACHE_NODE_ID,
    ReadEndpoint: { Address: HOST, Port: port },
    PreferredAvailabilityZone: zone,
    CurrentRole: role,
  };
}

function endpointOf({ port }: Pick<GroupNode, "port">) {
  return { Address: HOST, Port: port };
}

function arnOf(kind: string, id: string): string {
  return `arn:aws:elasticache:${REGION}:123456789012:${kind}:${id}`;
}
