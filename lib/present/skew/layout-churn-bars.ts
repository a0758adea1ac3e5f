import type { PlotBox } from "../charts/plot-scale";
import { estimateTextPx, fitText } from "../charts/text-width";
import { shortNode } from "../node-names";
import { formatNumber } from "../words";
import type { ChurnBar } from "./prepare-churn-bars";

export interface PlacedBar extends ChurnBar {
  readonly x: number;
  readonly width: number;
  /** Height in px above and below zero; null: not known. */
  readonly openedPx: number | null;
  readonly closedPx: number | null;
  readonly openedText: string;
  readonly closedText: string;
  /** beside: right of the bar. end: above and below it, where bars stand close. */
  readonly textAt: "beside" | "end";
  readonly label: string;
  readonly middle: number;
}

export interface ChurnBarsLayout {
  readonly box: PlotBox;
  readonly zeroY: number;
  readonly bars: readonly PlacedBar[];
}

export const BAR_FONT_PX = 11;
const NAMES_PX = 24;
const TOP_PX = 16;
const SIDE_PX = 58;
const NARROW_SIDE_PX = 6;
const WIDEST_PX = 34;
/** Per second at the full height of a half: all-zero rates are drawn as nothing. */
const LEAST_TOP = 0.01;
/** Room for a number beside its bar. */
const BESIDE_PX = 40;

export function layoutChurnBars(
  bars: readonly ChurnBar[],
  size: { widthPx: number; heightPx: number },
): ChurnBarsLayout {
  const left = size.widthPx < 480 ? NARROW_SIDE_PX : SIDE_PX;
  const box = {
    left,
    top: TOP_PX,
    width: Math.max(40, size.widthPx - left - 8),
    height: size.heightPx - TOP_PX - NAMES_PX - 14,
  };
  const rates = bars.flatMap((bar) => [bar.openedPerSec ?? 0, bar.closedPerSec ?? 0]);
  const top = Math.max(LEAST_TOP, ...rates);
  const zeroY = box.top + box.height / 2;
  const pitch = box.width / Math.max(1, bars.length);
  const beside = pitch >= WIDEST_PX / 2 + BESIDE_PX + 14;
  const width = Math.min(WIDEST_PX, beside ? pitch - BESIDE_PX : pitch * 0.6);
  const pxOf = (rate: number | null) => (rate === null ? null : (rate / top) * (box.height / 2));
  const labels = shortLabels(
    bars.map((bar) => shortNode(bar.name)),
    pitch - 6,
  );
  return {
    box,
    zeroY,
    bars: bars.map((bar, index) => {
      const middle = box.left + (index + 0.5) * pitch - (beside ? BESIDE_PX / 3 : 0);
      return {
        ...bar,
        x: middle - width / 2,
        width,
        middle,
        openedPx: pxOf(bar.openedPerSec),
        closedPx: pxOf(bar.closedPerSec),
        openedText: bar.openedPerSec === null ? "" : `+${formatNumber(bar.openedPerSec)}`,
        closedText: bar.closedPerSec === null ? "" : `−${formatNumber(bar.closedPerSec)}`,
        textAt: beside ? "beside" : "end",
        label: labels[index] ?? bar.name,
      };
    }),
  };
}

/** Names as they fit: whole, else without what all begin with ("proxy-"), else cut. */
export function shortLabels(names: readonly string[], widthPx: number): string[] {
  const fits = (texts: readonly string[]) =>
    texts.every((text) => estimateTextPx(text, BAR_FONT_PX) <= widthPx);
  if (fits(names)) return [...names];
  const whole = names.map((name) => name.replace(/^median of (\d+) others$/, "$1 others"));
  const prefix = commonPrefix(names.filter((name, index) => whole[index] === name));
  const short = whole.map((name) =>
    prefix !== "" && name.startsWith(prefix) ? name.slice(prefix.length) : name,
  );
  return short.map((name) => fitText(name, widthPx, BAR_FONT_PX));
}

/** What all names begin with, up to a separator; nothing where a name would be left empty. */
function commonPrefix(names: readonly string[]): string {
  const [first = "", ...rest] = names;
  let length = first.length;
  for (const name of rest) {
    while (!name.startsWith(first.slice(0, length))) length--;
  }
  const end = Math.max(...["-", "_", ".", "/"].map((separator) => first.lastIndexOf(separator, length - 1)));
  const prefix = rest.length === 0 ? "" : first.slice(0, end + 1);
  return names.some((name) => name === prefix) ? "" : prefix;
}
