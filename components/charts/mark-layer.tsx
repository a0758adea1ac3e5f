import type { ChartMark } from "@/lib/present/charts/line-model";
import { gatherMarks, type PlotBox, xOfTime } from "@/lib/present/charts/plot-scale";

const NEAREST_PX = 7;

/** What happened, as diamonds on the axis with a hairline through the plot; a bar under one is its precision. */
export function MarkLayer({
  marks,
  span,
  box,
}: {
  marks: readonly ChartMark[];
  span: { fromMs: number; toMs: number };
  box: PlotBox;
}) {
  const bottom = box.top + box.height;
  const pxPerMs = box.width / (span.toMs - span.fromMs);
  return (
    <g>
      {gatherMarks(marks, span, box, NEAREST_PX).map(({ x, marks: gathered }) => {
        const spread = Math.max(...gathered.map((mark) => mark.precisionMs)) * pxPerMs;
        const lastX = xOfTime(gathered.at(-1)?.atMs ?? span.fromMs, span, box);
        const middle = (x + lastX) / 2;
        return (
          <g key={gathered[0]?.atMs}>
            <line
              x1={middle}
              x2={middle}
              y1={box.top}
              y2={bottom}
              stroke="var(--line-strong)"
              strokeDasharray="1 3"
            />
            {spread > 4 && (
              <line
                x1={Math.max(box.left, x - spread)}
                x2={Math.min(box.left + box.width, lastX + spread)}
                y1={bottom}
                y2={bottom}
                stroke="var(--chart-ink)"
                strokeWidth="2"
              />
            )}
            <path
              d={`M${middle} ${bottom - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z`}
              fill="var(--chart-ink)"
              stroke="var(--panel)"
            />
          </g>
        );
      })}
    </g>
  );
}
