"use client";

import { useId } from "react";
import type { GapBand } from "@/lib/present/charts/line-model";
import { type PlacedBand, placeBands } from "@/lib/present/charts/place-bands";
import type { PlotBox, TimeSpan } from "@/lib/present/charts/plot-scale";
import { BandArea, HatchPattern } from "./band-area";

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
        <HatchPattern id={hatch} />
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
  const { band, x, width } = placed;
  if (band.scope === "node") {
    return <rect x={x} y={box.top + box.height - STRIP_PX} width={width} height={STRIP_PX} fill={fill} />;
  }
  return <BandArea placed={placed} box={box} fill={fill} />;
}
