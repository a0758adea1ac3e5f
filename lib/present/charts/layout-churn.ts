import { formatRate } from "../words";
import { formatTick, LABEL_FONT_PX } from "./layout-lines";
import type { PlotBox } from "./plot-scale";
import type { ChurnModel } from "./prepare-churn";
import { lastKnown } from "./split-lines";
import { estimateTextPx } from "./text-width";
import { placeTimeTicks, type TimeTick } from "./time-ticks";
import { chooseValueAxis } from "./value-ticks";

/** Where everything of a mirrored chart stands: one axis up, the same one down, zero in the middle. */
export interface ChurnLayout {
  readonly box: PlotBox;
  /** Value at the upper edge; the lower edge is its negative. */
  readonly top: number;
  /** From the lowest to the highest; negative ones are written without their sign. */
  readonly ticks: readonly number[];
  readonly times: readonly TimeTick[];
  /** Last known rates, to be written beside the plot; null: none, or no room. */
  readonly ends: { readonly opened: string; readonly closed: string } | null;
}

const TIME_AXIS_PX = 24;
const TOP_PX = 10;
const NARROW_PX = 480;

export function layoutChurn(model: ChurnModel, size: { widthPx: number; heightPx: number }): ChurnLayout {
  const height = size.heightPx - TOP_PX - TIME_AXIS_PX;
  const half = chooseValueAxis(model.max, { wanted: height > 220 ? 3 : 2, whole: false });
  const ticks = [
    ...half.ticks
      .slice(1)
      .map((tick) => -tick)
      .reverse(),
    ...half.ticks,
  ];
  const left = Math.ceil(Math.max(...half.ticks.map((tick) => textPx(formatTick(tick))))) + 10;
  const opened = lastKnown(model.opened);
  const closed = lastKnown(model.closed);
  const ends =
    size.widthPx >= NARROW_PX && opened && closed
      ? { opened: `opened ${formatRate(opened.value)}`, closed: `closed ${formatRate(closed.value)}` }
      : null;
  const right = ends ? Math.ceil(Math.max(textPx(ends.opened), textPx(ends.closed))) + 14 : 10;
  const width = Math.max(40, size.widthPx - left - right);
  return {
    box: { left, top: TOP_PX, width, height },
    top: half.top,
    ticks,
    times: placeTimeTicks(model.fromMs, model.toMs, { widthPx: width, leftPx: left, rightPx: right }),
    ends,
  };
}

/** Height of a rate, negative for closed: zero stands in the middle. */
export function yOfChurn(value: number, top: number, box: PlotBox): number {
  return box.top + ((top - value) / (2 * top)) * box.height;
}

/** One corner of the stepped outline; closed is negative, as it is drawn downwards. */
export interface ChurnCorner {
  readonly atMs: number;
  readonly opened: number | null;
  readonly closed: number | null;
  /** Outline of opened (closed) with what no sweep saw; null where there was none. */
  readonly openedAll: number | null;
  readonly closedAll: number | null;
}

/** Corners of the steps: each bucket fills its whole width, also the last one before a gap. */
export function traceChurn(model: ChurnModel): ChurnCorner[] {
  const corners: ChurnCorner[] = [];
  for (const [index, atMs] of model.startsMs.entries()) {
    const corner = cornerAt(model, index, atMs);
    corners.push(corner);
    const next = index + 1 < model.startsMs.length ? cornerAt(model, index + 1, 0) : null;
    const ends = corner.opened !== null && (next === null || next.opened === null);
    const unseenEnds = corner.openedAll !== null && (next === null || next.openedAll === null);
    if (ends || unseenEnds) corners.push({ ...corner, atMs: Math.min(atMs + model.stepMs, model.toMs) });
  }
  return corners;
}

function cornerAt(model: ChurnModel, index: number, atMs: number): ChurnCorner {
  const opened = model.opened[index] ?? null;
  const closed = model.closed[index] ?? null;
  const unseen = model.unseen[index] ?? 0;
  return {
    atMs,
    opened,
    closed: closed === null ? null : -closed,
    openedAll: opened === null || unseen <= 0 ? null : opened + unseen,
    closedAll: closed === null || unseen <= 0 ? null : -(closed + unseen),
  };
}

function textPx(text: string): number {
  return estimateTextPx(text, LABEL_FONT_PX);
}
