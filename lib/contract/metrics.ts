import { z } from "zod";
import { awsCall, awsPage, cloudWatchBill, metricSignal, metricUnit } from "./aws";
import { wholeNumber } from "./number";
import { observationRow } from "./observation";
import { checkWindow, instant, windowParams, windowSchema } from "./time";

/** GET /api/v1/clusters/{id}/metrics?name&from&to|last&points : CloudWatch, the engine's and the proxies' own numbers on one axis. */

export const METRIC_SOURCES = ["cloudwatch", "engine", "proxy"] as const;
export const metricSource = z.enum(METRIC_SOURCES);
export type MetricSource = z.infer<typeof metricSource>;

export const metricsParams = z
  .strictObject({
    ...windowParams,
    name: z
      .string()
      .max(2000)
      .optional()
      .meta({ description: "Names of metrics, separated by commas; without it all of them." }),
    points: wholeNumber(10, 1500)
      .default(300)
      .meta({ description: "Buckets wanted of each series: about the width in pixels." }),
  })
  .superRefine(checkWindow);
export type MetricsParams = z.infer<typeof metricsParams>;

/** The points of one source: each value stands for the whole of [at, at + stepMs), never for an instant in it. */
export const metricGrid = z.object({
  source: metricSource,
  stepMs: z.number().int(),
  /** Finest data behind a point: 60,000 for CloudWatch, 10,000 for what we measure. */
  resolutionMs: z.number().int(),
  at: z.array(instant),
});

export const metricSeries = z.object({
  source: metricSource,
  /** "CurrConnections", "connected_clients", "connections" */
  metric: z.string(),
  /** Node as CloudWatch calls it, node address, or proxy. */
  subject: z.string(),
  /** Address of the node that the subject is; null: it is none, or not known. */
  node: z.string().nullable(),
  /** "Average", "Sum", "p99"; null where there is only one. */
  statistic: z.string().nullable(),
  unit: metricUnit,
  /** Mean of the bucket; of sums a rate. Null: no data, or not fetched yet. */
  values: z.array(z.number().nullable()),
  /** Largest point of the bucket, where a bucket holds several; else empty. */
  max: z.array(z.number().nullable()),
});
export type MetricSeries = z.infer<typeof metricSeries>;

export const metricInfo = z.object({
  source: metricSource,
  metric: z.string(),
  title: z.string(),
  unit: metricUnit,
  /** host: the machine's. engine: Redis's or Valkey's. proxy: a proxy's. */
  level: z.enum(["host", "engine", "proxy"]),
  /** What passing it means, in one sentence; null: nothing is judged. */
  explanation: z.string().nullable(),
  threshold: z.number().nullable(),
  page: awsPage.nullable(),
});
export type MetricInfo = z.infer<typeof metricInfo>;

/** CloudWatch's number beside ours, over the minutes that both know. */
export const metricComparison = z.object({
  subject: z.string(),
  node: z.string().nullable(),
  /** CurrConnections against CLIENT LIST, NewConnections against what the ledger saw opened. */
  kind: z.enum(["connections", "opened-per-second"]),
  cloudwatch: z.number(),
  counted: z.number(),
  /** cloudwatch − counted: AWS's own connections, ours, and what the two count differently. */
  difference: z.number(),
  minutes: z.number().int(),
});
export type MetricComparison = z.infer<typeof metricComparison>;

export const metricsAnswer = z.object({
  now: instant,
  window: windowSchema,
  /** Nothing of CloudWatch is configured: none. Of a declared cluster that AWS tells of: elasticache. */
  service: z.enum(["none", "elasticache"]),
  metrics: z.array(metricInfo),
  grids: z.array(metricGrid),
  series: z.array(metricSeries),
  /** Of how many nodes, groups and proxies the series tell: those with signals and the largest come first. */
  subjects: z.object({ shown: z.number().int(), of: z.number().int() }),
  signals: z.array(metricSignal),
  comparisons: z.array(metricComparison),
  /** Events of the service and what else changed in the window, newest first. */
  observations: z.array(observationRow),
  calls: z.array(awsCall),
  /** Null: CloudWatch is not asked. */
  cloudwatch: z
    .object({
      bill: cloudWatchBill,
      /** Null: nothing is asked for, the sentence says why. */
      coreEveryMs: z.number().nullable(),
      restEveryMs: z.number().nullable(),
      metricsPerHour: z.number(),
      callsPerHour: z.number(),
      /** Why this cadence. */
      sentence: z.string(),
      hurriedUntil: instant.nullable(),
      newestPoint: instant.nullable(),
      /** What of the window has been fetched; outside of it a missing point says nothing. */
      fetched: windowSchema.nullable(),
      backfill: z
        .object({
          wantedFrom: instant,
          reached: instant,
          doneRatio: z.number(),
          state: z.enum(["running", "done", "waiting"]),
          reason: z.string().nullable(),
        })
        .nullable(),
    })
    .nullable(),
});
export type MetricsAnswer = z.infer<typeof metricsAnswer>;
