"use client";

import { useMemo, useState } from "react";
import { BottomAxis, ValueGrid } from "@/components/charts/chart-frame";
import type { PlotActions } from "@/components/charts/plot-overlay";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import { xOfTime, yOfValue } from "@/lib/present/charts/plot-scale";
import { type EventRange, isVague, placeShades } from "@/lib/present/metrics/events";
import { layoutRange, plotEdges } from "@/lib/present/metrics/layout-range";
import type { RangeChartModel } from "@/lib/present/metrics/range-model";
import { EventMarks } from "./event-marks";
import { RangeBands } from "./range-bands";
import { RangeLabels, RangeLabelsBelow } from "./range-labels";
import { RangeLines } from "./range-lines";
import { RangeOverlay } from "./range-overlay";

/** One small chart of the page. All of them have the same plot between the same edges: times stand under each other. */
export function RangeChart({
  model,
  events,
  names,
  heightPx,
  ...actions
}: PlotActions & {
  model: RangeChartModel;
  events: readonly EventRange[];
  /** Labels of all subjects of the page: they decide how wide the column beside the plots is. */
  names: readonly string[];
  heightPx: number;
}) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const [focus, setFocus] = useState<string | null>(null);
  const layout = useMemo(
    () => (widthPx === null ? null : layoutRange(model, { widthPx, heightPx }, plotEdges(widthPx, names))),
    [model, widthPx, heightPx, names],
  );
  const exact = useMemo(() => events.filter((event) => !isVague(event)), [events]);
  const label = `${model.title}, ${model.resolution}`;
  return (
    <div ref={ref} className="min-w-0">
      <div className="relative" style={{ height: heightPx }}>
        {layout && widthPx !== null && (
          <>
            <svg
              data-chart=""
              role="img"
              aria-label={label}
              width={widthPx}
              height={heightPx}
              className="block overflow-visible"
            >
              <ValueGrid
                box={layout.box}
                ticks={layout.axis.ticks}
                yOf={(value) => yOfValue(value, layout.axis.top, layout.box)}
              />
              <BottomAxis
                box={layout.box}
                ticks={layout.times.map((tick) => ({ ...tick, x: xOfTime(tick.atMs, model, layout.box) }))}
              />
              <RangeBands bands={layout.bands} box={layout.box} />
              <EventMarks shades={placeShades(events, model, layout.box)} box={layout.box} />
              {layout.referenceY !== null && (
                <line
                  x1={layout.box.left}
                  x2={layout.box.left + layout.box.width}
                  y1={layout.referenceY}
                  y2={layout.referenceY}
                  stroke="var(--muted)"
                  strokeDasharray="4 3"
                />
              )}
              <RangeLines tracks={layout.tracks} focus={focus} />
              <RangeLabels labels={layout.labels} focus={focus} onFocus={setFocus} />
            </svg>
            <RangeOverlay model={model} box={layout.box} marks={exact} {...actions} />
          </>
        )}
      </div>
      {layout?.labelsBelow && <RangeLabelsBelow model={model} />}
    </div>
  );
}
