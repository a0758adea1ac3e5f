import { LABEL_FONT_PX } from "./layout-lines";
import type { GapBand } from "./line-model";
import { type PlotBox, type TimeSpan, xOfTime } from "./plot-scale";
import { estimateTextPx } from "./text-width";

/** A stretch that was not collected, in px; the label is what fits into it. */
export interface PlacedBand {
  readonly band: GapBand;
  readonly x: number;
  readonly width: number;
  readonly label: { readonly text: string; readonly widthPx: number } | null;
}

/** What stands in a band too narrow for its reason. */
const SHORT_LABEL = "not collected";
const LABEL_AIR_PX = 14;
/** A gap is never too short to be seen. */
const NARROWEST_PX = 1.5;

export function placeBands(bands: readonly GapBand[], span: TimeSpan, box: PlotBox): PlacedBand[] {
  return bands.map((band) => {
    const x = xOfTime(band.fromMs, span, box);
    const width = Math.max(NARROWEST_PX, xOfTime(band.toMs, span, box) - x);
    return { band, x, width, label: band.scope === "all" ? labelFor(band.sentence, width) : null };
  });
}

function labelFor(sentence: string, width: number): PlacedBand["label"] {
  for (const text of [sentence, SHORT_LABEL]) {
    const widthPx = estimateTextPx(text, LABEL_FONT_PX);
    if (widthPx <= width - LABEL_AIR_PX) return { text, widthPx };
  }
  return null;
}
