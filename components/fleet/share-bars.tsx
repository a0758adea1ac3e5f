import type { ClusterRow } from "@/lib/contract/clusters";
import { prepareShareBars, type ShareBar } from "@/lib/present/fleet/share-bars";

const WIDTH = 84;
const HEIGHT = 28;
const MIDDLE = HEIGHT / 2;
const REACH = 11;
const WIDEST = 16;
const GAP = 2;

/** Each proxy against its fair share: above the line it has more, below it less, hollow is not known. */
export function ShareBars({ perProxy }: { perProxy: ClusterRow["perProxy"] }) {
  const prepared = prepareShareBars(perProxy);
  if (prepared === null) {
    return <span className="text-small text-muted">{perProxy.length === 1 ? "one proxy" : "direct"}</span>;
  }
  const { bars, label } = prepared;
  const pitch = Math.min(WIDEST + GAP, (WIDTH + GAP) / bars.length);
  const barWidth = Math.max(1, pitch - (pitch > 5 ? GAP : 1));
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block text-chart-ink"
    >
      <title>{label}</title>
      {bars.map((bar, index) => (
        <Bar key={bar.name} bar={bar} x={index * pitch} width={barWidth} />
      ))}
    </svg>
  );
}

function Bar({ bar: { deviation }, x, width }: { bar: ShareBar; x: number; width: number }) {
  if (deviation === null) {
    return (
      <rect
        x={x + 0.5}
        y={MIDDLE - 4.5}
        width={Math.max(1, width - 1)}
        height="9"
        rx="1"
        fill="none"
        className="stroke-line-strong"
        strokeDasharray="2 1.5"
      />
    );
  }
  const height = Math.max(1.5, Math.abs(deviation) * REACH);
  return (
    <rect
      x={x}
      y={deviation > 0 ? MIDDLE + 0.75 - height : MIDDLE - 0.75}
      width={width}
      height={height}
      rx={Math.min(1, height / 2)}
      fill="currentColor"
    />
  );
}
