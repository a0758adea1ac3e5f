"use client";

import { memo, useEffect, useRef } from "react";
import { useThemeStamp } from "@/components/charts/use-theme-stamp";
import { type PlotBox, type TimeSpan, xOfTime } from "@/lib/present/charts/plot-scale";
import type { ShareMapLayout } from "@/lib/present/skew/layout-share-map";
import { gatherCells, type ShareMapRow } from "@/lib/present/skew/share-map";

/** Strength in steps: differences of a per cent are not worth another shade. */
const STEPS = 12;

/** The cells, on a canvas: two hundred proxies are thirty thousand of them. */
export const ShareMapCanvas = memo(function ShareMapCanvas({
  rows,
  span,
  box,
  layout,
}: {
  rows: readonly ShareMapRow[];
  span: TimeSpan;
  box: PlotBox;
  layout: ShareMapLayout;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeStamp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours of the same cells
  useEffect(() => {
    if (canvas.current) paint(canvas.current, { rows, span, box, layout });
  }, [rows, span, box, layout, theme]);
  return (
    <canvas
      ref={canvas}
      data-chart-layer=""
      className="absolute"
      style={{ left: box.left, top: 0, width: box.width, height: layout.heightPx }}
    />
  );
});

interface Picture {
  readonly rows: readonly ShareMapRow[];
  readonly span: TimeSpan;
  readonly box: PlotBox;
  readonly layout: ShareMapLayout;
}

function paint(canvas: HTMLCanvasElement, { rows, span, box, layout }: Picture): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const sharpness = window.devicePixelRatio || 1;
  canvas.width = Math.round(box.width * sharpness);
  canvas.height = Math.round(layout.heightPx * sharpness);
  context.scale(sharpness, sharpness);
  const colours = coloursOf(canvas);
  const here = { ...box, left: 0 };
  for (const [index, row] of rows.entries()) {
    const place = layout.rows[index];
    if (!place) continue;
    for (const cell of gatherCells(row.cells ?? [])) {
      const from = Math.max(0, xOfTime(cell.fromMs, span, here));
      const to = Math.min(box.width, xOfTime(cell.toMs, span, here));
      const gap = to - from > 4 && place.height > 4 ? 1 : 0;
      if (to - from <= gap) continue;
      const width = to - from - gap;
      if (cell.deviation === null) {
        context.globalAlpha = 1;
        context.strokeStyle = colours.line;
        context.strokeRect(
          from + 0.5,
          place.top + 0.5,
          Math.max(0.5, width - 1),
          Math.max(0.5, place.height - 1),
        );
        continue;
      }
      const strength = Math.round(Math.abs(cell.deviation) * STEPS) / STEPS;
      context.globalAlpha = 1;
      context.fillStyle = colours.even;
      context.fillRect(from, place.top, width, place.height);
      if (strength === 0) continue;
      context.globalAlpha = strength;
      context.fillStyle = cell.deviation > 0 ? colours.above : colours.below;
      context.fillRect(from, place.top, width, place.height);
    }
  }
}

function coloursOf(canvas: HTMLCanvasElement) {
  const probe = document.createElement("span");
  canvas.parentElement?.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    even: read("--chart-grid"),
    above: read("--chart-subject"),
    below: read("--chart-below"),
    line: read("--line-strong"),
  };
  probe.remove();
  return colours;
}
