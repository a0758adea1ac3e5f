import { type EndLabel, LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import { colourOf, textColourOf } from "@/lib/present/charts/series-tones";

/** Name and last value at the end of each line; a leader joins a label that had to move to its line. */
export function EndLabels({
  labels,
  focus,
  onFocus,
}: {
  labels: readonly EndLabel[];
  focus: string | null;
  onFocus: (name: string | null) => void;
}) {
  return (
    <g fontSize={LABEL_FONT_PX}>
      {labels.map((label) => (
        <g
          key={label.name}
          opacity={focus === null || focus === label.name ? 1 : 0.35}
          onPointerEnter={() => onFocus(label.name)}
          onPointerLeave={() => onFocus(null)}
        >
          <path
            d={leaderOf(label)}
            fill="none"
            stroke={colourOf(label.tone)}
            strokeOpacity="0.55"
            {...(label.current ? {} : { strokeDasharray: "2 3" })}
          />
          <text x={label.x} y={label.y} dy="0.34em" fill="var(--muted)">
            <title>{label.current ? label.name : `${label.name}: ended earlier`}</title>
            <tspan fill={textColourOf(label.tone)} fontWeight="600">
              {label.text}
            </tspan>
            <tspan dx="5" fill={label.current ? "var(--ink)" : "var(--muted)"}>
              {label.value}
            </tspan>
          </text>
        </g>
      ))}
    </g>
  );
}

function leaderOf({ anchorX, anchorY, x, y }: EndLabel): string {
  const end = x - 3;
  const bend = end - 7;
  return anchorX < bend ? `M${anchorX} ${anchorY}H${bend}L${end} ${y}` : `M${anchorX} ${anchorY}L${end} ${y}`;
}
