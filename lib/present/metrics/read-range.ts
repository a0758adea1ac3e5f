import type { ChartTable } from "../charts/chart-table";
import { BY_MOMENT, momentRow } from "../charts/chart-table";
import type { ChartMark } from "../charts/line-model";
import type { MomentReading, ReadingRow } from "../charts/read-moment";
import { formatClock, formatMinutes } from "../time";
import { formatStep } from "./prepare-range-chart";
import { bucketAt, type RangeChartModel, type RangeGrid, type RangeTrack } from "./range-model";
import { formatMetric } from "./units";

const MOST_REMARKS = 4;
const SOURCES = { cloudwatch: "CloudWatch", engine: "Evenkeel", proxy: "Proxy" } as const;

/** What a chart says of the moment under the cursor: each value with the stretch that it stands for. */
export function readRange(model: RangeChartModel, atMs: number, marks: readonly ChartMark[]): MomentReading {
  const rows = model.subjects.map((subject): ReadingRow & { order: number } => {
    const own = model.tracks.filter((track) => track.subject.key === subject.key);
    const values = own.map((track) => track.values[bucketAt(track.grid, atMs)] ?? null);
    return {
      name: subject.label,
      value: own.map((track) => valueWords(model, track, atMs, own.length > 1)).join(" · "),
      tone: subject.tone,
      order: Math.max(-1, ...values.map((value) => value ?? -1)),
    };
  });
  rows.sort((a, b) => b.order - a.order);
  const bands = model.bands.filter((band) => band.fromMs <= atMs && atMs < band.toMs);
  const happened = marks.filter((mark) => Math.abs(mark.atMs - atMs) <= Math.max(mark.precisionMs, 1000));
  const found = [...bands.map((band) => band.sentence), ...happened.map((mark) => mark.sentence)];
  const more = found.length - MOST_REMARKS;
  return {
    atMs,
    rows: [
      ...rows.map(({ name, value, tone }) => ({ name, value, tone })),
      ...(model.reference
        ? [{ name: model.reference.name, value: formatMetric(model.unit, model.reference.value), tone: null }]
        : []),
    ],
    remarks: [
      ...(more > 0 ? [...found.slice(0, MOST_REMARKS), `and ${more} more`] : found),
      ...gridsOf(model).map((grid) => sayStretch(grid, atMs)),
    ],
  };
}

/** The value of the bucket; where it stands alone, with its largest point. */
function valueWords(model: RangeChartModel, track: RangeTrack, atMs: number, beside: boolean): string {
  const index = bucketAt(track.grid, atMs);
  const value = track.values[index] ?? null;
  const peak = track.peaks[index] ?? null;
  const text = formatMetric(model.unit, value);
  if (beside || value === null || peak === null || peak <= value) return text;
  return `${text}, max ${formatMetric(model.unit, peak)}`;
}

/** The bucket that a reading begins with: that of the coarsest grid, which is what the chart is drawn by. */
export function stretchAt(model: RangeChartModel, atMs: number): { fromMs: number; toMs: number } | null {
  const grid = leadingGrid(model);
  const start = grid?.startsMs[bucketAt(grid, atMs)];
  return grid && start !== undefined ? { fromMs: start, toMs: start + grid.stepMs } : null;
}

export function leadingGrid(model: RangeChartModel): RangeGrid | null {
  return gridsOf(model).reduce<RangeGrid | null>(
    (best, grid) => (best === null || grid.stepMs > best.stepMs ? grid : best),
    null,
  );
}

function gridsOf(model: RangeChartModel): RangeGrid[] {
  return [...new Map(model.tracks.map((track) => [track.grid.source, track.grid])).values()];
}

/** "CloudWatch 14:03–14:04, 60 s points" */
function sayStretch(grid: RangeGrid, atMs: number): string {
  const start = grid.startsMs[bucketAt(grid, atMs)];
  const points = `${formatStep(grid.resolutionMs)} points`;
  if (start === undefined) return `${SOURCES[grid.source]}: ${points}, none here`;
  return `${SOURCES[grid.source]} ${formatStretch(start, start + grid.stepMs)}, ${points}`;
}

/** "14:03–14:04", with seconds where there are any. */
export function formatStretch(fromMs: number, toMs: number): string {
  const whole = fromMs % 60_000 === 0 && toMs % 60_000 === 0;
  const clock = whole ? formatMinutes : formatClock;
  return `${clock(fromMs)}–${clock(toMs)}`;
}

/** All numbers of a chart on its finest grid; a coarser value stands in each row that its stretch covers. */
export function tableOfRange(model: RangeChartModel): ChartTable {
  const grid = gridsOf(model).reduce<RangeGrid | null>(
    (best, one) => (best === null || one.stepMs < best.stepMs ? one : best),
    null,
  );
  const rows = (grid?.startsMs ?? []).map((startMs) =>
    momentRow(
      startMs,
      model.tracks.map((track) => track.values[bucketAt(track.grid, startMs)] ?? null),
    ),
  );
  const last = rows.findLastIndex((row) => row.values.some((value) => value !== null));
  return { first: BY_MOMENT, columns: model.tracks.map(columnName), rows: rows.slice(0, last + 1).reverse() };
}

/** The whole address, which is what somebody pastes elsewhere. */
function columnName({ subject, word }: RangeTrack): string {
  return word === "" ? subject.key : `${subject.key} ${word}`;
}
