import type { Store } from "../client";

/** Whole hours of these series: bucket `i` is [startMs + i × stepMs, startMs + (i + 1) × stepMs), in whole hours. */
export interface MetricSumsRange {
  readonly seriesIds: readonly number[];
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** One series: parallel arrays over the buckets that hold points, ascending. */
export interface MetricSums {
  readonly seriesId: number;
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
  readonly sums: readonly number[];
  readonly maxima: readonly number[];
}

/** Points summed per series and bucket. One row a series: for windows of days, of which nobody wants the minutes. */
export async function readMetricSums(store: Store, range: MetricSumsRange): Promise<MetricSums[]> {
  if (range.seriesIds.length === 0) return [];
  const start = new Date(range.startMs);
  const end = new Date(range.startMs + range.count * range.stepMs);
  return store.prisma.$queryRaw<MetricSums[]>`
    WITH summed AS (
      SELECT series_id, floor(date_part('epoch', at - ${start}::timestamptz) * 1000 / ${range.stepMs}::float8)::int AS bucket,
        sum(hour.count)::int AS count, sum(hour.sum)::float8 AS sum, max(hour.max) AS max
      FROM metric_hour
      CROSS JOIN LATERAL (SELECT count(p) AS count, sum(p) AS sum, max(p) AS max FROM unnest(points) AS p) hour
      WHERE series_id = ANY(${[...range.seriesIds]}::int[])
        AND at >= ${start}::timestamptz AND at < ${end}::timestamptz AND hour.count > 0
      GROUP BY 1, 2
    )
    SELECT series_id AS "seriesId", array_agg(bucket ORDER BY bucket) AS buckets,
      array_agg(count ORDER BY bucket) AS counts, array_agg(sum ORDER BY bucket) AS sums,
      array_agg(max ORDER BY bucket) AS maxima
    FROM summed GROUP BY series_id`;
}
