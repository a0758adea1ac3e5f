import { layoutSparkline } from "@/lib/present/fleet/sparkline";

const SIZE = { width: 120, height: 28, inset: 3 };

/** Connections over the window, the size of a word. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const { path, area, dots, end, label } = layoutSparkline(values, SIZE);
  return (
    <svg
      role="img"
      aria-label={label}
      width={SIZE.width}
      height={SIZE.height}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      className="block text-chart-ink"
    >
      <title>{label}</title>
      <path d={`M0 ${SIZE.height - SIZE.inset + 0.5}H${SIZE.width}`} className="stroke-line" />
      <path d={area} fill="currentColor" opacity="0.07" />
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
      {dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="1" fill="currentColor" />
      ))}
      {end && <circle cx={end.x} cy={end.y} r="2" className="fill-ink" />}
    </svg>
  );
}
