/** The timeout stack of a cluster: settings of all layers between a caller and Redis, outermost first. Durations in ms. */

export const LAYERS = [
  "request",
  "pod",
  "pool",
  "client",
  "load-balancer",
  "proxy",
  "network",
  "server",
  "dns",
  "failover-budget",
] as const;
export type Layer = (typeof LAYERS)[number];

/** What each layer may set, and what kind of value it is. */
export const SETTING_KINDS = {
  request: { deadline: "duration" },
  pod: {
    livenessPeriod: "duration",
    livenessTimeout: "duration",
    livenessFailureThreshold: "count",
    livenessTouchesRedis: "flag",
    readinessPeriod: "duration",
    readinessTimeout: "duration",
    readinessFailureThreshold: "count",
    readinessTouchesRedis: "flag",
    terminationGrace: "duration",
    preStopSleep: "duration",
    podsMin: "count",
    podsMax: "count",
    /** Pods beyond podsMax during a rollout. */
    podsSurge: "count",
    processesPerPod: "count",
  },
  pool: {
    maxWait: "duration",
    maxTotal: "count",
    maxIdle: "count",
    minIdle: "count",
    minEvictableIdle: "duration",
    evictionPeriod: "duration",
    /** commons-pool2's numTestsPerEvictionRun: below 0 a fraction of the pool. */
    testsPerEvictionRun: "count",
    maxLifetime: "duration",
    testWhileIdle: "flag",
    testOnBorrow: "flag",
    /** "lifo" or "fifo" */
    order: "word",
  },
  client: {
    library: "word",
    libraryVersion: "word",
    connectTimeout: "duration",
    commandTimeout: "duration",
    /** "per-try" or "total" */
    commandTimeoutScope: "word",
    /** False: the command fails, the socket stays. */
    commandTimeoutClosesSocket: "flag",
    /** The socket is closed when nothing comes for so long; ioredis: while a reply is waited for. Apart from commandTimeout. */
    socketTimeout: "duration",
    /** The longest command that blocks on purpose: BLPOP, XREAD BLOCK. */
    longestCommand: "duration",
    retries: "count",
    backoffBase: "duration",
    backoffCap: "duration",
    backoffJitter: "flag",
    healthCheckInterval: "duration",
    healthCheckTimeout: "duration",
    tcpKeepalive: "duration",
    tcpUserTimeout: "duration",
    topologyRefresh: "duration",
    dnsCacheTtl: "duration",
    /** "password", "iam" or "none" */
    authentication: "word",
    reauthenticateEvery: "duration",
  },
  "load-balancer": { idle: "duration", drain: "duration" },
  proxy: {
    /** A connection to a client may be silent for so long. */
    clientTimeout: "duration",
    /** A connection to a server may be silent for so long, whether it owes an answer or is idle. */
    serverTimeout: "duration",
    connectTimeout: "duration",
    queueTimeout: "duration",
    /** A server may take so long to answer; idle connections do not count (twemproxy, Envoy's Redis proxy). */
    responseTimeout: "duration",
    /** A health check may take so long. */
    checkTimeout: "duration",
    /** TCP keepalive towards clients, towards servers. */
    clientKeepalive: "flag",
    serverKeepalive: "flag",
    /** Connections that it opens to one server at most. */
    maxServerConnections: "count",
    tcpBacklog: "count",
    /** Leaves a failing server out; it is tried again after retryAfter. */
    ejectsServers: "flag",
    retryAfter: "duration",
    /** How often it asks the cluster who serves what, and DNS for the servers' addresses. */
    topologyRefresh: "duration",
    dnsRefresh: "duration",
    preStopSleep: "duration",
    terminationGrace: "duration",
  },
  network: { natIdle: "duration", conntrackIdle: "duration" },
  server: {
    timeout: "duration",
    tcpKeepalive: "duration",
    maxclients: "count",
    tcpBacklog: "count",
    clusterNodeTimeout: "duration",
    replTimeout: "duration",
    replPingPeriod: "duration",
    appendonly: "flag",
    closeOnReplicaWrite: "flag",
    restartTime: "duration",
  },
  dns: { ttl: "duration" },
  "failover-budget": { planned: "duration", forced: "duration" },
} as const satisfies Record<Layer, Readonly<Record<string, SettingKind>>>;
export type SettingKind = "duration" | "count" | "flag" | "word";

/** infinite: waits, or keeps, for ever. unset: it is known that nothing is set and no default limits it. Unknown: no setting at all. */
export type SettingValue =
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "flag"; readonly isOn: boolean }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "infinite" }
  | { readonly kind: "unset" };

export interface SettingSource {
  /** live: the server said so. measured: we saw it. file: imported. declared: in the fleet file. default: nobody set it. */
  readonly kind: "live" | "measured" | "file" | "declared" | "default";
  /** "CONFIG GET", "deploy/haproxy.cfg", "fleet file", "Jedis 5.1" */
  readonly name: string;
  readonly line: number | null;
  /** Address of the page that documents a default; null: none is needed. */
  readonly reference: string | null;
}

export interface Setting {
  readonly layer: Layer;
  /** A key of SETTING_KINDS[layer]. */
  readonly key: string;
  /** Whose it is: client group, workload, proxy, frontend, node, endpoint; null: everybody's in this layer. */
  readonly subject: string | null;
  readonly value: SettingValue;
  readonly source: SettingSource;
  /** Ms since the epoch; null: it does not say. */
  readonly readAtMs: number | null;
  /** True: a library's default that nobody confirmed here. */
  readonly assumed: boolean;
}

/** Text that was read: what was understood, and what was not. Importers never throw. */
export interface Import {
  /** "HAProxy configuration" */
  readonly format: string;
  readonly settings: readonly Setting[];
  readonly rejects: readonly ImportReject[];
}

export interface ImportReject {
  readonly line: number | null;
  /** What stood there, cut; never a secret. */
  readonly text: string;
  readonly reason: string;
}

export type Severity = "critical" | "warning" | "notice";

/** A rule, applied to one path: a client group over its proxies to the server. */
export interface RuleFinding {
  readonly rule: string;
  readonly subject: string | null;
  readonly state: "holds" | "broken" | "not-evaluated";
  readonly severity: Severity;
  /** With the numbers; where it is not evaluated: because of what. */
  readonly sentence: string;
  /** What it leads to; null where it holds or is not evaluated. */
  readonly consequence: string | null;
  readonly fix: RuleFix | null;
  readonly reference: { readonly title: string; readonly url: string | null };
  /** The settings it looked at. */
  readonly settings: readonly Setting[];
}

export interface RuleFix {
  readonly sentence: string;
  /** To copy, for that layer and library. */
  readonly code: string | null;
  readonly language: string | null;
}
