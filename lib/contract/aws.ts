import { z } from "zod";
import { METRIC_UNITS, SIGNAL_KINDS } from "@/lib/domain/cloudwatch/model";
import { ELASTICACHE_KINDS } from "@/lib/domain/elasticache/model";
import { instant } from "./time";

/** What ElastiCache and CloudWatch tell, as it stands in answers. */

export const elastiCacheNode = z.object({
  cacheClusterId: z.string(),
  shard: z.string().nullable(),
  /** As AWS reports it: it follows a failover late. */
  role: z.enum(["primary", "replica"]).nullable(),
  zone: z.string().nullable(),
  nodeType: z.string().nullable(),
  status: z.string().nullable(),
  /** `host:port`; null: not told. */
  address: z.string().nullable(),
});
export type ElastiCacheNodeRow = z.infer<typeof elastiCacheNode>;

export const elastiCacheFacts = z.object({
  kind: z.enum(ELASTICACHE_KINDS),
  id: z.string(),
  region: z.string(),
  status: z.string().nullable(),
  engine: z.string().nullable(),
  engineVersion: z.string().nullable(),
  nodeType: z.string().nullable(),
  clusterMode: z.boolean().nullable(),
  multiAz: z.boolean().nullable(),
  automaticFailover: z.boolean().nullable(),
  tls: z.boolean().nullable(),
  authMode: z.enum(["none", "token", "users"]).nullable(),
  /** `host:port` by name. */
  endpoints: z.object({
    primary: z.string().nullable(),
    reader: z.string().nullable(),
    configuration: z.string().nullable(),
  }),
  nodes: z.array(elastiCacheNode),
  parameterGroup: z.string().nullable(),
  maintenanceWindow: z.string().nullable(),
  /** Of the parameter group; null: not told, or denied. */
  parameters: z
    .object({
      maxclients: z.number().int().nullable(),
      timeoutSec: z.number().nullable(),
      tcpKeepaliveSec: z.number().nullable(),
      closeOnReplicaWrite: z.boolean().nullable(),
      ageMs: z.number(),
    })
    .nullable(),
  ageMs: z.number(),
});
export type ElastiCacheFactsRow = z.infer<typeof elastiCacheFacts>;

/** Where a page of AWS explains it. */
export const awsPage = z.object({ title: z.string(), url: z.string() });

export const metricUnit = z.enum(METRIC_UNITS);

/** A threshold of a CloudWatch metric that was passed. */
export const metricSignal = z.object({
  kind: z.enum(SIGNAL_KINDS),
  state: z.enum(["critical", "warning", "notice"]),
  /** Node, replication group or serverless cache as CloudWatch calls it. */
  subject: z.string(),
  metric: z.string(),
  since: instant,
  until: instant,
  /** The worst value. */
  value: z.number(),
  threshold: z.number(),
  unit: metricUnit,
  sentence: z.string(),
  /** What it means, in one sentence. */
  explanation: z.string(),
  page: awsPage,
});
export type MetricSignalRow = z.infer<typeof metricSignal>;

/** What CloudWatch costs, this month and at this cadence, for the whole fleet. */
export const cloudWatchBill = z.object({
  budgetUsd: z.number(),
  /** Since the first of the month, UTC; an upper bound. */
  spentUsd: z.number(),
  estimateUsd: z.number(),
  metricsRequested: z.number().int(),
  calls: z.number().int(),
  isExhausted: z.boolean(),
});
export type CloudWatchBillRow = z.infer<typeof cloudWatchBill>;

/** A call to AWS and how it does. */
export const awsCall = z.object({
  /** "ElastiCache events" */
  source: z.string(),
  state: z.enum(["ok", "failing", "never"]),
  lastSuccessAt: instant.nullable(),
  ageMs: z.number().nullable(),
  /** Which call failed and why. */
  error: z.string().nullable(),
  lastErrorAt: instant.nullable(),
  /** What to grant or to mend. */
  remedy: z.string().nullable(),
});
export type AwsCallRow = z.infer<typeof awsCall>;

/** A whole account's discovery. */
export const discoveryRow = z.object({
  region: z.string(),
  match: z.string(),
  state: z.enum(["ok", "failing", "never"]),
  found: z.number().int(),
  error: z.string().nullable(),
  /** What to grant or to mend; of one that works: what it cannot tell of. */
  remedy: z.string().nullable(),
  lastSuccessAt: instant.nullable(),
});
export type DiscoveryRow = z.infer<typeof discoveryRow>;
