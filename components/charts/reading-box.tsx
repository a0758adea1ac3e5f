"use client";

import { useTimeZone } from "@/components/ui/clock";
import { placeReading, READING_WIDTH_PX } from "@/lib/present/charts/place-reading";
import type { PlotBox } from "@/lib/present/charts/plot-scale";
import type { MomentReading } from "@/lib/present/charts/read-moment";
import { formatInZone, formatWindow } from "@/lib/present/time";
import { ToneSwatch } from "./labels-below";

/** What the chart says at the cursor: UTC and the reader's own time, values, what happened. Beside the cursor. */
export function ReadingBox({
  reading,
  stretch,
  x,
  box,
  hint,
  onPick,
  pickLabel,
}: {
  reading: MomentReading;
  stretch: { fromMs: number; toMs: number };
  x: number;
  box: PlotBox;
  hint: string | null;
  onPick: (() => void) | undefined;
  pickLabel: string | undefined;
}) {
  const zone = useTimeZone();
  const { left, top } = placeReading(x, box);
  return (
    <div
      aria-hidden={onPick === undefined}
      // Pressing the link must not take the focus from the plot: losing it closes this box.
      onMouseDown={(event) => event.preventDefault()}
      className={`absolute z-30 rounded-control border border-line-strong bg-raised px-2.5 py-2 text-small ${onPick ? "" : "pointer-events-none"}`}
      style={{ left, top, width: READING_WIDTH_PX }}
    >
      <p className="font-medium">{formatWindow(stretch.fromMs, stretch.toMs, stretch.toMs)} UTC</p>
      {zone !== null && zone !== "UTC" && <p className="text-muted">{formatInZone(stretch.fromMs, zone)}</p>}
      <table className="mt-1 w-full">
        <tbody>
          {reading.rows.map((row) => (
            <tr key={row.name}>
              <td className="w-4 align-middle">{row.tone !== null && <ToneSwatch tone={row.tone} />}</td>
              <td className="max-w-0 truncate text-muted">{row.name}</td>
              <td className="w-px pl-2 text-right whitespace-nowrap tabular-nums">{row.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {reading.remarks.length > 0 && (
        <ul className="mt-1 border-t border-line pt-1">
          {reading.remarks.map((remark) => (
            <li key={remark} className="wrap-anywhere">
              {remark}
            </li>
          ))}
        </ul>
      )}
      {hint !== null && <p className="mt-1 text-caption text-muted">{hint}</p>}
      {onPick && (
        <button type="button" onClick={onPick} className="mt-1 font-medium text-accent">
          {pickLabel}
        </button>
      )}
    </div>
  );
}
