import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import type { PlotBox } from "@/lib/present/charts/plot-scale";

interface PlacedArea {
  readonly x: number;
  readonly width: number;
  readonly label: { readonly text: string; readonly widthPx: number } | null;
}

/** The hatching of what was not collected, to be filled with as `url(#id)`. */
export function HatchPattern({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="6" stroke="var(--line-strong)" strokeWidth="1.4" />
    </pattern>
  );
}

/** A stretch without values over the whole height of the plot, with its reason where that fits. */
export function BandArea({ placed, box, fill }: { placed: PlacedArea; box: PlotBox; fill: string }) {
  const { x, width, label } = placed;
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
