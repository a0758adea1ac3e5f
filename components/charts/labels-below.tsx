import type { CSSProperties } from "react";
import type { ChartLine } from "@/lib/present/charts/line-model";
import { formatLineEnd, type LineUnit } from "@/lib/present/charts/line-unit";
import { colourOf } from "@/lib/present/charts/series-tones";
import { shortNode } from "@/lib/present/node-names";
import { UNKNOWN } from "@/lib/present/words";

/** On a phone a column of labels would eat the plot: names and last values stand under it. */
export function LabelsBelow({ lines, unit }: { lines: readonly ChartLine[]; unit: LineUnit }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-3.5 gap-y-0.5 text-small">
      {lines.map((line) => (
        <li
          key={line.name}
          data-below-label=""
          className="flex max-w-full min-w-0 items-center gap-1.5"
          style={{ "--tone": colourOf(line.tone) } as CSSProperties}
        >
          <ToneSwatch tone={line.tone} />
          <span className="truncate" title={line.name}>
            {shortNode(line.name)}
          </span>
          <span className="text-muted">{line.last ? formatLineEnd(unit, line.last.value) : UNKNOWN}</span>
        </li>
      ))}
    </ul>
  );
}

/** A short stroke in a line's colour, beside its name. */
export function ToneSwatch({ tone }: { tone: ChartLine["tone"] }) {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className="shrink-0">
      <line x1="0" x2="10" y1="5" y2="5" stroke={colourOf(tone)} strokeWidth="2.5" />
    </svg>
  );
}
