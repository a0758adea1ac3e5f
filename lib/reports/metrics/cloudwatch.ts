import type { MetricSeries } from "@/lib/contract/metrics";
import { definitionOf, toUnit } from "@/lib/domain/cloudwatch/catalogue";
import type { MetricDefinition } from "@/lib/domain/cloudwatch/model";
import type { ElastiCacheKind } from "@/lib/domain/elasticache/model";
import { endOf } from "@/lib/domain/series/grid";
import type { Store } from "@/lib/store/client";
import { readMetricHours } from "@/lib/store/reads/read-metric-hours";
import type { MetricSeriesRecord } from "@/lib/store/reads/read-metric-series";
import { readMetricSums } from "@/lib/store/reads/read-metric-sums";
import { inIso, type Span } from "../window";
import { type HourOfPoints, lineOfHours, lineOfSums, type MetricLine } from "./lines";
import type { PointsPlan } from "./plan";

/** A stored series and what the catalogue says of it. */
export interface KnownSeries {
  readonly record: MetricSeriesRecord;
  readonly definition: MetricDefinition;
}

/** Stored series that the catalogue has: of what it dropped nobody knows the unit any more. */
export function knownSeries(records: readonly MetricSeriesRecord[], kind: ElastiCacheKind): KnownSeries[] {
  return records.flatMap((record) => {
    const definition = definitionOf(record, kind);
    return definition === null ? [] : [{ record, definition }];
  });
}

/** The series' points on the grid. A series without a point in the window stays, empty: it was asked for. */
export async function readPoints(
  store: Store,
  series: readonly KnownSeries[],
  plan: PointsPlan,
  nodeOf: (subject: string) => string | null,
): Promise<MetricSeries[]> {
  const ids = series.map(({ record }) => record.seriesId);
  const lineOf = await readLines(store, ids, plan);
  return series.map(({ record, definition }): MetricSeries => {
    const { metric, statistic, subject, seriesId } = record;
    const line = lineOf(seriesId, (value) => toUnit(definition, value));
    const { unit } = definition;
    return { source: "cloudwatch", metric, subject, node: nodeOf(subject), statistic, unit, ...line };
  });
}

type Lines = (seriesId: number, convert: (value: number) => number) => MetricLine;

async function readLines(store: Store, ids: readonly number[], { grid, from }: PointsPlan): Promise<Lines> {
  if (from === "minutes") {
    const hours = await readHoursBySeries(store, ids, { fromMs: grid.startMs, toMs: endOf(grid) });
    return (seriesId, convert) => lineOfHours(grid, hours.get(seriesId) ?? [], convert);
  }
  const rows = await readMetricSums(store, { seriesIds: ids, ...grid });
  const sums = new Map(rows.map((row) => [row.seriesId, row]));
  return (seriesId, convert) => lineOfSums(grid, sums.get(seriesId), convert);
}

/** Minutes of series, by id: those that overlap the window. */
export async function readHoursBySeries(
  store: Store,
  ids: readonly number[],
  { fromMs, toMs }: Span,
): Promise<Map<number, HourOfPoints[]>> {
  const hours = new Map<number, HourOfPoints[]>();
  const window = { from: new Date(fromMs), to: new Date(toMs) };
  for (const hour of await readMetricHours(store, ids, window)) {
    const own = hours.get(hour.seriesId);
    if (own === undefined) hours.set(hour.seriesId, [hour]);
    else own.push(hour);
  }
  return hours;
}

/** The slowest cadence is three hours: what was not fetched for longer is not asked for any more. */
const STILL_ASKED_MS = 3 * 3_600_000;

/**
 * The part of the window that was asked for of every series that is still asked for; null: none of it. Outside of it a
 * missing point says nothing.
 */
export function fetchedWindow(
  records: readonly MetricSeriesRecord[],
  window: Span,
): { from: string; to: string } | null {
  const newestMs = Math.max(...records.map(({ fetchedTo }) => fetchedTo.getTime()));
  const asked = records.filter(({ fetchedTo }) => fetchedTo.getTime() >= newestMs - STILL_ASKED_MS);
  const fromMs = Math.max(window.fromMs, ...asked.map(({ fetchedFrom }) => fetchedFrom.getTime()));
  const toMs = Math.min(window.toMs, ...asked.map(({ fetchedTo }) => fetchedTo.getTime()));
  return asked.length === 0 || toMs <= fromMs ? null : { from: inIso(fromMs), to: inIso(toMs) };
}
