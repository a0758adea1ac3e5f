import type { Store } from "@/lib/store/client";
import { readCloudWatchUsage } from "@/lib/store/reads/read-cloudwatch-usage";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readElastiCacheNow } from "@/lib/store/reads/read-elasticache-now";
import { readMetricCoverage } from "@/lib/store/reads/read-metric-coverage";
import { within } from "../within";
import type { AwsPast } from "./follow-elasticache";

/** What waits on disk must be in the database before it is asked what is there: else points are asked for twice. */
const DRAINED_WITHIN_MS = 15_000;

export function readAwsPast(
  store: Store,
  { runId, drained }: { readonly runId: string; readonly drained: () => Promise<void> },
): AwsPast {
  let isDrained: Promise<unknown> | null = null;
  const afterQueue = (): Promise<unknown> => {
    isDrained ??= within(drained(), DRAINED_WITHIN_MS);
    return isDrained;
  };
  return {
    async facts() {
      const [clusters, rows] = await Promise.all([readClusters(store), readElastiCacheNow(store, null)]);
      const keys = new Map(clusters.map(({ clusterId, key }) => [clusterId, key]));
      return new Map(
        rows.flatMap(({ clusterId, facts }) => {
          const key = keys.get(clusterId);
          return key === undefined ? [] : [[key, facts] as const];
        }),
      );
    },
    async coverage(clusterKey) {
      await afterQueue();
      return readMetricCoverage(store, clusterKey);
    },
    async usage(sinceDay) {
      await afterQueue();
      return readCloudWatchUsage(store, sinceDay, runId);
    },
  };
}
