import type { DeclaredTimeouts } from "./declared-timeouts";

/** The fleet file, parsed and checked: what the rest of the program may rely on. Durations in ms, ratios 0..1. */
export interface Fleet {
  readonly path: string;
  readonly clusters: readonly ClusterConfig[];
  /** Whole accounts, by region and pattern. What is found becomes clusters beside the declared ones. */
  readonly elasticacheDiscovery: readonly ElastiCacheDiscoveryConfig[];
  readonly cloudwatch: CloudWatchConfig;
  readonly defaults: WatchConfig;
  readonly retention: RetentionConfig;
}

/** How to reach AWS. Without profile, role and keys: the SDK's usual chain (environment, files, container, instance). */
export interface AwsAccess {
  readonly region: string;
  readonly profile: string | null;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  /** Keys from the environment or a file; null: not given. */
  readonly keys: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string | null;
  } | null;
  /** Base URL instead of AWS's own; null: AWS's, or AWS_ENDPOINT_URL. */
  readonly endpoint: string | null;
}

/** One ElastiCache cluster that a cluster of the fleet is. */
export interface ElastiCacheConfig extends AwsAccess {
  readonly kind: "replication-group" | "cache-cluster" | "serverless-cache";
  readonly id: string;
  /** True: the fleet file says nothing of TLS, so what AWS tells of encryption in transit holds. */
  readonly tlsFromAws: boolean;
}

export interface ElastiCacheDiscoveryConfig extends AwsAccess {
  /** Of ids; `*` and `?` are wildcards. */
  readonly match: string;
  readonly auth: ClusterAuth | null;
  /** Null: what AWS tells of encryption in transit holds. */
  readonly tls: TlsConfig | null;
  /** Line of the entry in the fleet file. */
  readonly line: number;
}

export interface CloudWatchConfig {
  /** What metrics of the whole fleet may cost at AWS in a month. 0: none are asked for. Default 50. */
  readonly monthlyBudgetUsd: number;
  /** How far back to fetch what was not collected, at most 15 days. Default 3 h. */
  readonly backfillMs: number;
}

export interface PasswordAuth {
  readonly username: string | null;
  readonly password: string;
}

/** IAM authentication: a token signed with the credentials of the cluster's `elasticache` access. Needs TLS. */
export interface IamAuth {
  readonly iamUser: string;
}

export type ClusterAuth = PasswordAuth | IamAuth;

/** How long measurements are kept, in days. Observations are kept for ever. */
export interface RetentionConfig {
  /** Every sweep: how far back any moment can be replayed. Default 14. */
  readonly sweepDays: number;
  /** Minute rollups. Default 30. */
  readonly minuteDays: number;
  /** Hour rollups. Default 400. */
  readonly hourDays: number;
  /** CloudWatch's minutes. Default 90. */
  readonly metricDays: number;
}

export interface WatchConfig {
  /** Share of a node's main thread that watching may cost. Default 0.002. */
  readonly costBudget: number;
  /** Longest that one command of ours may hold up the server. Default 5. */
  readonly maxStallMs: number;
  readonly probeIntervalMs: number;
  readonly infoIntervalMs: number;
  readonly sweepIntervalMs: number;
  /** Between two readings of a proxy's statistics. Default 5000. */
  readonly proxyIntervalMs: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

export interface ClusterConfig {
  /** Used in URLs: lower-case letters, digits, dashes. */
  readonly id: string;
  readonly name: string;
  /** At least one `host:port`, or none where `elasticache` tells them; the rest of the cluster is discovered from them. */
  readonly seeds: readonly Address[];
  readonly elasticache: ElastiCacheConfig | null;
  readonly auth: ClusterAuth | null;
  readonly tls: TlsConfig | null;
  readonly proxies: readonly ProxyConfig[];
  readonly proxyDiscovery: readonly ProxyDiscoveryConfig[];
  readonly groups: readonly GroupConfig[];
  readonly watch: WatchConfig;
  /** Time-outs and pools of all layers, as far as the file declares them. */
  readonly timeouts: DeclaredTimeouts;
  /** Line of the entry in the fleet file, for messages. */
  readonly line: number;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface TlsConfig {
  /** PEM text, read from the file named in the fleet file. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly serverName: string | null;
}

export interface ProxyConfig {
  readonly name: string;
  /** Addresses and CIDR ranges, as written. No two proxies of a cluster overlap. */
  readonly addresses: readonly string[];
  /** Where clients connect to it: PINGs go through here. */
  readonly listen: Address | null;
  readonly stats: ProxyStatsConfig | null;
  /** Declared, or what the format of its statistics implies; tcp when neither says. */
  readonly kind: ProxyKind;
  /** Share of new connections that it is meant to get, relative to the others. Default 1. */
  readonly weight: number;
  readonly zone: string | null;
}

export type ProxyKind = "tcp" | "multiplexing";

/** A proxy's own statistics. One of the formats. */
export type ProxyStatsConfig =
  /** CSV over HTTP. `frontend`: count only this one; null: every frontend but the statistics page itself. */
  | { readonly format: "haproxy"; readonly url: string; readonly frontend: string | null }
  /** `show stat` over the runtime socket. */
  | { readonly format: "haproxy"; readonly socket: string; readonly frontend: string | null }
  | { readonly format: "twemproxy"; readonly address: Address; readonly pool: string | null }
  /** Base URL of the admin interface. `prefix`: stat_prefix of the Redis proxy filter; null: all of them. */
  | { readonly format: "envoy"; readonly url: string; readonly prefix: string | null }
  | {
      readonly format: "predixy" | "redis-cluster-proxy" | "resp";
      readonly address: Address;
      readonly password: string | null;
    }
  | { readonly format: "prometheus"; readonly url: string; readonly metrics: PrometheusMetrics };

/** Which metric says what, e.g. `nginx_connections_active` or `haproxy_frontend_sessions_total{proxy="redis"}`; series are summed. */
export interface PrometheusMetrics {
  readonly connections: string | null;
  readonly opened: string | null;
  readonly closed: string | null;
  readonly requests: string | null;
  readonly uptime: string | null;
}

/** Proxies found by name: each address that the name resolves to is one proxy, called by its address. */
export interface ProxyDiscoveryConfig {
  /** Host name with an A or AAAA record per proxy (a headless service). */
  readonly dns: string;
  /** `ip:port` of the DNS server to ask; null: the system's. */
  readonly dnsServer: Address | null;
  /** Port that clients connect to, for PINGs; null: none are sent. */
  readonly listenPort: number | null;
  /** With the host left out: it is each proxy's address. */
  readonly stats: ProxyStatsConfig | null;
  readonly kind: ProxyKind;
  readonly zone: string | null;
}

/** How a group of clients is recognised. All given parts must match; `*` and `?` are wildcards. */
export interface GroupConfig {
  readonly name: string;
  readonly match: {
    readonly name?: string;
    readonly user?: string;
    readonly library?: string;
    readonly address?: string;
  };
  /** Declared library, e.g. "ioredis"; used where the server does not report one. */
  readonly library: string | null;
}

/** One thing wrong with the fleet file. Never contains a secret's value. */
export interface FleetProblem {
  readonly line: number | null;
  readonly message: string;
  /** What is allowed, or the nearest known key. */
  readonly hint: string | null;
}

export type FleetResult =
  | { readonly state: "ok"; readonly fleet: Fleet }
  | { readonly state: "missing"; readonly path: string }
  | { readonly state: "invalid"; readonly path: string; readonly problems: readonly FleetProblem[] };
