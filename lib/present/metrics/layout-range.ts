import { placeLabels } from "../charts/label-placement";
import { LABEL_FONT_PX } from "../charts/layout-lines";
import { type PlotBox, type TimeSpan, xOfTime, yOfValue } from "../charts/plot-scale";
import type { SeriesTone } from "../charts/series-tones";
import { estimateTextPx, fitText } from "../charts/text-width";
import { placeTimeTicks, type TimeTick } from "../charts/time-ticks";
import { chooseValueAxis, type ValueAxis } from "../charts/value-ticks";
import type { RangeBand, RangeChartModel, RangeTrack } from "./range-model";
import { formatOnAxis } from "./units";

/** Where everything of a chart of ranges stands. Left and right edge of the plot are the same on all charts of a page. */
export interface RangeLayout {
  readonly box: PlotBox;
  readonly axis: ValueAxis;
  readonly times: readonly TimeTick[];
  readonly tracks: readonly PlacedTrack[];
  readonly bands: readonly PlacedRangeBand[];
  /** Height of the limit or threshold; its name stands among the labels. */
  readonly referenceY: number | null;
  /** Empty where labels stand under the plot. */
  readonly labels: readonly RangeLabel[];
  readonly labelsBelow: boolean;
}

export interface PlacedTrack {
  readonly track: RangeTrack;
  /** Values over the whole of their buckets. */
  readonly level: string;
  /** Where one bucket ends and the next begins at another value. */
  readonly risers: string;
  /** From the mean of a bucket to its largest point. */
  readonly reach: string;
}

export interface PlacedRangeBand {
  readonly band: RangeBand;
  readonly x: number;
  readonly width: number;
  /** What fits into it. */
  readonly label: { readonly text: string; readonly widthPx: number } | null;
}

export interface RangeLabel {
  readonly key: string;
  readonly name: string;
  /** Null: a limit, not a subject. */
  readonly tone: SeriesTone | null;
  readonly text: string;
  readonly value: string;
  readonly anchorX: number;
  readonly anchorY: number;
  readonly x: number;
  readonly y: number;
  /** False: the line ends well before its label. */
  readonly current: boolean;
}

const LEFT_PX = 52;
const NARROW_LEFT_PX = 40;
/** Below this width a label column would leave too little to the plot. */
const NARROW_PX = 560;
const LEADER_PX = 14;
const WIDEST_NAME_PX = 104;
/** Room for the last values behind a name: "1,212 · 1,206". */
const VALUES_PX = 88;
/** A line that ends further from the edge is joined to its label by dots: nothing is known in between. */
const NEAR_END_PX = 3;
const TOP_PX = 8;
const TIME_AXIS_PX = 24;
const LABEL_LINE_PX = 15;
const BAND_AIR_PX = 14;

export interface PlotEdges {
  readonly leftPx: number;
  readonly rightPx: number;
}

/** The same for all charts of a page, whatever they show: times then stand under each other. */
export function plotEdges(widthPx: number, names: readonly string[]): PlotEdges {
  if (widthPx < NARROW_PX) return { leftPx: NARROW_LEFT_PX, rightPx: 8 };
  const widest = Math.max(0, ...names.map((name) => estimateTextPx(name, LABEL_FONT_PX)));
  return { leftPx: LEFT_PX, rightPx: LEADER_PX + Math.ceil(Math.min(WIDEST_NAME_PX, widest)) + VALUES_PX };
}

/** Room for a label a subject, and enough for two steps of the axis. */
export function rangeHeightPx(subjects: number): number {
  return Math.max(124, Math.min(13, subjects + 1) * LABEL_LINE_PX + TOP_PX + TIME_AXIS_PX);
}

export function layoutRange(
  model: RangeChartModel,
  size: { readonly widthPx: number; readonly heightPx: number },
  edges: PlotEdges,
): RangeLayout {
  const box: PlotBox = {
    left: edges.leftPx,
    top: TOP_PX,
    width: Math.max(40, size.widthPx - edges.leftPx - edges.rightPx),
    height: size.heightPx - TOP_PX - TIME_AXIS_PX,
  };
  const { divisor, whole, least } = model.scale;
  const wanted = Math.max(2, Math.floor(box.height / 52));
  const axis = chooseValueAxis(Math.max(model.max / divisor, least), { wanted, whole });
  const yOf = (value: number) => yOfValue(value / divisor, axis.top, box);
  const labelsBelow = size.widthPx < NARROW_PX;
  return {
    box,
    axis,
    times: placeTimeTicks(model.fromMs, model.toMs, { widthPx: box.width, leftPx: edges.leftPx, rightPx: 0 }),
    tracks: model.tracks.map((track) => placeTrack(track, model, box, yOf)),
    bands: model.bands.map((band) => placeBand(band, model, box)),
    referenceY: model.reference && yOf(model.reference.value),
    labels: labelsBelow ? [] : placeSubjects(model, box, yOf, edges),
    labelsBelow,
  };
}

function placeTrack(
  track: RangeTrack,
  span: TimeSpan,
  box: PlotBox,
  yOf: (value: number) => number,
): PlacedTrack {
  let [level, risers, reach] = ["", "", ""];
  let before: { endX: number; y: number } | null = null;
  for (const [index, startMs] of track.grid.startsMs.entries()) {
    const value = track.values[index] ?? null;
    const fromMs = Math.max(span.fromMs, startMs);
    const toMs = Math.min(span.toMs, startMs + track.grid.stepMs);
    if (value === null || toMs <= fromMs) {
      before = null;
      continue;
    }
    const [x1, x2, y] = [px(xOfTime(fromMs, span, box)), px(xOfTime(toMs, span, box)), px(yOf(value))];
    level += `M${x1} ${y}H${x2}`;
    if (before !== null && before.y !== y && Math.abs(before.endX - x1) < 0.5) {
      risers += `M${x1} ${before.y}V${y}`;
    }
    const peak = track.peaks[index] ?? null;
    if (peak !== null && peak > value) reach += `M${x1} ${y}H${x2}V${px(yOf(peak))}H${x1}Z`;
    before = { endX: x2, y };
  }
  return { track, level, risers, reach };
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}

function placeBand(band: RangeBand, span: TimeSpan, box: PlotBox): PlacedRangeBand {
  const x = xOfTime(band.fromMs, span, box);
  const width = Math.max(1.5, xOfTime(band.toMs, span, box) - x);
  const widthPx = estimateTextPx(band.sentence, LABEL_FONT_PX);
  const speaks = band.kind === "unfetched" || band.kind === "uncollected";
  return {
    band,
    x,
    width,
    label: speaks && widthPx <= width - BAND_AIR_PX ? { text: band.sentence, widthPx } : null,
  };
}

interface LineEnd {
  readonly key: string;
  readonly name: string;
  readonly tone: SeriesTone | null;
  readonly value: string;
  readonly atMs: number;
  readonly level: number;
}

/** One label a subject: its name, and the last value of each of its strands. */
function lineEnds(model: RangeChartModel): LineEnd[] {
  const ends = model.subjects.flatMap((subject): LineEnd[] => {
    const own = model.tracks.filter((track) => track.subject.key === subject.key);
    const latest = own
      .filter((track) => track.last !== null)
      .reduce<RangeTrack | null>(
        (best, track) => (best === null || endMs(track) > endMs(best) ? track : best),
        null,
      );
    if (!latest?.last) return [];
    const value = own.map((track) => formatOnAxis(model.scale, model.unit, track.last?.value)).join(" · ");
    const { key, label, tone } = subject;
    const atMs = Math.min(model.toMs, endMs(latest));
    return [{ key, name: label, tone, value, atMs, level: latest.last.value }];
  });
  const { reference } = model;
  return reference === null
    ? ends
    : [
        ...ends,
        {
          key: reference.name,
          name: reference.name,
          tone: null,
          value: "",
          atMs: model.toMs,
          level: reference.value,
        },
      ];
}

function placeSubjects(
  model: RangeChartModel,
  box: PlotBox,
  yOf: (value: number) => number,
  edges: PlotEdges,
): RangeLabel[] {
  const ends = lineEnds(model);
  const { placed } = placeLabels(
    ends.map((end) => ({
      name: end.key,
      y: yOf(end.level),
      weight: end.tone === null ? Infinity : end.level,
    })),
    { top: box.top + 2, bottom: box.top + box.height + 1, gap: LABEL_LINE_PX },
  );
  const byKey = new Map(ends.map((end) => [end.key, end]));
  const roomPx = edges.rightPx - LEADER_PX;
  return placed.flatMap((label): RangeLabel[] => {
    const end = byKey.get(label.name);
    if (!end) return [];
    const valuePx = end.value === "" ? 0 : estimateTextPx(end.value, LABEL_FONT_PX) + 5;
    return [
      {
        key: label.name,
        name: end.name,
        tone: end.tone,
        text: fitText(end.name, Math.max(24, roomPx - valuePx), LABEL_FONT_PX),
        value: end.value,
        anchorX: xOfTime(end.atMs, model, box),
        anchorY: label.anchorY,
        x: box.left + box.width + LEADER_PX,
        y: label.y,
        current: xOfTime(end.atMs, model, box) > box.left + box.width - NEAR_END_PX,
      },
    ];
  });
}

function endMs(track: RangeTrack): number {
  return (track.grid.startsMs[track.last?.index ?? 0] ?? 0) + track.grid.stepMs;
}
