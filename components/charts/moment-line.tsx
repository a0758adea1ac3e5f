import { type PlotBox, xOfTime } from "@/lib/present/charts/plot-scale";

/** The chosen moment: a line with a handle above the plot. Outside the window it is not drawn. */
export function MomentLine({
  atMs,
  span,
  box,
}: {
  atMs: number | null;
  span: { fromMs: number; toMs: number };
  box: PlotBox;
}) {
  if (atMs === null || atMs < span.fromMs || atMs > span.toMs) return null;
  const x = xOfTime(atMs, span, box);
  return (
    <g stroke="var(--accent)">
      <line x1={x} x2={x} y1={box.top - 4} y2={box.top + box.height} strokeWidth="1.5" />
      <path d={`M${x - 5} ${box.top - 9}h10l-5 7Z`} fill="var(--accent)" stroke="none" />
    </g>
  );
}
