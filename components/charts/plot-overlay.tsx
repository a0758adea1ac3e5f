"use client";

import { useRef, useState } from "react";
import { nearestIndex, type PlotBox, xOfTime } from "@/lib/present/charts/plot-scale";
import { type MomentReading, sayReading } from "@/lib/present/charts/read-moment";
import type { SeriesTone } from "@/lib/present/charts/series-tones";
import { formatWindow } from "@/lib/present/time";
import { useChartCursor, useCursorMs } from "./chart-cursor";
import { CursorLayer } from "./cursor-layer";
import { ReadingBox } from "./reading-box";
import { usePlotDrag } from "./use-plot-drag";
import { usePlotKeys } from "./use-plot-keys";

export interface PlotActions {
  /** Dragging over a stretch. */
  readonly onZoom?: (span: { fromMs: number; toMs: number }) => void;
  /** Clicking a moment, or Enter at the cursor. */
  readonly onPick?: (atMs: number) => void;
  /** What picking does: `hint` in a word or two after "click:", `label` as the text of a button. */
  readonly pickWords?: { readonly hint: string; readonly label: string };
}

export interface PlotPoints {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly startsMs: readonly number[];
  readonly atMs: readonly number[];
}

/** Takes pointer and keys over a plot: the cursor, its reading, dragging to zoom, picking a moment. */
export function PlotOverlay({
  label,
  box,
  model,
  read,
  dotsAt,
  onZoom,
  onPick,
  pickWords,
}: PlotActions & {
  label: string;
  box: PlotBox;
  model: PlotPoints;
  read: (index: number) => MomentReading;
  dotsAt: (index: number) => { name: string; tone: SeriesTone; y: number }[];
}) {
  const area = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<"no" | "pointer" | "touch" | "keys">("no");
  const cursor = useChartCursor();
  const cursorMs = useCursorMs(cursor);
  const index = cursorMs === null ? -1 : nearestIndex(model.atMs, cursorMs);
  const inside = cursorMs !== null && cursorMs >= model.fromMs && cursorMs <= model.toMs;
  const shown = inside && index >= 0 ? index : null;
  const moveTo = (atMs: number, by: "pointer" | "touch" | "keys") => {
    cursor.move(atMs);
    setOwn(by);
  };
  const leave = () => {
    cursor.move(null);
    setOwn("no");
  };
  const drag = usePlotDrag({ area, box, model, moveTo, leave, own, onZoom, onPick });
  const keys = usePlotKeys({ model, index: shown, moveTo, leave, onPick });
  const reading = shown === null ? null : read(shown);
  const stretch = stretchOf(model, shown);
  return (
    <>
      <div
        ref={area}
        role="slider"
        tabIndex={0}
        aria-label={`Moment in ${label}`}
        aria-orientation="horizontal"
        aria-valuemin={model.fromMs}
        aria-valuemax={model.toMs}
        aria-valuenow={Math.round(cursorMs ?? model.toMs)}
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
      {shown !== null && (
        <CursorLayer x={xOfTime(model.atMs[shown] ?? 0, model, box)} box={box} dots={dotsAt(shown)} />
      )}
      {drag.selection && (
        <div
          className="pointer-events-none absolute border-x border-accent bg-accent/15"
          style={{
            left: drag.selection.left,
            width: drag.selection.width,
            top: box.top,
            height: box.height,
          }}
        />
      )}
      {own !== "no" && reading && stretch && !drag.selection && (
        <ReadingBox
          reading={reading}
          stretch={stretch}
          x={xOfTime(reading.atMs, model, box)}
          box={box}
          hint={hintOf(own, { zooms: onZoom !== undefined, pickHint: pickWords?.hint })}
          onPick={own === "touch" && onPick ? () => onPick(reading.atMs) : undefined}
          pickLabel={pickWords?.label}
        />
      )}
    </>
  );
}

function stretchOf(model: PlotPoints, index: number | null) {
  const fromMs = index === null ? undefined : model.startsMs[index];
  return fromMs === undefined ? null : { fromMs, toMs: fromMs + model.stepMs };
}

function hintOf(
  by: "pointer" | "touch" | "keys",
  can: { zooms: boolean; pickHint: string | undefined },
): string | null {
  if (by === "touch") return null;
  const pick = can.pickHint && `${by === "keys" ? "Enter" : "click"}: ${can.pickHint}`;
  const zoom = can.zooms && by === "pointer" && "drag: zoom";
  return [pick, zoom].filter(Boolean).join(" · ") || null;
}
