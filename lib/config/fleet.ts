/** The fleet file, parsed and checked: what the rest of the program may rely on. Durations in ms, ratios 0..1. */
export interface Fleet {
  readonly path: string;
  readonly clusters: readonly ClusterConfig[];
  readonly defaults: WatchConfig;
  readonly retention: RetentionConfig;
}

/** How long measurements are kept, in days. Observations are kept for ever. */
export interface RetentionConfig {
  /** Every sweep: how far back any moment can be replayed. Default 14. */
  readonly sweepDays: number;
  /** Minute rollups. Default 30. */
  readonly minuteDays: number;
  /** Hour rollups. Default 400. */
  readonly hourDays: number;
}

export interface WatchConfig {
  /** Share of a node's main thread that watching may cost. Default 0.002. */
  readonly costBudget: number;
  /** Longest that one command of ours may hold up the server. Default 5. */
  readonly maxStallMs: number;
  readonly probeIntervalMs: number;
  readonly infoIntervalMs: number;
  readonly sweepIntervalMs: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

export interface ClusterConfig {
  /** Used in URLs: lower-case letters, digits, dashes. */
  readonly id: string;
  readonly name: string;
  /** At least one `host:port`; the rest of the cluster is discovered from them. */
  readonly seeds: readonly Address[];
  readonly auth: { readonly username: string | null; readonly password: string } | null;
  readonly tls: TlsConfig | null;
  readonly proxies: readonly ProxyConfig[];
  readonly groups: readonly GroupConfig[];
  readonly watch: WatchConfig;
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
  readonly listen: Address | null;
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
