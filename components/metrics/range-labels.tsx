import type { CSSProperties } from "react";
import { ToneSwatch } from "@/components/charts/labels-below";
import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import { colourOf, type SeriesTone, textColourOf } from "@/lib/present/charts/series-tones";
import type { RangeLabel } from "@/lib/present/metrics/layout-range";
import type { RangeChartModel } from "@/lib/present/metrics/range-model";
import { formatOnAxis } from "@/lib/present/metrics/units";

/** Name and last values of each subject beside the end of its lines. */
export function RangeLabels({
  labels,
  focus,
  onFocus,
}: {
  labels: readonly RangeLabel[];
  focus: string | null;
  onFocus: (key: string | null) => void;
}) {
  return (
    <g fontSize={LABEL_FONT_PX}>
      {labels.map((label) => (
        <g
          key={label.key}
          opacity={focus === null || focus === label.key ? 1 : 0.35}
          onPointerEnter={() => onFocus(label.key)}
          onPointerLeave={() => onFocus(null)}
        >
          <path
            d={leaderOf(label)}
            fill="none"
            stroke={strokeOf(label.tone)}
            strokeOpacity="0.55"
            {...(label.current ? {} : { strokeDasharray: "1 4" })}
          />
          <text x={label.x} y={label.y} dy="0.34em" fill="var(--muted)">
            <title>{label.key}</title>
            {label.tone === null ? (
              label.text
            ) : (
              <tspan fill={textColourOf(label.tone)} fontWeight="600">
                {label.text}
              </tspan>
            )}
            <tspan dx="5" fill="var(--ink)">
              {label.value}
            </tspan>
          </text>
        </g>
      ))}
    </g>
  );
}

function strokeOf(tone: SeriesTone | null): string {
  return tone === null ? "var(--muted)" : colourOf(tone);
}

function leaderOf({ anchorX, anchorY, x, y }: RangeLabel): string {
  const end = x - 3;
  const bend = end - 7;
  return anchorX < bend ? `M${anchorX} ${anchorY}H${bend}L${end} ${y}` : `M${anchorX} ${anchorY}L${end} ${y}`;
}

/** On a phone the names and last values stand under the plot. */
export function RangeLabelsBelow({ model }: { model: RangeChartModel }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-3.5 gap-y-0.5 text-small">
      {model.subjects.map((subject) => (
        <li
          key={subject.key}
          data-below-label=""
          className="flex max-w-full min-w-0 items-center gap-1.5"
          style={{ "--tone": colourOf(subject.tone) } as CSSProperties}
        >
          <ToneSwatch tone={subject.tone} />
          <span className="truncate" title={subject.key}>
            {subject.label}
          </span>
          <span className="whitespace-nowrap text-muted">
            {model.tracks
              .filter((track) => track.subject.key === subject.key)
              .map((track) => formatOnAxis(model.scale, model.unit, track.last?.value))
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
