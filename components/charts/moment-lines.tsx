import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import type { PlotMoment } from "@/lib/present/charts/line-model";
import { type PlotBox, type TimeSpan, xOfTime } from "@/lib/present/charts/plot-scale";
import { estimateTextPx } from "@/lib/present/charts/text-width";

/** Moments that matter, as lines through the plot. Outside the window they are not drawn. */
export function MomentLines({
  moments,
  span,
  box,
}: {
  moments: readonly PlotMoment[];
  span: TimeSpan;
  box: PlotBox;
}) {
  return moments
    .filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.toMs)
    .map((moment) => (
      <MomentLine
        key={`${moment.role} ${moment.label} ${moment.atMs}`}
        moment={moment}
        x={xOfTime(moment.atMs, span, box)}
        box={box}
      />
    ));
}

function MomentLine({ moment, x, box }: { moment: PlotMoment; x: number; box: PlotBox }) {
  const bottom = box.top + box.height;
  if (moment.role === "chosen") {
    return (
      <g stroke="var(--accent)">
        <line x1={x} x2={x} y1={box.top - 4} y2={bottom} strokeWidth="1.5" />
        {moment.label === null ? (
          <path d={`M${x - 5} ${box.top - 9}h10l-5 7Z`} fill="var(--accent)" stroke="none" />
        ) : (
          <>
            <rect
              x={x - 7}
              y={box.top - 9}
              width="14"
              height="14"
              rx="3"
              fill="var(--accent)"
              stroke="none"
            />
            <text
              x={x}
              y={box.top - 2}
              dy="0.36em"
              textAnchor="middle"
              fontSize="10"
              fontWeight="600"
              fill="var(--panel)"
              stroke="none"
            >
              {moment.label}
            </text>
          </>
        )}
      </g>
    );
  }
  const label = moment.label ?? "";
  const fits = x + 6 + estimateTextPx(label, LABEL_FONT_PX) <= box.left + box.width;
  return (
    <g>
      <line x1={x} x2={x} y1={box.top - 2} y2={bottom} stroke="var(--chart-ink)" strokeWidth="1" />
      <text
        x={fits ? x + 5 : x - 5}
        y={box.top + 4}
        dy="0.34em"
        textAnchor={fits ? "start" : "end"}
        fontSize={LABEL_FONT_PX - 0.5}
        fill="var(--muted)"
        stroke="var(--panel)"
        strokeWidth="3"
        paintOrder="stroke"
      >
        {label}
      </text>
    </g>
  );
}
