"use client";

import { useId } from "react";
import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import type { GapBand } from "@/lib/present/charts/line-model";
import { type PlacedBand, placeBands } from "@/lib/present/charts/place-bands";
import type { PlotBox, TimeSpan } from "@/lib/present/charts/plot-scale";

const STRIP_PX = 5;

/**
 * What was not collected: hatched over the whole height when nothing was, a hatched strip on the axis when one node
 * was missing. The reason stands in the band where it fits, and in the reading at the cursor always.
 */
export function GapLayer({ bands, span, box }: { bands: readonly GapBand[]; span: TimeSpan; box: PlotBox }) {
  const hatch = useId();
  if (bands.length === 0) return null;
  return (
    <g>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--line-strong)" strokeWidth="1.4" />
        </pattern>
      </defs>
      {placeBands(bands, span, box).map((placed) => (
        <Band
          key={`${placed.band.fromMs} ${placed.band.sentence}`}
          placed={placed}
          box={box}
          fill={`url(#${hatch})`}
        />
      ))}
    </g>
  );
}

function Band({ placed, box, fill }: { placed: PlacedBand; box: PlotBox; fill: string }) {
  const { band, x, width, label } = placed;
  if (band.scope === "node") {
    return <rect x={x} y={box.top + box.height - STRIP_PX} width={width} height={STRIP_PX} fill={fill} />;
  }
  return (
    <g fontSize={LABEL_FONT_PX}>
      <rect x={x} y={box.top} width={width} height={box.height} fill={fill} opacity="0.75" />
      {label && (
        <>
          <rect
            x={x + (width - label.widthPx) / 2 - 5}
            y={box.top + 6}
            width={label.widthPx + 10}
            height="17"
            rx="3"
            fill="var(--panel)"
          />
          <text x={x + width / 2} y={box.top + 14} dy="0.36em" textAnchor="middle" fill="var(--muted)">
            {label.text}
          </text>
        </>
      )}
    </g>
  );
}
