import type { LineUnit } from "./line-unit";
import type { SeriesTone } from "./series-tones";

/** What a line chart draws. Instants are milliseconds since the epoch; all arrays are as long as `atMs`. */
export interface LineChartModel {
  readonly unit: LineUnit;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly startsMs: readonly number[];
  /** Middle of each bucket (a mean belongs there), never later than the answer itself. */
  readonly atMs: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Lines that are read and listed but not drawn: they would press the others to the floor. */
  readonly aside: readonly ChartLine[];
  /** All subjects together, for reading a moment; not drawn. Null: a sum would say nothing. */
  readonly total: readonly (number | null)[] | null;
  readonly reference: ReferenceLine | null;
  /** Highest value drawn. */
  readonly max: number;
  readonly bands: readonly GapBand[];
  readonly marks: readonly ChartMark[];
  /** Shown under the title: what the lines leave out. Null: they show everything. */
  readonly note: string | null;
}

export interface ChartLine {
  readonly name: string;
  readonly tone: SeriesTone;
  readonly values: readonly (number | null)[];
  /** The values again, split by how they are drawn: whole where all nodes were seen, dashed where some were not. */
  readonly whole: readonly (number | null)[];
  readonly partial: readonly (number | null)[];
  /** Points with no neighbour to draw a line to: they need a dot, or they would be invisible. */
  readonly lone: readonly (number | null)[];
  /** Last known value, with its place; null: the line has no value at all. */
  readonly last: { readonly index: number; readonly value: number } | null;
  /** False: the line ends before the newest data does. */
  readonly current: boolean;
}

export interface ReferenceLine {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** A stretch that was not collected. */
export interface GapBand {
  readonly fromMs: number;
  readonly toMs: number;
  /** all: nothing was collected. node: one node was not seen, the others were. */
  readonly scope: "all" | "node";
  readonly sentence: string;
}

/** A moment that matters on the page: chosen by the reader, or the beginning of what a verdict says. */
export interface PlotMoment {
  readonly atMs: number;
  readonly role: "chosen" | "since";
  readonly label: string | null;
}

/** Something that happened, drawn on the axis. */
export interface ChartMark {
  readonly atMs: number;
  readonly precisionMs: number;
  readonly sentence: string;
}
