import type { Store } from "../client";

export interface MetricSeriesRecord {
  readonly seriesId: number;
  readonly subject: string;
  readonly metric: string;
  readonly statistic: string;
  /** Inside of [fetchedFrom, fetchedTo) a missing point is no data; outside it was not asked for. */
  readonly fetchedFrom: Date;
  readonly fetchedTo: Date;
}

/** The CloudWatch series of a cluster that were ever asked for. */
export async function readMetricSeries(store: Store, clusterId: number): Promise<MetricSeriesRecord[]> {
  return store.prisma.$queryRaw<MetricSeriesRecord[]>`
    SELECT id AS "seriesId", subject, metric, statistic, fetched_from AS "fetchedFrom", fetched_to AS "fetchedTo"
    FROM metric_series WHERE cluster_id = ${clusterId}
    ORDER BY metric, statistic, subject`;
}
