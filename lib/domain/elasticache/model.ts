/**
 * What ElastiCache tells of one cluster, put together from DescribeReplicationGroups, DescribeCacheClusters and
 * DescribeServerlessCaches. Null: not told. Nothing here is guessed from names.
 */

export const ELASTICACHE_KINDS = ["replication-group", "cache-cluster", "serverless-cache"] as const;
export type ElastiCacheKind = (typeof ELASTICACHE_KINDS)[number];

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface ElastiCacheTopology {
  readonly kind: ElastiCacheKind;
  /** Replication group id, cache cluster id or serverless cache name. */
  readonly id: string;
  readonly region: string;
  /** AWS's word: "available", "modifying", "snapshotting", … */
  readonly status: string | null;
  /** "redis" or "valkey". */
  readonly engine: string | null;
  readonly engineVersion: string | null;
  /** Of its nodes; null where they differ or there are none (serverless). */
  readonly nodeType: string | null;
  readonly clusterMode: boolean | null;
  readonly multiAz: boolean | null;
  readonly automaticFailover: boolean | null;
  /** Encryption in transit. */
  readonly tls: boolean | null;
  /** token: one password. users: user groups, with passwords or IAM. */
  readonly authMode: "none" | "token" | "users" | null;
  readonly userGroups: readonly string[];
  readonly endpoints: {
    readonly primary: Endpoint | null;
    readonly reader: Endpoint | null;
    /** Of a group in cluster mode, or of a serverless cache. */
    readonly configuration: Endpoint | null;
  };
  readonly nodes: readonly ElastiCacheNode[];
  readonly parameterGroup: string | null;
  /** As AWS writes it, UTC: "sun:05:00-sun:06:00". */
  readonly maintenanceWindow: string | null;
}

export interface ElastiCacheNode {
  /** "prod-orders-001": what CloudWatch calls the node. */
  readonly cacheClusterId: string;
  /** "0001" for Redis and Valkey. */
  readonly cacheNodeId: string;
  /** Node group: "0001". */
  readonly shard: string | null;
  readonly slots: string | null;
  /** As AWS reports it; it follows a failover late, and is absent in cluster mode. */
  readonly role: "primary" | "replica" | null;
  readonly zone: string | null;
  readonly nodeType: string | null;
  readonly status: string | null;
  readonly endpoint: Endpoint | null;
}

/** Parameters of a cache parameter group, by name; values as AWS writes them. */
export interface CacheParameters {
  readonly group: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What the parameters mean for connections. Null: the group does not say. */
export interface ParameterLimits {
  readonly maxclients: number | null;
  /** Idle connections are closed after it; 0: never. */
  readonly timeoutSec: number | null;
  readonly tcpKeepaliveSec: number | null;
  /** A former primary closes its clients' connections instead of answering READONLY. */
  readonly closeOnReplicaWrite: boolean | null;
}

export const SERVICE_EVENT_KINDS = [
  "test-failover",
  "failover-started",
  "failover-completed",
  "recovering",
  "recovered",
  "maintenance",
  "changed",
  "other",
] as const;
export type ServiceEventKind = (typeof SERVICE_EVENT_KINDS)[number];

/** One entry of DescribeEvents. */
export interface ServiceEvent {
  readonly atMs: number;
  /** "prod-orders-001" or "prod-orders". */
  readonly sourceId: string;
  /** "cache-cluster", "replication-group", "cache-parameter-group", … */
  readonly sourceType: string;
  readonly message: string;
}

/** The newest word of AWS on one cluster, as it is stored. */
export interface ElastiCacheFacts {
  readonly atMs: number;
  readonly topology: ElastiCacheTopology;
  /** Null: not told yet, or denied. */
  readonly parameters: (CacheParameters & { readonly atMs: number }) | null;
}
