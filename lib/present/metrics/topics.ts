import type { MetricSource } from "@/lib/contract/metrics";

/** What an engineer asks, in the order of the page. Names stand in the URL. */
export const METRIC_TOPICS = [
  "connections",
  "cpu",
  "latency",
  "network",
  "memory",
  "replication",
  "failures",
  "proxies",
  "other",
] as const;
export type MetricTopic = (typeof METRIC_TOPICS)[number];

export const TOPIC_WORDS: Readonly<Record<MetricTopic, string>> = {
  connections: "Connections",
  cpu: "CPU",
  latency: "Latency",
  network: "Network",
  memory: "Memory",
  replication: "Replication",
  failures: "Failures",
  proxies: "Proxies",
  other: "Other",
};

/** wide: a minute of CloudWatch, as a bar. thin: what we measure. faint: the lesser of two statistics. */
export type StrandMark = "wide" | "thin" | "faint";

/** One kind of line in a chart: a metric of one source, perhaps one statistic of it. */
export interface Strand {
  readonly source: MetricSource;
  readonly metric: string;
  /** Null: whichever there is. */
  readonly statistic: string | null;
  readonly mark: StrandMark;
  /** Tells the strands of one chart apart; empty where there is one. */
  readonly word: string;
}

export interface ChartSpec {
  readonly key: string;
  readonly topic: MetricTopic;
  /** Null: the metric's own title. */
  readonly title: string | null;
  readonly strands: readonly Strand[];
  /** The limit of connections belongs on this axis. */
  readonly hasLimit: boolean;
}

const cloudwatch = (metric: string, word = "", statistic: string | null = null): Strand => ({
  source: "cloudwatch",
  metric,
  statistic,
  mark: "wide",
  word,
});
const engine = (metric: string, word = ""): Strand => ({
  source: "engine",
  metric,
  statistic: null,
  mark: "thin",
  word,
});

function percentiles(metric: string): Strand[] {
  return [cloudwatch(metric, "p99", "p99"), { ...cloudwatch(metric, "p50", "p50"), mark: "faint" }];
}

/** Charts that show more than one metric, or need more than its title. `beside` a metric of CloudWatch stands ours. */
const SPECIAL: readonly ChartSpec[] = [
  {
    key: "connections",
    topic: "connections",
    title: "Connections",
    strands: [cloudwatch("CurrConnections", "CloudWatch"), engine("connected_clients", "INFO")],
    hasLimit: true,
  },
  {
    key: "new-connections",
    topic: "connections",
    title: "New connections",
    strands: [cloudwatch("NewConnections", "CloudWatch"), engine("opened", "INFO")],
    hasLimit: false,
  },
  {
    key: "ping",
    topic: "latency",
    title: "Ping from here",
    strands: [engine("ping", "median"), { ...engine("ping_max", "slowest"), mark: "faint" }],
    hasLimit: false,
  },
  {
    key: "read-latency",
    topic: "latency",
    title: "Read latency",
    strands: percentiles("SuccessfulReadRequestLatency"),
    hasLimit: false,
  },
  {
    key: "write-latency",
    topic: "latency",
    title: "Write latency",
    strands: percentiles("SuccessfulWriteRequestLatency"),
    hasLimit: false,
  },
];

/** Where every other metric belongs; within a topic in this order. */
const BY_TOPIC: Readonly<Record<MetricTopic, readonly string[]>> = {
  connections: ["connected_clients", "opened", "rejected", "blocked_clients"],
  cpu: ["EngineCPUUtilization", "CPUUtilization", "CPUCreditBalance", "ops_per_sec"],
  latency: ["StringBasedCmdsLatency"],
  network: [
    "NetworkBytesIn",
    "NetworkBytesOut",
    "NetworkPacketsIn",
    "NetworkPacketsOut",
    "NetworkBaselineMaxUsageInPercentage",
    "NetworkBaselineMaxUsageOutPercentage",
    "NetworkBandwidthInAllowanceExceeded",
    "NetworkBandwidthOutAllowanceExceeded",
    "NetworkConntrackAllowanceExceeded",
    "NetworkPacketsPerSecondAllowanceExceeded",
    "NetworkLinkLocalAllowanceExceeded",
  ],
  memory: ["DatabaseMemoryUsagePercentage", "used_memory", "FreeableMemory", "SwapUsage", "Evictions"],
  replication: ["ReplicationLag", "replication_lag", "ReplicationBytes", "IsMaster"],
  failures: [
    "AuthenticationFailures",
    "CommandAuthorizationFailures",
    "KeyAuthorizationFailures",
    "ChannelAuthorizationFailures",
    "IamAuthenticationExpirations",
    "IamAuthenticationThrottling",
    "TrafficManagementActive",
    "ThrottledCmds",
    "ErrorCount",
  ],
  proxies: ["connections", "opened", "ping"],
  other: [],
};

const TOPIC_OF = new Map(
  METRIC_TOPICS.filter((topic) => topic !== "proxies").flatMap((topic) =>
    BY_TOPIC[topic].map((metric) => [metric, topic] as const),
  ),
);

/** One thing that is measured, whoever it is measured of. */
export type MetricName = Pick<Strand, "source" | "metric">;

/** The charts of what an answer holds, in the order of the page. What nobody has heard of gets a chart too. */
export function chartSpecs(known: readonly MetricName[]): ChartSpec[] {
  const keys = new Set(known.map(keyOf));
  const special = SPECIAL.map((spec) => ({
    ...spec,
    strands: spec.strands.filter((strand) => keys.has(keyOf(strand))),
  })).filter((spec) => spec.strands.length > 0);
  const taken = new Set(special.flatMap((spec) => spec.strands.map(keyOf)));
  const rest = [...new Map(known.map((one) => [keyOf(one), one])).values()]
    .filter((one) => !taken.has(keyOf(one)))
    .map(alone);
  return [...special, ...rest].sort(
    (a, b) => METRIC_TOPICS.indexOf(a.topic) - METRIC_TOPICS.indexOf(b.topic) || placeOf(a) - placeOf(b),
  );
}

function keyOf({ source, metric }: MetricName): string {
  return `${source} ${metric}`;
}

function alone({ source, metric }: MetricName): ChartSpec {
  const topic = source === "proxy" ? "proxies" : (TOPIC_OF.get(metric) ?? "other");
  const mark = source === "cloudwatch" ? "wide" : "thin";
  return {
    key: `${source}-${metric}`,
    topic,
    title: null,
    strands: [{ source, metric, statistic: null, mark, word: "" }],
    hasLimit: false,
  };
}

/** Charts of several metrics come first in their topic. */
function placeOf(spec: ChartSpec): number {
  const first = SPECIAL.findIndex((one) => one.key === spec.key);
  if (first >= 0) return first - SPECIAL.length;
  const index = BY_TOPIC[spec.topic].indexOf(spec.strands[0]?.metric ?? "");
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
}
