import { formatTick, LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import { type PlotBox, xOfTime, yOfValue } from "@/lib/present/charts/plot-scale";
import type { TimeTick } from "@/lib/present/charts/time-ticks";

/** Grid, value ticks and the UTC time axis of one plot. */
export function ChartFrame({
  box,
  span,
  times,
  ticks,
  yOf,
}: {
  box: PlotBox;
  span: { fromMs: number; toMs: number };
  times: readonly TimeTick[];
  ticks: readonly number[];
  yOf: (value: number) => number;
}) {
  return (
    <>
      <ValueGrid box={box} ticks={ticks} yOf={yOf} />
      <BottomAxis box={box} ticks={times.map((tick) => ({ ...tick, x: xOfTime(tick.atMs, span, box) }))} />
    </>
  );
}

/** Horizontal lines with their values; one below zero is written without its sign, as its side is named. */
export function ValueGrid({
  box,
  ticks,
  yOf,
}: {
  box: PlotBox;
  ticks: readonly number[];
  yOf: (value: number) => number;
}) {
  return (
    <g fontSize={LABEL_FONT_PX - 0.5} fill="var(--muted)">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={box.left}
            x2={box.left + box.width}
            y1={yOf(tick)}
            y2={yOf(tick)}
            stroke={tick === 0 ? "var(--line-strong)" : "var(--chart-grid)"}
            shapeRendering="crispEdges"
          />
          <text x={box.left - 8} y={yOf(tick)} dy="0.34em" textAnchor="end">
            {formatTick(Math.abs(tick))}
          </text>
        </g>
      ))}
    </g>
  );
}

export interface BottomTick {
  readonly x: number;
  readonly label: string;
  readonly anchor: "start" | "middle" | "end";
}

/** Ticks under a plot, of time or of anything else. */
export function BottomAxis({ box, ticks }: { box: PlotBox; ticks: readonly BottomTick[] }) {
  const bottom = box.top + box.height;
  return (
    <g fontSize={LABEL_FONT_PX - 0.5} fill="var(--muted)">
      {ticks.map(({ x, label, anchor }) => (
        <g key={x}>
          <line
            x1={x}
            x2={x}
            y1={bottom}
            y2={bottom + 4}
            stroke="var(--line-strong)"
            shapeRendering="crispEdges"
          />
          <text x={x} y={bottom + 17} textAnchor={anchor}>
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Height of a value above a floor at zero. */
export function yOn(box: PlotBox, top: number): (value: number) => number {
  return (value) => yOfValue(value, top, box);
}
