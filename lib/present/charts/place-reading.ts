import type { PlotBox } from "./plot-scale";

export const READING_WIDTH_PX = 216;
const GAP_PX = 12;
/** It may reach this far over the plot's right edge, into the column of labels. */
const OVERHANG_PX = 8;

/** Where the box with the reading stands: right of the cursor, else left of it, else (on a phone) under the plot. */
export function placeReading(x: number, box: PlotBox): { left: number; top: number } {
  const right = x + GAP_PX;
  if (right + READING_WIDTH_PX <= box.left + box.width + OVERHANG_PX) return { left: right, top: box.top };
  const left = x - GAP_PX - READING_WIDTH_PX;
  if (left >= 0) return { left, top: box.top };
  return { left: box.left, top: box.top + box.height + 4 };
}
