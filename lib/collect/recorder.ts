import type { CloudWatchNow } from "@/lib/domain/cloudwatch/model";
import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { SkewAssessment } from "@/lib/domain/skew/model";
import type {
  QueuedProxySample,
  QueuedSample,
  QueuedSkewNow,
  QueuedSourceStatus,
  WriteJob,
} from "@/lib/store/queue/jobs";
import type {
  CacheParametersContent,
  CloudWatchUsageRow,
  FleetCluster,
  MetricPointsContent,
  ObservationContent,
  SourceStatusContent,
  SweepContent,
  VerdictEpisode,
} from "@/lib/store/rows";

/** Where everything that is collected goes: the write queue, with small things put together. */
export interface Recorder {
  clusters(clusters: readonly FleetCluster[]): void;
  node(clusterKey: string, address: string, nodeId: string | null): void;
  nodeGone(clusterKey: string, address: string, goneAt: Date): void;
  sweep(clusterKey: string, address: string, content: SweepContent): void;
  sample(sample: QueuedSample): void;
  proxySample(sample: QueuedProxySample): void;
  skewNow(clusterKey: string, assessment: SkewAssessment): void;
  verdicts(clusterKey: string, episodes: readonly VerdictEpisode[]): void;
  observation(clusterKey: string, address: string | null, observation: ObservationContent): void;
  /** About the cluster, in one write. */
  observations(clusterKey: string, observations: readonly ObservationContent[]): void;
  elastiCacheNow(clusterKey: string, facts: ElastiCacheFacts): void;
  cacheParameters(clusterKey: string, content: CacheParametersContent): void;
  metrics(clusterKey: string, series: readonly MetricPointsContent[]): void;
  cloudWatchNow(clusterKey: string, now: CloudWatchNow): void;
  cloudWatchUsage(usage: readonly CloudWatchUsageRow[]): void;
  source(clusterKey: string, address: string | null, status: SourceStatusContent): void;
  /** Hands on what waits to be put together. */
  flush(): void;
  stop(): void;
}

/** Samples and statuses of up to a second travel together: a hundred nodes are ten writes a second otherwise. */
const GATHER_MS = 1000;

export function createRecorder(enqueue: (job: WriteJob) => void): Recorder {
  let samples: QueuedSample[] = [];
  let proxySamples: QueuedProxySample[] = [];
  let assessments = new Map<string, QueuedSkewNow>();
  let sources = new Map<string, QueuedSourceStatus>();
  const flush = (): void => {
    if (samples.length > 0) enqueue({ kind: "samples", samples });
    if (proxySamples.length > 0) enqueue({ kind: "proxy-samples", samples: proxySamples });
    if (assessments.size > 0) enqueue({ kind: "skew-now", assessments: [...assessments.values()] });
    if (sources.size > 0) enqueue({ kind: "sources", sources: [...sources.values()] });
    samples = [];
    proxySamples = [];
    assessments = new Map();
    sources = new Map();
  };
  const timer = setInterval(flush, GATHER_MS);
  return {
    clusters: (clusters) => enqueue({ kind: "clusters", clusters }),
    node: (clusterKey, address, nodeId) =>
      enqueue({ kind: "node", clusterKey, address, nodeId, seenAt: new Date() }),
    nodeGone: (clusterKey, address, goneAt) => {
      flush();
      enqueue({ kind: "node-gone", clusterKey, address, goneAt });
    },
    sweep: (clusterKey, address, content) => enqueue({ kind: "sweep", clusterKey, address, ...content }),
    sample: (sample) => samples.push(sample),
    proxySample: (sample) => proxySamples.push(sample),
    skewNow: (clusterKey, assessment) =>
      assessments.set(`${clusterKey} ${assessment.by}`, { clusterKey, assessment }),
    verdicts: (clusterKey, episodes) => enqueue({ kind: "verdicts", clusterKey, episodes }),
    observation: (clusterKey, address, observation) =>
      enqueue({ kind: "observations", observations: [{ clusterKey, address, ...observation }] }),
    observations: (clusterKey, told) => {
      if (told.length === 0) return;
      enqueue({
        kind: "observations",
        observations: told.map((content) => ({ clusterKey, address: null, ...content })),
      });
    },
    elastiCacheNow: (clusterKey, facts) => enqueue({ kind: "elasticache-now", clusterKey, facts }),
    cacheParameters: (clusterKey, content) => enqueue({ kind: "cache-parameters", clusterKey, ...content }),
    metrics: (clusterKey, series) => enqueue({ kind: "metrics", clusterKey, series }),
    cloudWatchNow: (clusterKey, now) => enqueue({ kind: "cloudwatch-now", clusterKey, now }),
    cloudWatchUsage: (usage) => enqueue({ kind: "cloudwatch-usage", usage }),
    source: (clusterKey, address, status) =>
      sources.set(`${clusterKey} ${address ?? ""} ${status.source}`, { clusterKey, address, ...status }),
    flush,
    stop: () => {
      clearInterval(timer);
      flush();
    },
  };
}
