import { shortNode } from "../node-names";
import { formatCount } from "../words";
import { placeLabels } from "./label-placement";
import type { ChartLine, LineChartModel } from "./line-model";
import { formatLineEnd, type LineUnit } from "./line-unit";
import { type PlotBox, xOfTime, yOfValue } from "./plot-scale";
import type { SeriesTone } from "./series-tones";
import { estimateTextPx, fitText } from "./text-width";
import { placeTimeTicks, type TimeTick } from "./time-ticks";
import { chooseValueAxis, type ValueAxis } from "./value-ticks";

/** Where everything of a line chart stands in a drawing of a given size. */
export interface LineLayout {
  readonly box: PlotBox;
  readonly values: ValueAxis;
  readonly times: readonly TimeTick[];
  /** end: beside the line's end. below: under the plot, where a column beside it would eat the plot. */
  readonly labels: "end" | "below";
  readonly endLabels: readonly EndLabel[];
  /** Lines whose label found no room. */
  readonly unlabelled: readonly string[];
  /** Name of the reference line, above or below everything that runs where it stands. */
  readonly referenceLabel: { readonly text: string; readonly x: number; readonly y: number } | null;
}

export interface EndLabel {
  readonly name: string;
  readonly tone: SeriesTone;
  /** Name, cut to its column. */
  readonly text: string;
  readonly value: string;
  /** Where the line ends, and where its label begins. */
  readonly anchorX: number;
  readonly anchorY: number;
  readonly x: number;
  readonly y: number;
  readonly current: boolean;
}

export const LABEL_FONT_PX = 11.5;
const LABEL_LINE_PX = 15;
/** Room between the line's end and its label, for the leader that joins them. */
const LEADER_PX = 14;
const TIME_AXIS_PX = 24;
const TOP_PX = 10;
/** Below this width a label column would leave less than two thirds to the plot. */
const NARROW_PX = 480;
const WIDEST_NAME_PX = 132;

export function layoutLines(model: LineChartModel, size: { widthPx: number; heightPx: number }): LineLayout {
  const heightPx = size.heightPx - TOP_PX - TIME_AXIS_PX;
  const wanted = Math.max(2, Math.floor(heightPx / 52));
  const values = chooseValueAxis(model.max, { wanted, whole: model.unit === "count" });
  const left = Math.ceil(Math.max(...values.ticks.map((tick) => textPx(formatTick(tick))))) + 10;
  const labels = size.widthPx < NARROW_PX ? "below" : "end";
  const drawn = model.lines.filter((line) => line.last !== null);
  const right = labels === "end" ? labelColumnPx(drawn, model.unit) : 10;
  const box = { left, top: TOP_PX, width: Math.max(40, size.widthPx - left - right), height: heightPx };
  const { placed, hidden } =
    labels === "end" ? placeEndLabels(drawn, model, box, values) : { placed: [], hidden: [] };
  return {
    box,
    values,
    times: placeTimeTicks(model.fromMs, model.toMs, { widthPx: box.width, leftPx: left, rightPx: right }),
    labels,
    endLabels: placed,
    unlabelled: hidden,
    referenceLabel: placeReferenceLabel(model, box, values),
  };
}

/** "2,500", "0.5"; above 99,999 in thousands, so that the axis stays narrow. */
export function formatTick(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(2))}M`;
  if (value >= 1e5) return `${formatCount(value / 1e3)}k`;
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}

function textPx(text: string): number {
  return estimateTextPx(text, LABEL_FONT_PX);
}

function labelColumnPx(lines: readonly ChartLine[], unit: LineUnit): number {
  const widths = lines.map(
    (line) => Math.min(WIDEST_NAME_PX, textPx(shortNode(line.name))) + textPx(` ${valueText(line, unit)}`),
  );
  return widths.length === 0 ? 12 : Math.ceil(Math.max(...widths)) + LEADER_PX + 6;
}

function valueText(line: ChartLine, unit: LineUnit): string {
  return line.last ? formatLineEnd(unit, line.last.value) : "";
}

function placeEndLabels(
  lines: readonly ChartLine[],
  model: LineChartModel,
  box: PlotBox,
  values: ValueAxis,
): { placed: EndLabel[]; hidden: string[] } {
  const wanted = lines.flatMap((line) =>
    line.last
      ? [
          {
            name: line.name,
            y: yOfValue(line.last.value, values.top, box),
            weight: line.tone === "subject" ? Infinity : line.last.value,
            line,
          },
        ]
      : [],
  );
  const byName = new Map(wanted.map((one) => [one.name, one.line]));
  const column = { top: box.top + 2, bottom: box.top + box.height + 4, gap: LABEL_LINE_PX };
  const { placed, hidden } = placeLabels(wanted, column);
  const labels = placed.flatMap((label): EndLabel[] => {
    const line = byName.get(label.name);
    if (!line?.last) return [];
    return [
      {
        name: line.name,
        tone: line.tone,
        text: fitText(shortNode(line.name), WIDEST_NAME_PX, LABEL_FONT_PX),
        value: valueText(line, model.unit),
        anchorX: xOfTime(model.atMs[line.last.index] ?? model.toMs, model, box),
        anchorY: label.anchorY,
        x: box.left + box.width + LEADER_PX,
        y: label.y,
        current: line.current,
      },
    ];
  });
  return { placed: labels, hidden };
}

function placeReferenceLabel(
  model: LineChartModel,
  box: PlotBox,
  values: ValueAxis,
): LineLayout["referenceLabel"] {
  const { reference } = model;
  const index = reference?.values.findIndex((value) => value !== null) ?? -1;
  if (!reference || index < 0) return null;
  const x = xOfTime(model.atMs[index] ?? model.fromMs, model, box) + 5;
  const endX = x + textPx(reference.name) + 4;
  const beside: number[] = [];
  for (let i = index; i < model.atMs.length; i++) {
    if (xOfTime(model.atMs[i] ?? model.toMs, model, box) > endX) break;
    for (const series of [reference, ...model.lines]) {
      const value = series.values[i];
      if (value !== null && value !== undefined) beside.push(value);
    }
  }
  const above = yOfValue(Math.max(...beside), values.top, box) - 7;
  const below = yOfValue(Math.min(...beside), values.top, box) + 15;
  const fits = above - LABEL_FONT_PX >= box.top - TOP_PX;
  return { text: reference.name, x, y: fits ? above : Math.min(below, box.top + box.height - 4) };
}
