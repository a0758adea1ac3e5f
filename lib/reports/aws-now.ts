import type { AwsCallRow } from "@/lib/contract/aws";
import type { CloudWatchNow, MetricSignal } from "@/lib/domain/cloudwatch/model";
import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { Store } from "@/lib/store/client";
import { type CloudWatchNowRecord, readCloudWatchNow } from "@/lib/store/reads/read-cloudwatch-now";
import { readClusterSources } from "@/lib/store/reads/read-cluster-sources";
import { readElastiCacheNow } from "@/lib/store/reads/read-elasticache-now";
import { awsCallsOf } from "./metrics/calls";

/** What AWS tells of a cluster now. */
export interface ClusterAws {
  /** Null: it is not ElastiCache's, or AWS has not told of it yet. */
  readonly facts: ElastiCacheFacts | null;
  readonly calls: readonly AwsCallRow[];
  /** Empty while the last word is too old to stand for now. */
  readonly signals: readonly MetricSignal[];
}

export interface FleetAws {
  of(clusterId: number): ClusterAws;
  /** The newest word on what CloudWatch costs: it is the whole fleet's. */
  readonly cloudwatch: CloudWatchNow | null;
}

/** What AWS tells of these clusters, or of all: three statements, however many there are. */
export async function readAwsNow(
  store: Store,
  clusterIds: readonly number[] | null,
  now: Date,
): Promise<FleetAws> {
  const told = new Map(
    (await readElastiCacheNow(store, clusterIds)).map((row) => [row.clusterId, row.facts]),
  );
  const metrics = await readCloudWatchNow(store, clusterIds);
  const byCluster = new Map(metrics.map((row) => [row.clusterId, row]));
  const sources = await readClusterSources(store, clusterIds);
  const newest = [...metrics].sort((left, right) => right.at.getTime() - left.at.getTime())[0];
  return {
    of: (clusterId) => ({
      facts: told.get(clusterId) ?? null,
      calls: awsCallsOf(
        sources.filter((row) => row.clusterId === clusterId),
        now,
      ),
      signals: signalsNow(byCluster.get(clusterId), now.getTime()),
    }),
    cloudwatch: newest?.now ?? null,
  };
}

const FRESH_MS = 300_000;

/** Three missed rounds, and at least five minutes: what was said before says nothing about now. */
function signalsNow(row: CloudWatchNowRecord | undefined, nowMs: number): readonly MetricSignal[] {
  if (row === undefined) return [];
  const limitMs = Math.max(FRESH_MS, 3 * (row.now.plan.coreEveryMs ?? 0));
  return nowMs - row.at.getTime() <= limitMs ? row.now.signals : [];
}
