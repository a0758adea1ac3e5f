import type { ChartMark } from "@/lib/present/charts/line-model";
import { placeMarks } from "@/lib/present/charts/place-marks";
import type { PlotBox, TimeSpan } from "@/lib/present/charts/plot-scale";

/** What happened, as diamonds on the axis with a hairline through the plot; a bar under one is its precision. */
export function MarkLayer({
  marks,
  span,
  box,
}: {
  marks: readonly ChartMark[];
  span: TimeSpan;
  box: PlotBox;
}) {
  const bottom = box.top + box.height;
  return (
    <g>
      {placeMarks(marks, span, box).map(({ atMs, x, precision }) => (
        <g key={atMs}>
          <line x1={x} x2={x} y1={box.top} y2={bottom} stroke="var(--line-strong)" strokeDasharray="1 3" />
          {precision && (
            <line
              x1={precision.fromX}
              x2={precision.toX}
              y1={bottom}
              y2={bottom}
              stroke="var(--chart-ink)"
              strokeWidth="2"
              // Over a good part of the window it says little: it must not look like a line of the chart.
              strokeOpacity={precision.toX - precision.fromX > box.width / 8 ? 0.3 : 1}
            />
          )}
          <path
            d={`M${x} ${bottom - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z`}
            fill="var(--chart-ink)"
            stroke="var(--panel)"
          />
        </g>
      ))}
    </g>
  );
}
