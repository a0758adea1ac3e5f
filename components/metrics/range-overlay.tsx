"use client";

import { useMemo, useRef, useState } from "react";
import { useChartCursor, useCursorMs } from "@/components/charts/chart-cursor";
import type { PlotActions } from "@/components/charts/plot-overlay";
import { ReadingBox } from "@/components/charts/reading-box";
import { usePlotDrag } from "@/components/charts/use-plot-drag";
import { usePlotKeys } from "@/components/charts/use-plot-keys";
import type { ChartMark } from "@/lib/present/charts/line-model";
import { type PlotBox, xOfTime } from "@/lib/present/charts/plot-scale";
import { sayReading } from "@/lib/present/charts/read-moment";
import { bucketAt, type RangeChartModel } from "@/lib/present/metrics/range-model";
import { leadingGrid, readRange, stretchAt } from "@/lib/present/metrics/read-range";
import { formatWindow } from "@/lib/present/time";

/**
 * Pointer and keys over a chart of ranges. The cursor is the moment itself on all charts, and the bucket that holds it
 * is shaded: two charts of different steps stay aligned.
 */
export function RangeOverlay({
  model,
  box,
  marks,
  onZoom,
  onPick,
  pickWords,
}: PlotActions & { model: RangeChartModel; box: PlotBox; marks: readonly ChartMark[] }) {
  const area = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<"no" | "pointer" | "touch" | "keys">("no");
  const cursor = useChartCursor();
  const cursorMs = useCursorMs(cursor);
  const shown = cursorMs !== null && cursorMs >= model.fromMs && cursorMs <= model.toMs ? cursorMs : null;
  const moveTo = (atMs: number, by: "pointer" | "touch" | "keys") => {
    cursor.move(atMs);
    setOwn(by);
  };
  const leave = () => {
    cursor.move(null);
    setOwn("no");
  };
  const { grid, middles } = useMemo(() => stepsOf(model), [model]);
  const index = shown === null || grid === null ? -1 : bucketAt(grid, shown);
  const drag = usePlotDrag({ area, box, model, moveTo, leave, own, onZoom, onPick });
  const keys = usePlotKeys({
    model: { atMs: middles },
    index: index < 0 ? null : index,
    moveTo,
    leave,
    onPick,
  });
  // The other charts of the page only show where the cursor is.
  const reading = shown === null || own === "no" ? null : readRange(model, shown, marks);
  const stretch = shown === null ? null : stretchAt(model, shown);
  const x = shown === null ? 0 : xOfTime(shown, model, box);
  return (
    <>
      <div
        ref={area}
        role="slider"
        tabIndex={0}
        aria-label={`Moment in ${model.title}`}
        aria-orientation="horizontal"
        aria-valuemin={model.fromMs}
        aria-valuemax={model.toMs}
        aria-valuenow={Math.round(shown ?? model.toMs)}
        aria-valuetext={
          reading && stretch
            ? `${formatWindow(stretch.fromMs, stretch.toMs, model.toMs)} UTC: ${sayReading(reading)}`
            : "none"
        }
        className="absolute cursor-crosshair touch-pan-y rounded-mark outline-offset-4"
        style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
        {...drag.handlers}
        {...keys}
      />
      {shown !== null && <RangeCursor model={model} box={box} x={x} stretch={stretch} />}
      {drag.selection && (
        <div
          className="pointer-events-none absolute border-x border-accent bg-accent/15"
          style={{ ...drag.selection, top: box.top, height: box.height }}
        />
      )}
      {own !== "no" && reading && stretch && !drag.selection && (
        <ReadingBox
          reading={reading}
          stretch={stretch}
          x={x}
          box={box}
          hint={
            own === "pointer"
              ? "click: clients then · drag: zoom"
              : own === "keys"
                ? "Enter: clients then"
                : null
          }
          onPick={
            own === "touch" && onPick ? () => onPick(Math.round(reading.atMs / 1000) * 1000) : undefined
          }
          pickLabel={pickWords?.label}
        />
      )}
    </>
  );
}

/** Keys go from bucket to bucket of the grid that the chart is drawn by. */
function stepsOf(model: RangeChartModel) {
  const grid = leadingGrid(model);
  const middles = (grid?.startsMs ?? []).map((startMs) =>
    Math.min(model.toMs, Math.max(model.fromMs, startMs + (grid?.stepMs ?? 0) / 2)),
  );
  return { grid, middles };
}

/** A hairline at the moment, and the stretch that the values under it stand for. */
function RangeCursor({
  model,
  box,
  x,
  stretch,
}: {
  model: RangeChartModel;
  box: PlotBox;
  x: number;
  stretch: { fromMs: number; toMs: number } | null;
}) {
  const fromX = stretch && xOfTime(Math.max(model.fromMs, stretch.fromMs), model, box);
  const toX = stretch && xOfTime(Math.min(model.toMs, stretch.toMs), model, box);
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 h-full w-full overflow-visible">
      {fromX !== null && toX !== null && (
        <rect
          x={fromX}
          y={box.top}
          width={Math.max(1, toX - fromX)}
          height={box.height}
          fill="var(--accent)"
          opacity="0.12"
        />
      )}
      <line x1={x} x2={x} y1={box.top} y2={box.top + box.height} stroke="var(--muted)" strokeWidth="1" />
    </svg>
  );
}
