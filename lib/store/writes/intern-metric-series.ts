import type { MetricKey } from "@/lib/domain/cloudwatch/model";
import type { Store } from "../client";
import type { MetricPointsContent } from "../rows";
import { storableText } from "../storable-text";
import { internKey } from "./intern-cache";

/** Id of a series; null: it was not among those given. */
export type MetricSeriesId = (key: MetricKey) => number | null;

/** Ids of a cluster's series; those that are new begin with nothing fetched. Costs nothing once all are known. */
export async function internMetricSeries(
  store: Store,
  clusterId: number,
  series: readonly MetricPointsContent[],
): Promise<MetricSeriesId> {
  const cache = store.interned.metricSeries;
  const keyOf = ({ subject, metric, statistic }: MetricKey) =>
    internKey(clusterId, JSON.stringify([subject, metric, statistic].map(storableText)));
  const added = new Map(series.filter((one) => !cache.has(keyOf(one))).map((one) => [keyOf(one), one]));
  if (added.size > 0) {
    const given = [...added.values()];
    const subjects = given.map(({ subject }) => storableText(subject));
    const metrics = given.map(({ metric }) => storableText(metric));
    const statistics = given.map(({ statistic }) => storableText(statistic));
    const from = given.map(({ fetchedFromMs }) => new Date(fetchedFromMs));
    const rows = await store.prisma.$queryRaw<(MetricKey & { id: number })[]>`
      WITH given AS (
        SELECT * FROM unnest(${subjects}::text[], ${metrics}::text[], ${statistics}::text[], ${from}::timestamptz[])
          AS given (subject, metric, statistic, fetched_from)
      ), added AS (
        INSERT INTO metric_series (cluster_id, subject, metric, statistic, fetched_from, fetched_to)
        SELECT ${clusterId}::int, subject, metric, statistic, fetched_from, fetched_from FROM given
        ON CONFLICT (cluster_id, subject, metric, statistic) DO NOTHING
        RETURNING id, subject, metric, statistic
      )
      SELECT id, subject, metric, statistic FROM added
      UNION ALL
      SELECT known.id, known.subject, known.metric, known.statistic FROM metric_series known
      JOIN given USING (subject, metric, statistic)
      WHERE known.cluster_id = ${clusterId}`;
    for (const row of rows) cache.set(keyOf(row), row.id);
  }
  return (key) => cache.get(keyOf(key)) ?? null;
}
