/** What may be declared under a key. `unlimited`: also `infinite` and `none`. */
export type DeclaredKind =
  | { readonly kind: "duration"; readonly unlimited: boolean }
  | { readonly kind: "count"; readonly least: number; readonly unlimited: boolean }
  | { readonly kind: "surge" }
  | { readonly kind: "flag" }
  | { readonly kind: "word"; readonly words: readonly string[] };

export type DeclaredKeys = Readonly<Record<string, DeclaredKind>>;

const SPAN: DeclaredKind = { kind: "duration", unlimited: false };
/** A limit that may be off or endless. */
const LIMIT: DeclaredKind = { kind: "duration", unlimited: true };
const FLAG: DeclaredKind = { kind: "flag" };
const countFrom = (least: number, unlimited = false): DeclaredKind => ({ kind: "count", least, unlimited });

export const POOL_KEYS: DeclaredKeys = {
  maxTotal: countFrom(1, true),
  maxIdle: countFrom(0, true),
  minIdle: countFrom(0),
  maxWait: LIMIT,
  order: { kind: "word", words: ["lifo", "fifo"] },
  minEvictableIdle: LIMIT,
  evictionPeriod: LIMIT,
  // commons-pool2: below zero it is a part of the pool, -2 a half.
  testsPerEvictionRun: countFrom(-1000),
  maxLifetime: LIMIT,
  testWhileIdle: FLAG,
  testOnBorrow: FLAG,
};

export const POD_KEYS: DeclaredKeys = {
  min: countFrom(0),
  max: countFrom(1),
  surge: { kind: "surge" },
  processes: countFrom(1),
  livenessTouchesRedis: FLAG,
  readinessTouchesRedis: FLAG,
};

export const CLIENT_KEYS: DeclaredKeys = {
  connect: LIMIT,
  command: LIMIT,
  commandScope: { kind: "word", words: ["per-try", "total"] },
  commandClosesSocket: FLAG,
  longestCommand: LIMIT,
  retries: countFrom(0, true),
  backoffBase: SPAN,
  backoffCap: LIMIT,
  backoffJitter: FLAG,
  requestDeadline: LIMIT,
  healthCheckInterval: LIMIT,
  healthCheckTimeout: LIMIT,
  tcpKeepalive: LIMIT,
  tcpUserTimeout: LIMIT,
  topologyRefresh: LIMIT,
  dnsCacheTtl: LIMIT,
  authentication: { kind: "word", words: ["password", "iam", "none"] },
  reauthenticateEvery: LIMIT,
};

/** The parts of a cluster's `timeouts` that hold settings. */
export const CLUSTER_KEYS: Readonly<Record<string, DeclaredKeys>> = {
  loadBalancer: { idle: LIMIT, drain: SPAN },
  network: { natIdle: LIMIT, conntrackIdle: LIMIT },
  proxy: {
    client: LIMIT,
    server: LIMIT,
    connect: LIMIT,
    queue: LIMIT,
    response: LIMIT,
    check: LIMIT,
    clientKeepalive: FLAG,
    serverKeepalive: FLAG,
    maxServerConnections: countFrom(1, true),
    preStopSleep: SPAN,
    terminationGrace: SPAN,
  },
  server: {
    timeout: LIMIT,
    tcpKeepalive: LIMIT,
    maxclients: countFrom(1),
    tcpBacklog: countFrom(1),
    clusterNodeTimeout: SPAN,
    replTimeout: SPAN,
    replPingPeriod: SPAN,
    appendonly: FLAG,
    closeOnReplicaWrite: FLAG,
    restartTime: SPAN,
  },
  dns: { ttl: SPAN },
  failover: { planned: SPAN, forced: SPAN },
};

/** Every key of a DeclaredSetting, and what its value is. */
export const DECLARED_KEYS: ReadonlyMap<string, DeclaredKind["kind"]> = new Map([
  ...named("pool", POOL_KEYS),
  ...named("pods", POD_KEYS),
  ...named("timeouts", CLIENT_KEYS),
  ...Object.entries(CLUSTER_KEYS).flatMap(([part, keys]) => named(`timeouts.${part}`, keys)),
  ["library.name", "word"],
  ["library.version", "word"],
]);

function named(prefix: string, keys: DeclaredKeys): [string, DeclaredKind["kind"]][] {
  return Object.entries(keys).map(([key, { kind }]) => [`${prefix}.${key}`, kind]);
}
