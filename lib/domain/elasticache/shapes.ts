/**
 * What ElastiCache's answers are read as. The SDK's output types are assignable to these; every field may be missing,
 * whoever answers. Names are AWS's own.
 */

export interface EndpointShape {
  readonly Address?: string | undefined;
  readonly Port?: number | undefined;
}

/** DescribeReplicationGroups. */
export interface ReplicationGroupShape {
  readonly ReplicationGroupId?: string | undefined;
  readonly Status?: string | undefined;
  readonly MemberClusters?: readonly string[] | undefined;
  readonly NodeGroups?: readonly NodeGroupShape[] | undefined;
  readonly AutomaticFailover?: string | undefined;
  readonly MultiAZ?: string | undefined;
  readonly ConfigurationEndpoint?: EndpointShape | undefined;
  readonly ClusterEnabled?: boolean | undefined;
  readonly ClusterMode?: string | undefined;
  readonly CacheNodeType?: string | undefined;
  readonly AuthTokenEnabled?: boolean | undefined;
  readonly TransitEncryptionEnabled?: boolean | undefined;
  readonly UserGroupIds?: readonly string[] | undefined;
  readonly Engine?: string | undefined;
}

export interface NodeGroupShape {
  readonly NodeGroupId?: string | undefined;
  readonly Status?: string | undefined;
  readonly PrimaryEndpoint?: EndpointShape | undefined;
  readonly ReaderEndpoint?: EndpointShape | undefined;
  readonly Slots?: string | undefined;
  readonly NodeGroupMembers?: readonly NodeGroupMemberShape[] | undefined;
}

export interface NodeGroupMemberShape {
  readonly CacheClusterId?: string | undefined;
  readonly CacheNodeId?: string | undefined;
  readonly ReadEndpoint?: EndpointShape | undefined;
  readonly PreferredAvailabilityZone?: string | undefined;
  readonly CurrentRole?: string | undefined;
}

/** DescribeCacheClusters with ShowCacheNodeInfo. */
export interface CacheClusterShape {
  readonly CacheClusterId?: string | undefined;
  readonly ReplicationGroupId?: string | undefined;
  readonly CacheClusterStatus?: string | undefined;
  readonly CacheNodeType?: string | undefined;
  readonly Engine?: string | undefined;
  readonly EngineVersion?: string | undefined;
  readonly PreferredAvailabilityZone?: string | undefined;
  readonly PreferredMaintenanceWindow?: string | undefined;
  readonly CacheParameterGroup?: { readonly CacheParameterGroupName?: string | undefined } | undefined;
  readonly CacheNodes?: readonly CacheNodeShape[] | undefined;
  readonly AuthTokenEnabled?: boolean | undefined;
  readonly TransitEncryptionEnabled?: boolean | undefined;
}

export interface CacheNodeShape {
  readonly CacheNodeId?: string | undefined;
  readonly CacheNodeStatus?: string | undefined;
  readonly Endpoint?: EndpointShape | undefined;
  readonly CustomerAvailabilityZone?: string | undefined;
}

/** DescribeServerlessCaches. */
export interface ServerlessCacheShape {
  readonly ServerlessCacheName?: string | undefined;
  readonly Status?: string | undefined;
  readonly Engine?: string | undefined;
  readonly MajorEngineVersion?: string | undefined;
  readonly FullEngineVersion?: string | undefined;
  readonly Endpoint?: EndpointShape | undefined;
  readonly ReaderEndpoint?: EndpointShape | undefined;
  readonly UserGroupId?: string | undefined;
}

/** DescribeEvents. */
export interface EventShape {
  readonly SourceIdentifier?: string | undefined;
  readonly SourceType?: string | undefined;
  readonly Message?: string | undefined;
  readonly Date?: Date | undefined;
}

/** DescribeCacheParameters. */
export interface ParameterShape {
  readonly ParameterName?: string | undefined;
  readonly ParameterValue?: string | undefined;
}
