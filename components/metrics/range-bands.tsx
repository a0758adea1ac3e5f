"use client";

import { useId } from "react";
import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import type { PlotBox } from "@/lib/present/charts/plot-scale";
import type { PlacedRangeBand } from "@/lib/present/metrics/layout-range";

const STRIP_PX = 5;

/** Why there is no value: hatched was not fetched or not collected, dotted is on its way, a hollow strip has no data. */
export function RangeBands({ bands, box }: { bands: readonly PlacedRangeBand[]; box: PlotBox }) {
  const id = useId();
  if (bands.length === 0) return null;
  return (
    <g>
      <defs>
        <pattern
          id={`${id}hatch`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--line-strong)" strokeWidth="1.4" />
        </pattern>
        <pattern id={`${id}dots`} width="6" height="6" patternUnits="userSpaceOnUse">
          <circle cx="1.5" cy="1.5" r="0.8" fill="var(--line-strong)" />
        </pattern>
      </defs>
      {bands.map((placed) => (
        <Band key={`${placed.band.kind} ${placed.band.fromMs}`} placed={placed} box={box} id={id} />
      ))}
    </g>
  );
}

function Band({ placed, box, id }: { placed: PlacedRangeBand; box: PlotBox; id: string }) {
  const { band, x, width, label } = placed;
  if (band.kind === "missing") {
    return (
      <rect
        x={x + 0.5}
        y={box.top + box.height - STRIP_PX - 0.5}
        width={Math.max(1, width - 1)}
        height={STRIP_PX}
        fill="var(--panel)"
        stroke="var(--muted)"
        strokeDasharray="2 2"
      />
    );
  }
  const fill = band.kind === "awaited" ? `url(#${id}dots)` : `url(#${id}hatch)`;
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
