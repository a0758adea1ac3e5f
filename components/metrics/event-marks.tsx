import type { PlotBox } from "@/lib/present/charts/plot-scale";
import type { PlacedEvent } from "@/lib/present/metrics/events";

/** Events behind the lines of a chart, as wide as they are uncertain. */
export function EventMarks({ events, box }: { events: readonly PlacedEvent[]; box: PlotBox }) {
  return (
    <g>
      {events.map(({ event, x, width }) => (
        <g key={event.key}>
          <rect x={x} y={box.top} width={width} height={box.height} fill="var(--chart-ink)" opacity="0.07" />
          <line
            x1={x + width / 2}
            x2={x + width / 2}
            y1={box.top}
            y2={box.top + box.height}
            stroke="var(--chart-ink)"
            strokeOpacity="0.45"
            strokeDasharray="1 3"
          />
        </g>
      ))}
    </g>
  );
}
