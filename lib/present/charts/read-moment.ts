import { shortNode } from "../node-names";
import { formatRate } from "../words";
import type { ChartMark, GapBand, LineChartModel } from "./line-model";
import { formatLineValue } from "./line-unit";
import type { ChurnModel } from "./prepare-churn";
import type { SeriesTone } from "./series-tones";

/** What a chart says about one moment: for the box at the cursor, and in words for a screen reader. */
export interface MomentReading {
  readonly atMs: number;
  readonly rows: readonly ReadingRow[];
  /** What happened, and what was not collected, at that moment. */
  readonly remarks: readonly string[];
}

export interface ReadingRow {
  readonly name: string;
  readonly value: string;
  /** Null: not a line of the chart (a sum, a reference). */
  readonly tone: SeriesTone | null;
}

export function readLines(model: LineChartModel, index: number): MomentReading {
  const known = [...model.lines, ...model.aside];
  const lines = known
    .map((line) => ({ line, value: line.values[index] ?? null }))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const rows: ReadingRow[] = lines.map(({ line, value }) => ({
    name: shortNode(line.name),
    value: formatLineValue(model.unit, value),
    tone: line.tone,
  }));
  if (model.reference) {
    const value = formatLineValue(model.unit, model.reference.values[index]);
    rows.push({ name: model.reference.name, value, tone: null });
  }
  if (known.length > 1 && model.total !== null) {
    rows.push({ name: "all", value: formatLineValue(model.unit, model.total[index]), tone: null });
  }
  const partial = model.lines.some((line) => line.partial[index] !== null && line.whole[index] === null);
  const remarks = remarksAt(model, index);
  return {
    atMs: model.atMs[index] ?? model.fromMs,
    rows,
    remarks: partial && remarks.length === 0 ? ["some nodes were not seen: the sums lack them"] : remarks,
  };
}

export function readChurn(model: ChurnModel, index: number): MomentReading {
  const unseen = model.unseen[index] ?? null;
  const rows: ReadingRow[] = [
    { name: "opened", value: formatRate(model.opened[index]), tone: null },
    { name: "closed", value: formatRate(model.closed[index]), tone: null },
  ];
  if (unseen !== null && unseen > 0) {
    rows.push({ name: "gone before a sweep saw them", value: formatRate(unseen), tone: null });
  }
  return { atMs: model.atMs[index] ?? model.fromMs, rows, remarks: remarksAt(model, index) };
}

/** The reading as one sentence. */
export function sayReading(reading: MomentReading): string {
  return [...reading.rows.map((row) => `${row.name} ${row.value}`), ...reading.remarks].join("; ");
}

type Happening = {
  readonly startsMs: readonly number[];
  readonly stepMs: number;
  readonly bands: readonly GapBand[];
  readonly marks: readonly ChartMark[];
};

const MOST_REMARKS = 4;

function remarksAt(model: Happening, index: number): string[] {
  const fromMs = model.startsMs[index];
  if (fromMs === undefined) return [];
  const toMs = fromMs + model.stepMs;
  const found = [
    ...model.bands.filter((band) => band.fromMs < toMs && band.toMs > fromMs).map((band) => band.sentence),
    ...model.marks.filter((mark) => mark.atMs >= fromMs && mark.atMs < toMs).map((mark) => mark.sentence),
  ];
  const more = found.length - MOST_REMARKS;
  return more > 0 ? [...found.slice(0, MOST_REMARKS), `and ${more} more`] : found;
}
