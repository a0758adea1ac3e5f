import { type CloudWatchNow, POINT_MS } from "@/lib/domain/cloudwatch/model";
import type { ElastiCacheFacts, ElastiCacheNode, ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import type { Store } from "@/lib/store/client";
import { writeMetrics } from "@/lib/store/writes/write-metrics";
import { writeSourceStatus } from "@/lib/store/writes/write-source-status";
import { NOW, SEC } from "./live-node";

export function sampleAwsNode(id: string, given: Partial<ElastiCacheNode> = {}): ElastiCacheNode {
  return {
    cacheClusterId: id,
    cacheNodeId: "0001",
    shard: "0001",
    slots: null,
    role: null,
    zone: "eu-central-1a",
    nodeType: "cache.r7g.large",
    status: "available",
    endpoint: { host: `${id}.example.cache.amazonaws.com`, port: 6379 },
    ...given,
  };
}

export function sampleTopology(
  nodes: readonly ElastiCacheNode[],
  given: Partial<ElastiCacheTopology> = {},
): ElastiCacheTopology {
  return {
    kind: "replication-group",
    id: "orders",
    region: "eu-central-1",
    status: "available",
    engine: "redis",
    engineVersion: "7.1.0",
    nodeType: "cache.r7g.large",
    clusterMode: false,
    multiAz: true,
    automaticFailover: true,
    tls: false,
    authMode: "none",
    userGroups: [],
    endpoints: { primary: { host: "master.orders.example", port: 6379 }, reader: null, configuration: null },
    nodes,
    parameterGroup: "default.redis7",
    maintenanceWindow: "sun:05:00-sun:06:00",
    ...given,
  };
}

export function sampleFacts(
  topology: ElastiCacheTopology,
  parameters: Readonly<Record<string, string>> | null = { maxclients: "65000", timeout: "0" },
): ElastiCacheFacts {
  return {
    atMs: NOW - 30 * SEC,
    topology,
    parameters:
      parameters === null ? null : { group: "default.redis7", values: parameters, atMs: NOW - 600 * SEC },
  };
}

export function sampleCloudWatchNow(given: Partial<CloudWatchNow> = {}): CloudWatchNow {
  return {
    atMs: NOW - 10 * SEC,
    plan: {
      coreEveryMs: 60_000,
      restEveryMs: 300_000,
      metricsPerHour: 1_000,
      callsPerHour: 72,
      estimateUsd: 7.3,
      budgetUsd: 50,
      sentence: "the core set each minute, the rest every 5 min: 7.30 of 50 USD a month",
    },
    bill: {
      budgetUsd: 50,
      spentUsd: 1.25,
      metricsRequested: 125_000,
      calls: 1_200,
      sinceMs: Date.UTC(2026, 10, 1),
      isExhausted: false,
    },
    hurriedUntilMs: null,
    newestPointMs: NOW - 120 * SEC,
    signals: [],
    backfill: null,
    ...given,
  };
}

/** Points of one series, a minute each from `fromMs` on; null: none came. What is asked for reaches to `fetchedToMs`. */
export async function writePoints(
  store: Store,
  clusterId: number,
  given: {
    readonly subject: string;
    readonly metric: string;
    readonly statistic?: string;
    readonly fromMs: number;
    readonly values: readonly (number | null)[];
    readonly fetchedToMs?: number;
  },
): Promise<void> {
  const { subject, metric, statistic = "Average", fromMs, values } = given;
  const points = values.flatMap((value, minute) =>
    value === null ? [] : [{ atMs: fromMs + minute * POINT_MS, value }],
  );
  await writeMetrics(store, clusterId, [
    {
      subject,
      metric,
      statistic,
      fetchedFromMs: fromMs,
      fetchedToMs: given.fetchedToMs ?? fromMs + values.length * POINT_MS,
      atMs: points.map(({ atMs }) => atMs),
      values: points.map(({ value }) => value),
    },
  ]);
}

/** A source of AWS that fails, with what mends it; without `error` one that works. */
export async function writeAwsCall(
  store: Store,
  clusterId: number,
  source: string,
  failure: { readonly error: string; readonly remedy: string | null } | null,
): Promise<void> {
  await writeSourceStatus(store, [
    {
      clusterId,
      nodeId: null,
      source,
      lastSuccessAt: failure === null ? new Date(NOW - 20 * SEC) : null,
      lastErrorAt: failure === null ? null : new Date(NOW - 5 * SEC),
      lastError: failure?.error ?? null,
      refusals: [],
      detail: failure === null ? {} : { remedy: failure.remedy },
      updatedAt: new Date(NOW - 5 * SEC),
    },
  ]);
}
