"use client";

import { useId } from "react";
import { BandArea, HatchPattern } from "@/components/charts/band-area";
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
        <HatchPattern id={`${id}hatch`} />
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
  const { band, x, width } = placed;
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
  return <BandArea placed={placed} box={box} fill={fill} />;
}
