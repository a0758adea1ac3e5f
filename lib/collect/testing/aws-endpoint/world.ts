/**
 * What the stand-in for AWS tells, in AWS's own words: the members of the ElastiCache API (2015-02-02) by their names.
 * Every one may be left out, as AWS leaves them out.
 */

export interface WorldEndpoint {
  readonly Address?: string;
  readonly Port?: number;
}

export interface WorldNodeGroupMember {
  readonly CacheClusterId?: string;
  readonly CacheNodeId?: string;
  readonly ReadEndpoint?: WorldEndpoint;
  readonly PreferredAvailabilityZone?: string;
  /** "primary" or "replica"; left out in cluster mode. */
  readonly CurrentRole?: string;
}

export interface WorldNodeGroup {
  readonly NodeGroupId?: string;
  readonly Status?: string;
  readonly PrimaryEndpoint?: WorldEndpoint;
  readonly ReaderEndpoint?: WorldEndpoint;
  readonly Slots?: string;
  readonly NodeGroupMembers?: readonly WorldNodeGroupMember[];
}

export interface WorldReplicationGroup {
  readonly ReplicationGroupId: string;
  readonly Description?: string;
  readonly Status?: string;
  readonly MemberClusters?: readonly string[];
  readonly NodeGroups?: readonly WorldNodeGroup[];
  readonly AutomaticFailover?: "enabled" | "disabled" | "enabling" | "disabling";
  readonly MultiAZ?: "enabled" | "disabled";
  readonly ConfigurationEndpoint?: WorldEndpoint;
  readonly SnapshotRetentionLimit?: number;
  readonly SnapshotWindow?: string;
  readonly ClusterEnabled?: boolean;
  readonly CacheNodeType?: string;
  readonly AuthTokenEnabled?: boolean;
  readonly TransitEncryptionEnabled?: boolean;
  readonly TransitEncryptionMode?: "preferred" | "required";
  readonly AtRestEncryptionEnabled?: boolean;
  readonly ARN?: string;
  readonly UserGroupIds?: readonly string[];
  readonly ReplicationGroupCreateTime?: Date;
  readonly ClusterMode?: "enabled" | "disabled" | "compatible";
  readonly Engine?: string;
}

export interface WorldCacheNode {
  readonly CacheNodeId?: string;
  readonly CacheNodeStatus?: string;
  readonly CacheNodeCreateTime?: Date;
  readonly Endpoint?: WorldEndpoint;
  readonly ParameterGroupStatus?: string;
  readonly CustomerAvailabilityZone?: string;
}

export interface WorldCacheCluster {
  readonly CacheClusterId: string;
  readonly ReplicationGroupId?: string;
  readonly CacheNodeType?: string;
  readonly Engine?: string;
  readonly EngineVersion?: string;
  readonly CacheClusterStatus?: string;
  readonly NumCacheNodes?: number;
  readonly PreferredAvailabilityZone?: string;
  readonly CacheClusterCreateTime?: Date;
  readonly PreferredMaintenanceWindow?: string;
  readonly CacheParameterGroup?: {
    readonly CacheParameterGroupName?: string;
    readonly ParameterApplyStatus?: string;
    readonly CacheNodeIdsToReboot?: readonly string[];
  };
  readonly CacheSubnetGroupName?: string;
  /** Told only when the call asks for it (ShowCacheNodeInfo). */
  readonly CacheNodes?: readonly WorldCacheNode[];
  readonly AuthTokenEnabled?: boolean;
  readonly TransitEncryptionEnabled?: boolean;
  readonly AtRestEncryptionEnabled?: boolean;
  readonly ARN?: string;
}

export interface WorldServerlessCache {
  readonly ServerlessCacheName: string;
  readonly Description?: string;
  readonly CreateTime?: Date;
  readonly Status?: string;
  readonly Engine?: string;
  readonly MajorEngineVersion?: string;
  readonly FullEngineVersion?: string;
  readonly SecurityGroupIds?: readonly string[];
  readonly Endpoint?: WorldEndpoint;
  readonly ReaderEndpoint?: WorldEndpoint;
  readonly ARN?: string;
  readonly UserGroupId?: string;
  readonly SubnetIds?: readonly string[];
}

export interface WorldEvent {
  readonly SourceIdentifier: string;
  /** "cache-cluster", "replication-group", "cache-parameter-group", "serverless-cache", … */
  readonly SourceType: string;
  readonly Message: string;
  readonly Date: Date;
}

export interface WorldParameter {
  readonly ParameterName: string;
  readonly ParameterValue?: string;
  readonly Description?: string;
  /** "system" or "user" */
  readonly Source?: string;
  readonly DataType?: string;
  readonly AllowedValues?: string;
  readonly IsModifiable?: boolean;
  readonly MinimumEngineVersion?: string;
  readonly ChangeType?: "immediate" | "requires-reboot";
}

/** One metric that is asked for. Every point of `[fromMs, toMs)` is wanted. */
export interface WorldMetric {
  readonly metric: string;
  /** "Average", "Sum", "p99", … */
  readonly statistic: string;
  /** By name: CacheClusterId, CacheNodeId, ReplicationGroupId, clusterId. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface WorldPoint {
  /** Start of the minute. */
  readonly atMs: number;
  readonly value: number;
}

type Told<T> = T | Promise<T>;

/** One region of one account. Asked anew at each call, so it may change between two calls. */
export interface AwsRegionWorld {
  groups(): Told<readonly WorldReplicationGroup[]>;
  cacheClusters(): Told<readonly WorldCacheCluster[]>;
  serverlessCaches(): Told<readonly WorldServerlessCache[]>;
  events(fromMs: number, toMs: number): Told<readonly WorldEvent[]>;
  /** Null: there is no such parameter group. */
  parameters(group: string): Told<readonly WorldParameter[] | null>;
  /** In any order; those not in the asked time are left out. Empty: no data. */
  points(wanted: WorldMetric): Told<readonly WorldPoint[]>;
}

export type AwsRegions = Readonly<Record<string, AwsRegionWorld>>;

export interface AwsWorld {
  /** By name: "eu-central-1". A region that is not here exists and is empty. */
  readonly regions: AwsRegions;
  /** Known keys; the signature is checked with the secret. Left out: any key is let in, its signature only by its form. */
  readonly keys?: readonly WorldKey[];
  /** Roles that AssumeRole gives, each in an account of its own. */
  readonly roles?: readonly WorldRole[];
}

export interface WorldKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Default arn:aws:iam::123456789012:user/evenkeel */
  readonly userArn?: string;
}

export interface WorldRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly regions: AwsRegions;
}
