import type { PlotBox } from "@/lib/present/charts/plot-scale";
import { colourOf, type SeriesTone } from "@/lib/present/charts/series-tones";

/** The shared cursor: a hairline, and a dot on each line. */
export function CursorLayer({
  x,
  box,
  dots,
}: {
  x: number;
  box: PlotBox;
  dots: readonly { name: string; tone: SeriesTone; y: number }[];
}) {
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 h-full w-full overflow-visible">
      <line x1={x} x2={x} y1={box.top} y2={box.top + box.height} stroke="var(--muted)" strokeWidth="1" />
      {dots.map((dot) => (
        <circle
          key={dot.name}
          cx={x}
          cy={dot.y}
          r="3"
          fill={colourOf(dot.tone)}
          stroke="var(--panel)"
          strokeWidth="1.5"
        />
      ))}
    </svg>
  );
}
