/** The vocabulary of proxies: what their statistics say, in one shape for every format. */

/** Formats of statistics that are understood. `resp`: a proxy that answers CLIENT LIST for its own clients. */
export const PROXY_FORMATS = [
  "haproxy",
  "twemproxy",
  "envoy",
  "predixy",
  "redis-cluster-proxy",
  "resp",
  "prometheus",
] as const;
export type ProxyFormat = (typeof PROXY_FORMATS)[number];

/**
 * tcp: one connection to Redis for each client's connection (HAProxy `mode tcp`, NLB).
 * multiplexing: many clients share few connections to Redis, so what Redis sees says nothing of skew.
 */
export type ProxyKind = "tcp" | "multiplexing";

/** One answer of a proxy's statistics. Counters count since the proxy started. Null: the format does not say. */
export interface ProxyReading {
  /** Clients connected to it now: its front side. */
  readonly connections: number | null;
  /** Connections accepted, cumulative. */
  readonly openedTotal: number | null;
  /** Connections closed, cumulative. Where a format counts only one of the two, a step works out the other. */
  readonly closedTotal: number | null;
  readonly requestsTotal: number | null;
  readonly bytesInTotal: number | null;
  readonly bytesOutTotal: number | null;
  /** Its connections to Redis now, as it says itself. */
  readonly backConnections: number | null;
  readonly uptimeSec: number | null;
  /** Age of the numbers when they were read, where the proxy aggregates (twemproxy: up to 30 s). */
  readonly ageMs: number | null;
}

/** What a parser makes of an answer; it never throws. `reason` goes on from the proxy's name: "answers HTML, …". */
export type ProxyReadingResult =
  | { readonly state: "ok"; readonly reading: ProxyReading }
  | { readonly state: "unreadable"; readonly reason: string };

/** What happened at a proxy between two readings of it. Null: not known. */
export interface ProxyStep {
  /** Moment of the later reading. */
  readonly atMs: number;
  /** Time since the earlier one; null: there is none, or the proxy restarted in between, and nothing is counted. */
  readonly spanMs: number | null;
  /** The proxy's process is another one, or its counters were reset: opened, closed and requests count from there. */
  readonly restarted: boolean;
  readonly connections: number | null;
  readonly opened: number | null;
  readonly closed: number | null;
  readonly requests: number | null;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly backConnections: number | null;
  readonly uptimeSec: number | null;
}

/** PINGs through a proxy since the summary before. */
export interface ProxyLatency {
  readonly sent: number;
  readonly failed: number;
  readonly minMs: number | null;
  readonly medianMs: number | null;
  readonly maxMs: number | null;
  /** redis: a server behind it answered (it has a run id). proxy: the proxy answers PING itself. unknown: cannot be told. */
  readonly answeredBy: "redis" | "proxy" | "unknown";
}
