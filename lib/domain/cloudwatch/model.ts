/** CloudWatch metrics of ElastiCache: what is asked for, what comes back, what it costs and what it means. Times in ms. */

/** Length of the period that one point stands for. Points are ranges: they never tell the order of seconds. */
export const POINT_MS = 60_000;

/** core: wanted each minute. rest: five points every five minutes, if the budget allows. */
export type MetricSet = "core" | "rest";

/** In which unit values are stored and shown. Sums over a minute become rates where a rate is what people compare. */
export const METRIC_UNITS = [
  "count",
  "per-second",
  "per-minute",
  "percent",
  "bytes",
  "bytes-per-second",
  "microseconds",
  "milliseconds",
  "seconds",
  "boolean",
] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

/** Names one series of a cluster. `subject`: the node's cacheClusterId, or the id of the group or serverless cache. */
export interface MetricKey {
  readonly subject: string;
  /** CloudWatch's name, "CurrConnections". */
  readonly metric: string;
  /** CloudWatch's statistic: "Average", "Sum", "Maximum", "Minimum", "p50", "p99". */
  readonly statistic: string;
}

export interface MetricDefinition {
  readonly metric: string;
  /** Whose it is: a node's (CacheClusterId and CacheNodeId) or a serverless cache's (clusterId). */
  readonly scope: "node" | "serverless-cache";
  readonly statistic: string;
  readonly set: MetricSet;
  readonly unit: MetricUnit;
  /** host: of the machine. engine: of Redis or Valkey. */
  readonly level: "host" | "engine";
  /** A few words for a chart's title. */
  readonly title: string;
  /** Whom it is asked of: a metric that a node does not have would cost as much as one that it has. */
  readonly of: "all" | "replicas" | "burstable" | "user-groups";
}

/** One query of GetMetricData. It is the unit of the price: each costs, however many points come back. */
export interface MetricQuery extends MetricKey {
  readonly set: MetricSet;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

/** A span of whole minutes, [fromMs, toMs). */
export interface MinuteWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What one query brought, over all pages: times and values in step, in any order, as CloudWatch gave them. */
export interface MetricValues extends MetricKey {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** Minutes of one series that came back, and the time that was asked for: inside of it, a missing point is no data. */
export interface MetricPoints extends MetricKey {
  readonly fetchedFromMs: number;
  readonly fetchedToMs: number;
  /** Starts of the minutes, ascending, and their values as CloudWatch gave them. */
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** What of a series is stored already; contiguous. */
export interface MetricCoverage extends MetricKey {
  readonly fetchedFromMs: number;
  readonly fetchedToMs: number;
}

/** How often each set is asked for, chosen so that the month stays within the budget. */
export interface CadencePlan {
  /** Null: nothing is asked for, because the budget has no room for the core set, or is 0. */
  readonly coreEveryMs: number | null;
  /** Null: the budget has no room for the rest. */
  readonly restEveryMs: number | null;
  readonly metricsPerHour: number;
  readonly callsPerHour: number;
  /** At this cadence, 730 hours. */
  readonly estimateUsd: number;
  readonly budgetUsd: number;
  /** Why this cadence: a sentence with numbers. */
  readonly sentence: string;
}

/** What CloudWatch has cost and will cost: the whole fleet's, since the first of the month (UTC). */
export interface CloudWatchBill {
  readonly budgetUsd: number;
  readonly spentUsd: number;
  readonly metricsRequested: number;
  readonly calls: number;
  readonly sinceMs: number;
  /** True: nothing more is asked for until the month is over, or the budget is raised. */
  readonly isExhausted: boolean;
}

export const SIGNAL_KINDS = [
  "bandwidth-exceeded",
  "conntrack-exceeded",
  "packets-exceeded",
  "linklocal-exceeded",
  "engine-cpu",
  "host-cpu",
  "swap",
  "connections-step",
  "connections-near-limit",
  "new-connections-rate",
  "replication-lag",
  "traffic-management",
  "authentication-failures",
  "memory",
  "evictions",
  "throttled",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** A threshold that was passed. */
export interface MetricSignal {
  readonly kind: SignalKind;
  readonly subject: string;
  readonly metric: string;
  readonly state: "critical" | "warning" | "notice";
  /** Start of the first minute beyond the threshold, and end of the last one. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** The worst value, in `unit`. */
  readonly value: number;
  readonly threshold: number;
  readonly unit: MetricUnit;
  /** One sentence with the numbers. */
  readonly sentence: string;
}

/** How far history has been fetched. */
export interface BackfillProgress {
  readonly wantedFromMs: number;
  readonly reachedMs: number;
  /** 0..1 of the queries that it takes. */
  readonly doneRatio: number;
  readonly state: "running" | "done" | "waiting";
  /** Why it waits. */
  readonly reason: string | null;
}

/** The newest word on one cluster's CloudWatch metrics, as it is stored. */
export interface CloudWatchNow {
  readonly atMs: number;
  readonly plan: CadencePlan;
  readonly bill: CloudWatchBill;
  /** Full set each minute because something is wrong, until then; null: usual cadence. */
  readonly hurriedUntilMs: number | null;
  readonly newestPointMs: number | null;
  readonly signals: readonly MetricSignal[];
  readonly backfill: BackfillProgress | null;
}
