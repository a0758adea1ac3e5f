import { placeLabels } from "../charts/label-placement";
import { type EndLabel, LABEL_FONT_PX } from "../charts/layout-lines";
import type { PlotBox } from "../charts/plot-scale";
import { estimateTextPx, fitText } from "../charts/text-width";
import { shortNode } from "../node-names";
import { formatDuration, formatPercent } from "../words";
import { openAt, type SurvivalLine, type SurvivalModel } from "./prepare-survival";

export interface SurvivalLayout {
  readonly box: PlotBox;
  readonly paths: readonly {
    readonly name: string;
    readonly tone: SurvivalLine["tone"];
    readonly d: string;
  }[];
  readonly ticks: readonly {
    readonly x: number;
    readonly label: string;
    readonly anchor: "start" | "middle" | "end";
  }[];
  /** Empty on a phone: names stand under the plot. */
  readonly endLabels: readonly EndLabel[];
}

const TOP_PX = 10;
const AXIS_PX = 24;
const LEFT_PX = 34;
const LEADER_PX = 14;
const LABEL_LINE_PX = 15;
const WIDEST_NAME_PX = 132;
const NARROW_PX = 480;
/** A point each few px is as smooth as the eye asks for. */
const STEP_PX = 4;

const STEPS_SEC = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
] as const;
const LOG_TICKS_SEC = [1, 5, 15, 60, 300, 900, 3600, 14_400, 43_200, 86_400, 604_800] as const;
/** Ages below this all lie at the beginning of a logarithmic axis. */
const LOG_UNIT_SEC = 2;

/** Part of the axis, 0..1, at which an age stands. */
export function placeOfAge(
  { scale, endSec }: Pick<SurvivalModel, "scale" | "endSec">,
  ageSec: number,
): number {
  return scale === "linear"
    ? ageSec / endSec
    : Math.log1p(ageSec / LOG_UNIT_SEC) / Math.log1p(endSec / LOG_UNIT_SEC);
}

export function ageOfPlace(
  { scale, endSec }: Pick<SurvivalModel, "scale" | "endSec">,
  place: number,
): number {
  return scale === "linear"
    ? place * endSec
    : Math.expm1(place * Math.log1p(endSec / LOG_UNIT_SEC)) * LOG_UNIT_SEC;
}

export function layoutSurvival(
  model: SurvivalModel,
  size: { widthPx: number; heightPx: number },
): SurvivalLayout {
  const ends = size.widthPx >= NARROW_PX ? model.lines.flatMap((line) => endOf(model, line) ?? []) : [];
  const labelPx = Math.max(0, ...ends.map(({ line, text }) => nameOf(line).px + textPx(` ${text}`)));
  const right = ends.length === 0 ? 10 : Math.ceil(labelPx) + LEADER_PX + 6;
  const box = {
    left: LEFT_PX,
    top: TOP_PX,
    width: Math.max(40, size.widthPx - LEFT_PX - right),
    height: size.heightPx - TOP_PX - AXIS_PX,
  };
  return {
    box,
    paths: model.lines.map((line) => ({ name: line.name, tone: line.tone, d: pathOf(model, line, box) })),
    ticks: ticksOf(model, box),
    endLabels: labelsOf(model, ends, box),
  };
}

export function yOfPercent(percent: number, box: PlotBox): number {
  return box.top + (1 - percent / 100) * box.height;
}

interface LineEnd {
  readonly line: SurvivalLine;
  readonly ageSec: number;
  readonly percent: number;
  readonly text: string;
}

/** Where a curve ends: at the edge, or where nobody was seen any older. */
function endOf(model: SurvivalModel, line: SurvivalLine): LineEnd | null {
  const last = line.open.findLastIndex(
    (value, index) => value !== null && (model.ages[index] ?? 0) <= model.endSec,
  );
  const ageSec = model.ages[last];
  const percent = line.open[last] ?? null;
  if (ageSec === undefined || percent === null) return null;
  return { line, ageSec, percent, text: formatPercent(percent / 100) };
}

function pathOf(model: SurvivalModel, line: SurvivalLine, box: PlotBox): string {
  const points: string[] = [];
  for (let px = 0; px <= box.width + STEP_PX; px += STEP_PX) {
    const x = Math.min(px, box.width);
    const age = Math.min(ageOfPlace(model, x / box.width), model.endSec);
    const percent = openAt(model.ages, line.open, age);
    if (percent === null) break;
    points.push(
      `${points.length === 0 ? "M" : "L"}${(box.left + x).toFixed(1)} ${yOfPercent(percent, box).toFixed(1)}`,
    );
  }
  return points.join("");
}

function ticksOf(model: SurvivalModel, box: PlotBox): SurvivalLayout["ticks"] {
  const wanted = model.scale === "log" ? LOG_TICKS_SEC : linearTicks(model.endSec, box.width);
  const ticks: { x: number; label: string; anchor: "middle" | "end" }[] = [
    { x: box.left, label: formatDuration(0).replace("ms", "s"), anchor: "middle" },
  ];
  for (const age of wanted) {
    if (age > model.endSec) break;
    const x = box.left + placeOfAge(model, age) * box.width;
    const label = formatDuration(age * 1000);
    const before = ticks.at(-1);
    const gap = (textPx(label) + textPx(before?.label ?? "")) / 2 + 12;
    if (before !== undefined && x - before.x < gap) continue;
    // The last one turns inward: beside the edge stand the names of the curves.
    const atEdge = x + textPx(label) / 2 > box.left + box.width;
    ticks.push({ x, label, anchor: atEdge ? "end" : "middle" });
  }
  return ticks;
}

function linearTicks(endSec: number, widthPx: number): number[] {
  const step = STEPS_SEC.find((sec) => (sec / endSec) * widthPx >= 64) ?? 86_400;
  return Array.from({ length: Math.floor(endSec / step) }, (_, index) => (index + 1) * step);
}

function labelsOf(model: SurvivalModel, ends: readonly LineEnd[], box: PlotBox): EndLabel[] {
  const byName = new Map(ends.map((end) => [end.line.name, end]));
  const wanted = ends.map(({ line, percent }) => ({
    name: line.name,
    y: yOfPercent(percent, box),
    weight: line.tone === "subject" ? Infinity : percent,
  }));
  const column = { top: box.top + 2, bottom: box.top + box.height + 4, gap: LABEL_LINE_PX };
  return placeLabels(wanted, column).placed.flatMap((label): EndLabel[] => {
    const end = byName.get(label.name);
    if (!end) return [];
    return [
      {
        name: label.name,
        tone: end.line.tone,
        text: nameOf(end.line).text,
        value: end.text,
        anchorX: box.left + placeOfAge(model, end.ageSec) * box.width,
        anchorY: label.anchorY,
        x: box.left + box.width + LEADER_PX,
        y: label.y,
        current: true,
      },
    ];
  });
}

function nameOf(line: SurvivalLine): { text: string; px: number } {
  const text = fitText(shortNode(line.name), WIDEST_NAME_PX, LABEL_FONT_PX);
  return { text, px: textPx(text) };
}

function textPx(text: string): number {
  return estimateTextPx(text, LABEL_FONT_PX);
}
