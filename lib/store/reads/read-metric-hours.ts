import type { Store } from "../client";

/** An hour of one series. */
export interface MetricHourRecord {
  readonly seriesId: number;
  /** Start of the hour. */
  readonly at: Date;
  /** 60 values, a minute each; null: none came. */
  readonly points: readonly (number | null)[];
}

/** The hours of these series that overlap [from, to), by series and time. */
export async function readMetricHours(
  store: Store,
  seriesIds: readonly number[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<MetricHourRecord[]> {
  if (seriesIds.length === 0) return [];
  return store.prisma.$queryRaw<MetricHourRecord[]>`
    SELECT series_id AS "seriesId", at, to_jsonb(points) AS points
    FROM metric_hour
    WHERE series_id = ANY(${[...seriesIds]}::int[])
      AND at > ${from}::timestamptz - interval '1 hour' AND at < ${to}::timestamptz
    ORDER BY series_id, at`;
}
