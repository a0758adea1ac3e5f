import { POINT_MS } from "@/lib/domain/cloudwatch/model";
import type { Store } from "@/lib/store/client";
import { readCloudWatchUsage } from "@/lib/store/reads/read-cloudwatch-usage";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readElastiCacheNow } from "@/lib/store/reads/read-elasticache-now";
import { type MetricHourRecord, readMetricHours } from "@/lib/store/reads/read-metric-hours";
import { readMetricSeries } from "@/lib/store/reads/read-metric-series";
import { within } from "../within";
import { RECENT_MS } from "./cluster-series";
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
    async series(clusterKey) {
      await afterQueue();
      const [cluster] = await readClusters(store, clusterKey);
      const rows = cluster === undefined ? [] : await readMetricSeries(store, cluster.clusterId);
      const nowMs = Date.now();
      const range = { from: new Date(nowMs - RECENT_MS), to: new Date(nowMs) };
      const ids = rows.filter(({ fetchedTo }) => fetchedTo > range.from).map(({ seriesId }) => seriesId);
      const hours = await readMetricHours(store, ids, range);
      const bySeries = new Map<number, MetricHourRecord[]>();
      for (const hour of hours) {
        const known = bySeries.get(hour.seriesId);
        if (known === undefined) bySeries.set(hour.seriesId, [hour]);
        else known.push(hour);
      }
      return {
        coverage: rows.map(({ fetchedFrom, fetchedTo, ...key }) => ({
          ...key,
          fetchedFromMs: fetchedFrom.getTime(),
          fetchedToMs: fetchedTo.getTime(),
        })),
        recent: rows.flatMap(({ seriesId, subject, metric, statistic }) => {
          const minutes = minutesOf(bySeries.get(seriesId) ?? [], range.from.getTime());
          return minutes.length === 0
            ? []
            : [
                {
                  subject,
                  metric,
                  statistic,
                  atMs: minutes.map(([at]) => at),
                  values: minutes.map(([, value]) => value),
                },
              ];
        }),
      };
    },
    async usage(sinceDay) {
      await afterQueue();
      return readCloudWatchUsage(store, sinceDay, runId);
    },
  };
}

/** The points since `fromMs`, oldest first. */
function minutesOf(hours: readonly MetricHourRecord[], fromMs: number): (readonly [number, number])[] {
  return hours.flatMap(({ at, points }) =>
    points.flatMap((value, minute) => {
      const atMs = at.getTime() + minute * POINT_MS;
      return value === null || atMs < fromMs ? [] : [[atMs, value] as const];
    }),
  );
}
