import type { MetricCoverage } from "@/lib/domain/cloudwatch/model";
import type { Store } from "../client";

interface CoverageRow extends Omit<MetricCoverage, "fetchedFromMs" | "fetchedToMs"> {
  readonly fetchedFrom: Date;
  readonly fetchedTo: Date;
}

/** What of each series of the cluster with this key has been asked for already. */
export async function readMetricCoverage(store: Store, clusterKey: string): Promise<MetricCoverage[]> {
  const rows = await store.prisma.$queryRaw<CoverageRow[]>`
    SELECT series.subject, series.metric, series.statistic,
      series.fetched_from AS "fetchedFrom", series.fetched_to AS "fetchedTo"
    FROM metric_series series
    JOIN cluster ON cluster.id = series.cluster_id
    WHERE cluster.key = ${clusterKey}`;
  return rows.map(({ fetchedFrom, fetchedTo, ...key }) => ({
    ...key,
    fetchedFromMs: fetchedFrom.getTime(),
    fetchedToMs: fetchedTo.getTime(),
  }));
}
