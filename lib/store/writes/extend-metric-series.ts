import type { Store } from "../client";
import type { MetricPointsContent } from "../rows";
import type { MetricSeriesId } from "./intern-metric-series";

/**
 * Notes what has been asked for. What is known stays one stretch: a window that touches it makes it longer, a later one
 * that does not begins a new stretch (the hole before it is for the backfill), an earlier one that does not is forgotten.
 */
export async function extendMetricSeries(
  store: Store,
  series: readonly MetricPointsContent[],
  ids: MetricSeriesId,
): Promise<void> {
  const fetched = new Map<number, { fromMs: number; toMs: number }>();
  for (const given of series) {
    const id = ids(given);
    if (id === null) continue;
    const known = fetched.get(id) ?? { fromMs: given.fetchedFromMs, toMs: given.fetchedToMs };
    fetched.set(id, {
      fromMs: Math.min(known.fromMs, given.fetchedFromMs),
      toMs: Math.max(known.toMs, given.fetchedToMs),
    });
  }
  const seriesIds = [...fetched.keys()];
  const from = [...fetched.values()].map(({ fromMs }) => new Date(fromMs));
  const to = [...fetched.values()].map(({ toMs }) => new Date(toMs));
  await store.prisma.$executeRaw`
    UPDATE metric_series known SET
      fetched_from = CASE WHEN given.fetched_from <= known.fetched_to
        THEN least(known.fetched_from, given.fetched_from) ELSE given.fetched_from END,
      fetched_to = greatest(known.fetched_to, given.fetched_to)
    FROM unnest(${seriesIds}::int[], ${from}::timestamptz[], ${to}::timestamptz[]) AS given (id, fetched_from, fetched_to)
    WHERE known.id = given.id AND given.fetched_to >= known.fetched_from`;
}
