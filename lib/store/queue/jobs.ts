import type {
  CacheParametersContent,
  CloudWatchNowContent,
  CloudWatchUsageRow,
  ElastiCacheNowContent,
  FleetCluster,
  MetricPointsContent,
  NodeSampleContent,
  ObservationContent,
  ProxySampleContent,
  SkewNowContent,
  SourceStatusContent,
  SweepContent,
  VerdictEpisode,
} from "../rows";

/**
 * What can wait for the database. Jobs name clusters and nodes by their natural keys, so that they can be made while
 * the database is away; ids are found when the job is written, in the order in which jobs were made.
 */
export type WriteJob =
  | { readonly kind: "clusters"; readonly clusters: readonly FleetCluster[] }
  | {
      readonly kind: "node";
      readonly clusterKey: string;
      readonly address: string;
      readonly nodeId: string | null;
      readonly seenAt?: Date;
    }
  | {
      readonly kind: "node-gone";
      readonly clusterKey: string;
      readonly address: string;
      readonly goneAt: Date;
    }
  | SweepJob
  | { readonly kind: "samples"; readonly samples: readonly QueuedSample[] }
  | { readonly kind: "observations"; readonly observations: readonly QueuedObservation[] }
  | { readonly kind: "proxy-samples"; readonly samples: readonly QueuedProxySample[] }
  | SkewNowJob
  | { readonly kind: "verdicts"; readonly clusterKey: string; readonly episodes: readonly VerdictEpisode[] }
  | SourcesJob
  | MetricsJob
  | ElastiCacheNowJob
  | (CacheParametersContent & { readonly kind: "cache-parameters"; readonly clusterKey: string })
  | CloudWatchNowJob
  | { readonly kind: "cloudwatch-usage"; readonly usage: readonly CloudWatchUsageRow[] };

/** Points of one cluster's series, with what of each has now been fetched. */
export interface MetricsJob {
  readonly kind: "metrics";
  readonly clusterKey: string;
  readonly series: readonly MetricPointsContent[];
}

export interface ElastiCacheNowJob extends ElastiCacheNowContent {
  readonly kind: "elasticache-now";
  readonly clusterKey: string;
}

export interface CloudWatchNowJob extends CloudWatchNowContent {
  readonly kind: "cloudwatch-now";
  readonly clusterKey: string;
}

export interface SweepJob extends SweepContent {
  readonly kind: "sweep";
  readonly clusterKey: string;
  readonly address: string;
}

export interface SourcesJob {
  readonly kind: "sources";
  readonly sources: readonly QueuedSourceStatus[];
}

/** Only the newest counts: one that waits is replaced by the next. */
export interface SkewNowJob {
  readonly kind: "skew-now";
  readonly assessments: readonly QueuedSkewNow[];
}

export interface QueuedSample extends NodeSampleContent {
  readonly clusterKey: string;
  readonly address: string;
}

export interface QueuedProxySample extends ProxySampleContent {
  readonly clusterKey: string;
  readonly proxy: string;
}

export interface QueuedSkewNow extends SkewNowContent {
  readonly clusterKey: string;
}

export interface QueuedObservation extends ObservationContent {
  readonly clusterKey: string;
  /** Null: about the cluster. */
  readonly address: string | null;
}

export interface QueuedSourceStatus extends SourceStatusContent {
  readonly clusterKey: string;
  /** Null: the source is the cluster, not one node. */
  readonly address: string | null;
}
