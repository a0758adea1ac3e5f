import type { Level } from "./levels";
import type { MetricUnit, SignalKind } from "./model";

/** What a threshold is, why it matters, and where AWS explains the metric. */
export interface SignalRule {
  readonly title: string;
  /** Metrics that are judged. */
  readonly metrics: readonly string[];
  /** Metrics that are looked at beside them. */
  readonly beside?: readonly string[];
  readonly unit: MetricUnit;
  /** From which value on it is told at all, in `unit`; of host-cpu that of a host whose size is not known. */
  readonly threshold: number;
  /** Worst first. Empty: it is judged by more than its own value. */
  readonly levels: readonly Level[];
  /** One sentence. */
  readonly explanation: string;
  readonly page: { readonly title: string; readonly url: string };
}

const GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";
const MB = 1024 * 1024;
/** Less is what any Linux host moves out while it idles. */
export const SWAP_BYTES = 50 * MB;

function whichMetrics(section: string) {
  return {
    title: "Which Metrics Should I Monitor?",
    url: `${GUIDE}/CacheMetrics.WhichShouldIMonitor.html#${section}`,
  };
}

const hostMetrics = { title: "Host-Level Metrics", url: `${GUIDE}/CacheMetrics.HostLevel.html` };
const manyConnections = {
  title: "Large number of connections (Valkey and Redis OSS)",
  url: `${GUIDE}/BestPractices.Clients.Redis.Connections.html`,
};
const engineMetrics = {
  title: "Metrics for Valkey and Redis OSS",
  url: `${GUIDE}/CacheMetrics.Redis.html`,
};

function level(state: Level["state"], atLeast: number, minutes: number, within: number): Level {
  return { state, atLeast, minutes, within };
}

/**
 * Default thresholds. AWS names 90 % of a core for CPU, 300 MB (older pages: 50 MB) or more than FreeableMemory for swap,
 * and any for traffic management and for failed AUTH; of the others it says to find one's own, so they are ours: a minute
 * is told, what lasts is a warning, what harms clients for long is critical.
 */
export const SIGNALS: Readonly<Record<SignalKind, SignalRule>> = {
  "bandwidth-exceeded": {
    title: "network bandwidth exceeded",
    metrics: ["NetworkBandwidthInAllowanceExceeded", "NetworkBandwidthOutAllowanceExceeded"],
    unit: "per-minute",
    threshold: 1,
    levels: [level("critical", 1000, 10, 15), level("warning", 1, 3, 15), level("notice", 1, 1, 5)],
    explanation:
      "The node sent or received more than its type is allowed to, so packets were queued or dropped and clients wait or time out.",
    page: whichMetrics("metrics-network"),
  },
  "conntrack-exceeded": {
    title: "tracked connections exceeded",
    metrics: ["NetworkConntrackAllowanceExceeded"],
    unit: "per-minute",
    threshold: 1,
    levels: [level("critical", 1, 3, 5), level("warning", 1, 1, 5)],
    explanation:
      "The host tracks as many connections as its type is allowed to, so packets of new ones were dropped: clients cannot connect although maxclients is far away.",
    page: hostMetrics,
  },
  "packets-exceeded": {
    title: "packet rate exceeded",
    metrics: ["NetworkPacketsPerSecondAllowanceExceeded"],
    unit: "per-minute",
    threshold: 1,
    levels: [level("critical", 1000, 10, 15), level("warning", 1, 3, 15), level("notice", 1, 1, 5)],
    explanation:
      "More packets a second than the node's type is allowed, so some were queued or dropped; many small commands and new connections do that before bandwidth does.",
    page: hostMetrics,
  },
  "linklocal-exceeded": {
    title: "local services exceeded",
    metrics: ["NetworkLinkLocalAllowanceExceeded"],
    unit: "per-minute",
    threshold: 1,
    levels: [level("warning", 1, 3, 15), level("notice", 1, 1, 5)],
    explanation:
      "More packets to DNS, the clock and the metadata service than a network interface is allowed, so some were dropped.",
    page: hostMetrics,
  },
  "engine-cpu": {
    title: "CPU of the engine's thread",
    metrics: ["EngineCPUUtilization"],
    beside: ["CPUUtilization"],
    unit: "percent",
    threshold: 90,
    levels: [level("critical", 95, 10, 10), level("warning", 90, 3, 5)],
    explanation:
      "One thread runs all commands and accepts all connections: near 100 % everything waits for it, and a host with more cores does not help.",
    page: whichMetrics("metrics-engine-cpu-utilization"),
  },
  "host-cpu": {
    title: "CPU of the host",
    metrics: ["CPUUtilization"],
    beside: ["EngineCPUUtilization"],
    unit: "percent",
    threshold: 90,
    levels: [level("critical", 95, 10, 10), level("warning", 90, 3, 5)],
    explanation:
      "On nodes with one or two vCPUs the host's CPU counts, because the engine shares its core: the limit is 90 % divided by the number of vCPUs.",
    page: whichMetrics("metrics-cpu-utilization"),
  },
  swap: {
    title: "swap",
    metrics: ["SwapUsage"],
    beside: ["FreeableMemory"],
    unit: "bytes",
    threshold: SWAP_BYTES,
    levels: [level("warning", 300 * MB, 5, 10), level("notice", SWAP_BYTES, 5, 10)],
    explanation:
      "Memory that the host has moved to disk: a little is normal, above 300 MB or more than the host has free means that commands wait for the disk.",
    page: {
      title: "Why does swapping occur in ElastiCache?",
      url: "https://repost.aws/knowledge-center/elasticache-swap-activity",
    },
  },
  "connections-step": {
    title: "connections changed at once",
    metrics: ["CurrConnections"],
    unit: "count",
    threshold: 20,
    levels: [],
    explanation:
      "Connections left the range of their own last half hour: clients came, went or moved all at once, as after a deployment, a failover or a lost network.",
    page: whichMetrics("metrics-curr-connections"),
  },
  "connections-near-limit": {
    title: "connections near the limit",
    metrics: ["CurrConnections"],
    unit: "percent",
    threshold: 80,
    levels: [level("critical", 95, 2, 5), level("warning", 80, 2, 5)],
    explanation:
      "At maxclients of the parameter group the server refuses every further connection; a client with TLS only sees that it is closed.",
    page: manyConnections,
  },
  "new-connections-rate": {
    title: "new connections that were not seen",
    metrics: ["NewConnections"],
    unit: "per-second",
    threshold: 1,
    levels: [],
    explanation:
      "CloudWatch counts other new connections than the server's own counter showed: either the names do not belong to the same node, or one of the two missed some.",
    page: whichMetrics("metrics-curr-connections"),
  },
  "replication-lag": {
    title: "replication lag",
    metrics: ["ReplicationLag"],
    unit: "seconds",
    threshold: 1,
    levels: [level("critical", 30, 5, 5), level("warning", 5, 3, 5), level("notice", 1, 3, 5)],
    explanation:
      "The replica is that far behind its primary: reads from it are old, and what it lacks is lost when it is promoted.",
    page: whichMetrics("metrics-replication"),
  },
  "traffic-management": {
    title: "traffic management",
    metrics: ["TrafficManagementActive"],
    unit: "boolean",
    threshold: 1,
    levels: [level("critical", 1, 10, 15), level("warning", 1, 1, 5)],
    explanation:
      "More commands come than the engine can process, so ElastiCache slows the traffic down: the node is too small for it.",
    page: whichMetrics("traffic-management"),
  },
  "authentication-failures": {
    title: "failed authentications",
    metrics: ["AuthenticationFailures", "IamAuthenticationThrottling"],
    unit: "per-minute",
    threshold: 1,
    levels: [level("critical", 300, 3, 5), level("warning", 5, 3, 5), level("notice", 1, 1, 5)],
    explanation:
      "Connections with a wrong or expired password or token, or throttled IAM authentications: these clients have no service, or somebody tries passwords.",
    page: engineMetrics,
  },
  memory: {
    title: "memory",
    metrics: ["DatabaseMemoryUsagePercentage"],
    beside: ["Evictions"],
    unit: "percent",
    threshold: 90,
    levels: [level("warning", 90, 3, 5)],
    explanation:
      "At 100 % of maxmemory keys are evicted, or, where the policy evicts nothing, writes are refused; buffers of many connections count too.",
    page: whichMetrics("metrics-memory"),
  },
  evictions: {
    title: "evictions",
    metrics: ["Evictions"],
    unit: "per-second",
    threshold: 1,
    levels: [level("warning", 100, 5, 5), level("notice", 1, 3, 5)],
    explanation:
      "Keys are thrown out to make room: wanted in a cache, unless so many go that clients must fetch everything anew.",
    page: whichMetrics("metrics-evictions"),
  },
  throttled: {
    title: "throttled commands",
    metrics: ["ThrottledCmds"],
    unit: "per-second",
    threshold: 0.05,
    levels: [level("critical", 10, 5, 10), level("warning", 0.05, 2, 5)],
    explanation:
      "The load grew faster than the serverless cache can scale, so commands were refused for now: clients should retry with a growing pause.",
    page: {
      title: "Metrics and events for Valkey and Redis OSS serverless caches",
      url: `${GUIDE}/serverless-metrics-events-redis.html`,
    },
  },
};
