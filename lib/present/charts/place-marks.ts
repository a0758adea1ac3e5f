import type { ChartMark } from "./line-model";
import { type PlotBox, type TimeSpan, xOfTime } from "./plot-scale";

/** A mark on the axis: one thing that happened, or several too near to each other to be told apart. */
export interface PlacedMark {
  readonly atMs: number;
  readonly x: number;
  /** How far the moments may lie from where they are drawn; null: too little to be seen. */
  readonly precision: { readonly fromX: number; readonly toX: number } | null;
}

/** Marks nearer than this are drawn as one. */
const LEAST_PX = 7;
/** A spread narrower than the mark itself cannot be seen. */
const VISIBLE_PX = 4;

/** `marks` in the order of time. */
export function placeMarks(marks: readonly ChartMark[], span: TimeSpan, box: PlotBox): PlacedMark[] {
  const gathered: ChartMark[][] = [];
  for (const mark of marks) {
    const group = gathered.at(-1);
    const first = group?.[0];
    const near = first && xOfTime(mark.atMs, span, box) - xOfTime(first.atMs, span, box) < LEAST_PX;
    if (group && near) group.push(mark);
    else gathered.push([mark]);
  }
  return gathered.map((group) => placeOne(group, span, box));
}

function placeOne(group: readonly ChartMark[], span: TimeSpan, box: PlotBox): PlacedMark {
  const xs = group.map((mark) => xOfTime(mark.atMs, span, box));
  const spreadPx =
    (Math.max(...group.map((mark) => mark.precisionMs)) / (span.toMs - span.fromMs)) * box.width;
  const [firstX, lastX] = [Math.min(...xs), Math.max(...xs)];
  return {
    atMs: group[0]?.atMs ?? span.fromMs,
    x: (firstX + lastX) / 2,
    precision:
      spreadPx > VISIBLE_PX
        ? {
            fromX: Math.max(box.left, firstX - spreadPx),
            toX: Math.min(box.left + box.width, lastX + spreadPx),
          }
        : null,
  };
}
