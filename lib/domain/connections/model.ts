/**
 * The vocabulary of connections, shared by parser, attribution, ledger and codec.
 * A connection's identity is (node, run_id, client id): ids are 64-bit and monotonic per server process.
 */

/** What a client says of itself. Absent fields are empty strings: the server prints them so. */
export interface ClientIdentity {
  readonly name: string;
  readonly user: string;
  readonly libName: string;
  readonly libVer: string;
}

/** One open connection as the ledger remembers it. Constant while the identity does not change. */
export interface Connection extends ClientIdentity {
  readonly id: number;
  /** `ip:port` as seen from the server (IPv6 in brackets), i.e. the proxy's address behind a TCP proxy. */
  readonly addr: string;
  /** Sweep time minus `age`: exact to a second. Milliseconds since the epoch. */
  readonly openedAtMs: number;
  /** Name of the proxy that `addr` belongs to, or null: the client connects directly. */
  readonly proxy: string | null;
  readonly group: string;
}

/** Counts of one (proxy, group) pair in one sweep of one node. */
export interface ConnectionCell {
  readonly proxy: string | null;
  readonly group: string;
  /** Open at the sweep. */
  readonly connections: number;
  /** Ids first seen in this sweep; 0 in a node's first sweep of all, which is a baseline. */
  readonly opened: number;
  /** Ids seen in the sweep before and now gone (or found to be a replica's or our own). */
  readonly closed: number;
  /**
   * Commands since the sweep before (`tot-cmds`, Valkey 8 / Redis 8.x) of the connections that are open; null where the
   * server does not say, and in the first sweep after a restart of ours.
   */
  readonly commands: number | null;
  /** How long they live and wait; absent in cells read back from sweeps stored without it. */
  readonly profile?: CellProfile;
}

/** Upper bounds (seconds, exclusive) of the age buckets; a last bucket holds everything older. */
export const AGE_BOUNDS_SEC = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400] as const;

/**
 * A life table of one cell between two sweeps, and how idle its connections are. Connections enter at their true age
 * (left truncation); open ones are censored. Where no sweep of the run precedes (previousAtMs null) nobody is said to
 * have lived or closed, and only `idle`, `waiting` and `pipelining` count.
 */
export interface CellProfile {
  /** Connection-seconds lived since the sweep before, per age bucket. A closed connection is taken to have lived half of it. */
  readonly exposureSec: readonly number[];
  /** Closed since the sweep before, per bucket of the age at which they are taken to have closed. Sums to `closed`. */
  readonly closedByAge: readonly number[];
  /** Of `closed`: those that were counted as opened and that no second sweep has seen (health checks, one-shot clients). */
  readonly closedOnce: number;
  /** Open at the sweep, per bucket of IDLE_BOUNDS_SEC; those that wait are left out. */
  readonly idle: readonly number[];
  /**
   * Closed since the sweep before, per bucket of IDLE_BOUNDS_SEC of the idle time they had when last seen. Left out are
   * those that waited then, and those that no sweep has seen since a restart of ours.
   */
  readonly idleAtClose: readonly number[];
  /** Open connections that are blocked, subscribed or monitoring: idle by design. */
  readonly waiting: number;
  /**
   * Of the busiest 5 % (at least one) of the node's connections by commands since the sweep before: those of this cell.
   * One that sent nothing is never among them. Null where the server does not count commands per client.
   */
  readonly busiest: { readonly connections: number; readonly commands: number } | null;
  /**
   * Open connections whose reply buffer peaked at 8 KiB or more lately (`rbp`, Redis 7.0+): pipelines or large replies.
   * Those of the last second are left out: theirs is as it was made. Null: not said.
   */
  readonly pipelining: number | null;
}

/** Upper bounds (seconds, inclusive) of the idle histogram; a last bucket holds everything above. */
export const IDLE_BOUNDS_SEC = [0, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400] as const;

/** What changed from the sweep before to this one. Everything needed to replay the set of connections. */
export interface SweepDelta {
  readonly opened: readonly Connection[];
  /** Ids that left. */
  readonly closed: readonly number[];
  /** Connections whose identity changed (CLIENT SETNAME after connecting, AUTH, SETINFO). */
  readonly changed: readonly Connection[];
}

/** The outcome of feeding one CLIENT LIST reply to a node's ledger. */
export interface SweepResult {
  readonly runId: string;
  readonly atMs: number;
  /** The sweep this one is compared with; null: there is none (first ever, or a new run). */
  readonly previousAtMs: number | null;
  readonly highestId: number;
  /** True when the server process is another one than in the sweep before: all its connections were closed. */
  readonly restarted: boolean;
  readonly cells: readonly ConnectionCell[];
  /** Counts per bucket of IDLE_BOUNDS_SEC, all clients of the node. */
  readonly idleHistogram: readonly number[];
  /**
   * Connections opened on the node since the sweep before that were gone again before anybody saw them:
   * id gap minus new ids seen. Null without a sweep before, or when the id gap is not known.
   */
  readonly unattributed: number | null;
  readonly delta: SweepDelta;
  /** Lines left out of the counts, by reason. */
  readonly leftOut: { readonly own: number; readonly replicas: number; readonly primaryLinks: number };
  readonly rejectedLines: number;
}
