"use client";

import { useId } from "react";
import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import type { GapBand } from "@/lib/present/charts/line-model";
import { type PlotBox, xOfTime } from "@/lib/present/charts/plot-scale";
import { estimateTextPx } from "@/lib/present/charts/text-width";

const STRIP_PX = 5;
/** What stands in a band too narrow for its reason; narrower ones say it at the cursor only. */
const SHORT_LABEL = "not collected";

/**
 * What was not collected: hatched over the whole height when nothing was, a hatched strip on the axis when one node
 * was missing. The reason stands in the band where it fits, and in the reading at the cursor always.
 */
export function GapLayer({
  bands,
  span,
  box,
}: {
  bands: readonly GapBand[];
  span: { fromMs: number; toMs: number };
  box: PlotBox;
}) {
  const hatch = useId();
  if (bands.length === 0) return null;
  const placed = bands.map((band) => {
    const x = xOfTime(band.fromMs, span, box);
    return { band, x, width: Math.max(1.5, xOfTime(band.toMs, span, box) - x) };
  });
  const bottom = box.top + box.height;
  return (
    <g>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--line-strong)" strokeWidth="1.4" />
        </pattern>
      </defs>
      {placed.map(({ band, x, width }) =>
        band.scope === "all" ? (
          <g key={`${band.fromMs} ${band.sentence}`}>
            <rect
              x={x}
              y={box.top}
              width={width}
              height={box.height}
              fill={`url(#${hatch})`}
              opacity="0.75"
            />
            <GapLabel x={x} width={width} y={box.top + 14} sentence={band.sentence} />
          </g>
        ) : (
          <rect
            key={`${band.fromMs} ${band.sentence}`}
            x={x}
            y={bottom - STRIP_PX}
            width={width}
            height={STRIP_PX}
            fill={`url(#${hatch})`}
          />
        ),
      )}
    </g>
  );
}

function GapLabel({ x, width, y, sentence }: { x: number; width: number; y: number; sentence: string }) {
  const text = [sentence, SHORT_LABEL].find((one) => estimateTextPx(one, LABEL_FONT_PX) <= width - 14);
  if (text === undefined) return null;
  const textPx = estimateTextPx(text, LABEL_FONT_PX);
  return (
    <g fontSize={LABEL_FONT_PX}>
      <rect
        x={x + (width - textPx) / 2 - 5}
        y={y - 8}
        width={textPx + 10}
        height="17"
        rx="3"
        fill="var(--panel)"
      />
      <text x={x + width / 2} y={y} dy="0.36em" textAnchor="middle" fill="var(--muted)">
        {text}
      </text>
    </g>
  );
}
