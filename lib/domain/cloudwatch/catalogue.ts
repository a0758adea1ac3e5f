import type { ElastiCacheNode, ElastiCacheTopology } from "../elasticache/model";
import type { MetricDefinition, MetricKey, MetricQuery, MetricUnit } from "./model";

/** A node is asked for so many metrics at most; what would be more is left out from the end of the catalogue. */
export const MAX_QUERIES_PER_NODE = 25;

type Extra = Partial<Pick<MetricDefinition, "set" | "of" | "scope">>;

function define(
  level: MetricDefinition["level"],
  metric: string,
  statistic: string,
  unit: MetricUnit,
  title: string,
  extra: Extra = {},
): MetricDefinition {
  return { scope: "node", metric, statistic, set: "rest", unit, level, title, of: "all", ...extra };
}

const core: Extra = { set: "core" };
const serverless: Extra = { scope: "serverless-cache" };

/**
 * What is asked for, the most telling first. IsMaster stands for the older IsPrimary too. There is no metric for rejected
 * connections, maxclients or blocked clients, and MasterLinkHealthStatus is about migration from EC2.
 * Source: "Host-Level Metrics" and "Metrics for Valkey and Redis OSS", Amazon ElastiCache User Guide.
 */
export const METRICS: readonly MetricDefinition[] = [
  define("engine", "CurrConnections", "Average", "count", "connections", core),
  define("engine", "NewConnections", "Sum", "per-second", "new connections", core),
  define("engine", "EngineCPUUtilization", "Average", "percent", "CPU of the engine's thread", core),
  define("host", "CPUUtilization", "Average", "percent", "CPU of the host"),
  define(
    "host",
    "NetworkConntrackAllowanceExceeded",
    "Sum",
    "per-minute",
    "packets lost: tracked connections",
  ),
  define("host", "NetworkBandwidthInAllowanceExceeded", "Sum", "per-minute", "packets held up: bandwidth in"),
  define(
    "host",
    "NetworkBandwidthOutAllowanceExceeded",
    "Sum",
    "per-minute",
    "packets held up: bandwidth out",
  ),
  define(
    "host",
    "NetworkPacketsPerSecondAllowanceExceeded",
    "Sum",
    "per-minute",
    "packets held up: packet rate",
  ),
  define("engine", "ReplicationLag", "Average", "seconds", "replication lag", { of: "replicas" }),
  define("engine", "IsMaster", "Maximum", "boolean", "is primary, as CloudWatch has it"),
  define("engine", "TrafficManagementActive", "Maximum", "boolean", "traffic management"),
  define("engine", "AuthenticationFailures", "Sum", "per-minute", "failed AUTH"),
  define("engine", "IamAuthenticationThrottling", "Sum", "per-minute", "throttled IAM authentication", {
    of: "user-groups",
  }),
  define("engine", "SuccessfulReadRequestLatency", "p99", "microseconds", "latency of reads"),
  define("engine", "SuccessfulWriteRequestLatency", "p99", "microseconds", "latency of writes"),
  define("host", "SwapUsage", "Average", "bytes", "swap"),
  define("engine", "DatabaseMemoryUsagePercentage", "Average", "percent", "memory used of maxmemory"),
  define("engine", "Evictions", "Sum", "per-second", "evicted keys"),
  define("host", "NetworkBytesIn", "Sum", "bytes-per-second", "network in"),
  define("host", "NetworkBytesOut", "Sum", "bytes-per-second", "network out"),
  define("host", "CPUCreditBalance", "Average", "count", "CPU credits", { of: "burstable" }),
  define("host", "FreeableMemory", "Average", "bytes", "memory the host can free"),
  define("engine", "SuccessfulReadRequestLatency", "p50", "microseconds", "latency of reads"),
  define("engine", "SuccessfulWriteRequestLatency", "p50", "microseconds", "latency of writes"),
  define(
    "host",
    "NetworkLinkLocalAllowanceExceeded",
    "Sum",
    "per-minute",
    "packets lost: DNS and local services",
  ),
  define("engine", "IamAuthenticationExpirations", "Sum", "per-minute", "IAM connections ended after 12 h", {
    of: "user-groups",
  }),
  define("engine", "CurrConnections", "Average", "count", "connections", { ...core, ...serverless }),
  define("engine", "NewConnections", "Sum", "per-second", "new connections", { ...core, ...serverless }),
  define("engine", "ThrottledCmds", "Sum", "per-second", "throttled commands", { ...core, ...serverless }),
  define("engine", "SuccessfulReadRequestLatency", "p99", "microseconds", "latency of reads", serverless),
  define("engine", "SuccessfulWriteRequestLatency", "p99", "microseconds", "latency of writes", serverless),
  define("engine", "SuccessfulReadRequestLatency", "p50", "microseconds", "latency of reads", serverless),
  define("engine", "SuccessfulWriteRequestLatency", "p50", "microseconds", "latency of writes", serverless),
];

/** All queries for one cluster: of each node what it has, at most 25; of a serverless cache what it has as a whole. */
export function queriesFor(topology: ElastiCacheTopology): MetricQuery[] {
  if (topology.kind === "serverless-cache") {
    const dimensions = [{ name: "clusterId", value: topology.id }];
    return METRICS.flatMap((metric) =>
      metric.scope === "serverless-cache" ? queryFor(metric, topology.id, dimensions) : [],
    );
  }
  return topology.nodes.flatMap((node) => {
    const dimensions = [
      { name: "CacheClusterId", value: node.cacheClusterId },
      { name: "CacheNodeId", value: node.cacheNodeId },
    ];
    return METRICS.filter((metric) => metric.scope === "node" && hasMetric(metric, node, topology))
      .slice(0, MAX_QUERIES_PER_NODE)
      .map((metric) => queryFor(metric, node.cacheClusterId, dimensions));
  });
}

function queryFor(
  { metric, statistic, set }: MetricDefinition,
  subject: string,
  dimensions: MetricQuery["dimensions"],
): MetricQuery {
  return { subject, metric, statistic, set, dimensions };
}

/** Where it is not known, the metric is asked for: in cluster mode AWS tells no roles. */
function hasMetric(metric: MetricDefinition, node: ElastiCacheNode, topology: ElastiCacheTopology): boolean {
  switch (metric.of) {
    case "all":
      return true;
    case "replicas":
      return node.role !== "primary";
    case "burstable":
      return /^cache\.t\d/.test(node.nodeType ?? topology.nodeType ?? "");
    case "user-groups":
      return topology.authMode === "users";
  }
}

/** The catalogue's entry for a stored series; null: it is asked for no more. A serverless cache's differ from a node's. */
export function definitionOf(
  key: Pick<MetricKey, "metric" | "statistic">,
  kind: ElastiCacheTopology["kind"],
): MetricDefinition | null {
  const scope = kind === "serverless-cache" ? "serverless-cache" : "node";
  return (
    METRICS.find(
      (metric) =>
        metric.scope === scope && metric.metric === key.metric && metric.statistic === key.statistic,
    ) ?? null
  );
}

/** A value as CloudWatch gave it, in the definition's unit: the sum of a minute becomes a rate where a rate is shown. */
export function toUnit(
  { unit, statistic }: Pick<MetricDefinition, "unit" | "statistic">,
  value: number,
): number {
  const isSum = statistic === "Sum";
  return isSum && (unit === "per-second" || unit === "bytes-per-second") ? value / 60 : value;
}
