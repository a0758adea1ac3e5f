import type { PlotBox } from "@/lib/present/charts/plot-scale";
import type { EventShade } from "@/lib/present/metrics/events";

/** Events behind the lines of a chart: as wide as they are uncertain, however many lie there. */
export function EventMarks({ shades, box }: { shades: readonly EventShade[]; box: PlotBox }) {
  const bottom = box.top + box.height;
  return (
    <g>
      {shades.map((shade) => (
        <g key={shade.x}>
          <rect
            x={shade.x}
            y={box.top}
            width={shade.width}
            height={box.height}
            fill="var(--chart-ink)"
            opacity="0.08"
          />
          {shade.momentXs.map((x) => (
            <line
              key={x}
              x1={x}
              x2={x}
              y1={box.top}
              y2={bottom}
              stroke="var(--chart-ink)"
              strokeOpacity="0.5"
              strokeDasharray="1 3"
            />
          ))}
        </g>
      ))}
    </g>
  );
}
