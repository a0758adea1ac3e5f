import type { Store } from "../client";
import { withPartitions } from "../partitions";
import type { MetricPointsContent } from "../rows";
import { extendMetricSeries } from "./extend-metric-series";
import { internMetricSeries, type MetricSeriesId } from "./intern-metric-series";

const MIN_MS = 60_000;
const HOUR_MS = 60 * MIN_MS;
const MINUTES = 60;
/** Rows of one statement: half a megabyte. */
const HOURS_PER_STATEMENT = 1000;

/**
 * Stores points of a cluster's series, a minute each: one that is there already is replaced, one that did not come stays
 * as it was. Then notes what has been asked for. Three statements, none of which minds being repeated: after a failure
 * in between the points are there, and are asked for once more.
 */
export async function writeMetrics(
  store: Store,
  clusterId: number,
  series: readonly MetricPointsContent[],
): Promise<void> {
  if (series.length === 0) return;
  const ids = await internMetricSeries(store, clusterId, series);
  const hours = hoursOf(series, ids);
  for (let from = 0; from < hours.length; from += HOURS_PER_STATEMENT) {
    await writeHours(store, hours.slice(from, from + HOURS_PER_STATEMENT));
  }
  await extendMetricSeries(store, series, ids);
}

interface MetricHour {
  readonly seriesId: number;
  readonly atMs: number;
  readonly points: (number | null)[];
}

/** One row a series and hour, however often the series is given: a statement may touch a row once only. */
function hoursOf(series: readonly MetricPointsContent[], ids: MetricSeriesId): MetricHour[] {
  const hours = new Map<string, MetricHour>();
  for (const given of series) {
    const seriesId = ids(given);
    if (seriesId === null) continue;
    for (const [index, atMs] of given.atMs.entries()) {
      const value = given.values[index];
      if (value === undefined || !Number.isFinite(value) || !Number.isFinite(atMs)) continue;
      const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
      const key = `${seriesId} ${hourMs}`;
      const hour = hours.get(key) ?? { seriesId, atMs: hourMs, points: new Array(MINUTES).fill(null) };
      hours.set(key, hour);
      hour.points[Math.floor((atMs - hourMs) / MIN_MS)] = value;
    }
  }
  return [...hours.values()];
}

async function writeHours(store: Store, hours: readonly MetricHour[]): Promise<void> {
  const ids = hours.map(({ seriesId }) => seriesId);
  const moments = hours.map(({ atMs }) => new Date(atMs));
  const points = hours.map((hour) => `{${hour.points.map((value) => value ?? "NULL").join(",")}}`);
  await withPartitions(
    store,
    ["metric_hour"],
    moments,
    () => store.prisma.$executeRaw`
      INSERT INTO metric_hour AS known (series_id, at, points)
      SELECT series_id, at, points::float8[]
      FROM unnest(${ids}::int[], ${moments}::timestamptz[], ${points}::text[]) AS given (series_id, at, points)
      ON CONFLICT (series_id, at) DO UPDATE SET points = merge_points(known.points, excluded.points)`,
  );
}
