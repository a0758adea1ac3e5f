import type { Spread } from "@/lib/present/cluster/spread";

const HEIGHT = 22;
const WIDTH = 96;
const WIDEST = 14;
const GAP = 2;

/** One bar a proxy (or node), from zero, in the same order in every row. */
export function SpreadBars({ spread }: { spread: Spread }) {
  const pitch = Math.min(WIDEST + GAP, WIDTH / Math.max(1, spread.bars.length));
  const barPx = Math.max(1, pitch - (pitch > 5 ? GAP : 0.5));
  return (
    <svg
      role="img"
      aria-label={spread.label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="relative z-10 block text-chart-ink"
    >
      <title>{spread.label}</title>
      {spread.bars.map((bar, index) => {
        const height = bar.connections === 0 ? 0 : Math.max(1.5, bar.ratio * (HEIGHT - 2));
        return (
          <g key={bar.name}>
            <rect x={index * pitch} y={HEIGHT - 1} width={barPx} height="1" className="fill-line-strong" />
            <rect
              x={index * pitch}
              y={HEIGHT - 1 - height}
              width={barPx}
              height={height}
              fill="currentColor"
            />
          </g>
        );
      })}
    </svg>
  );
}
