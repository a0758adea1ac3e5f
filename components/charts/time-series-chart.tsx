"use client";

import { useMemo, useState } from "react";
import { Line, LineChart, XAxis, YAxis } from "recharts";
import { layoutLines } from "@/lib/present/charts/layout-lines";
import type { LineChartModel, PlotMoment } from "@/lib/present/charts/line-model";
import { marginOf } from "@/lib/present/charts/plot-scale";
import { readLines } from "@/lib/present/charts/read-moment";
import { ChartFrame, yOn } from "./chart-frame";
import { EndLabels } from "./end-labels";
import { GapLayer } from "./gap-layer";
import { LabelsBelow } from "./labels-below";
import { LonePoints } from "./lone-points";
import { MarkLayer } from "./mark-layer";
import { MomentLines } from "./moment-lines";
import { type PlotActions, PlotOverlay } from "./plot-overlay";
import { ReferenceLabel } from "./reference-label";
import { type LineRow, seriesLines } from "./series-lines";
import { useMeasuredWidth } from "./use-measured-width";

/**
 * Counts over time: zero-based, gaps as gaps, each line labelled at its end. Keeps its height while it is not yet
 * measured, and draws what `prepare…` decided.
 */
export function TimeSeriesChart({
  model,
  label,
  heightPx,
  moments = [],
  ...actions
}: PlotActions & {
  model: LineChartModel;
  /** What the chart shows, read aloud: "Connections by proxy". */
  label: string;
  heightPx: number;
  /** Moments that matter on this page, drawn as lines. */
  moments?: readonly PlotMoment[];
}) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const [focus, setFocus] = useState<string | null>(null);
  const layout = useMemo(
    () => (widthPx === null ? null : layoutLines(model, { widthPx, heightPx })),
    [model, widthPx, heightPx],
  );
  const rows = useMemo(() => model.atMs.map((atMs, index): LineRow => ({ atMs, index })), [model]);
  return (
    <div ref={ref} className="min-w-0">
      <div className="relative" style={{ height: heightPx }}>
        {layout && widthPx !== null && (
          <>
            <LineChart
              width={widthPx}
              height={heightPx}
              data={rows}
              margin={marginOf(layout.box, { widthPx, heightPx })}
              accessibilityLayer={false}
              role="img"
              aria-label={label}
            >
              <XAxis
                hide
                type="number"
                dataKey="atMs"
                domain={[model.fromMs, model.toMs]}
                allowDataOverflow
              />
              <YAxis hide domain={[0, layout.values.top]} allowDataOverflow />
              <ChartFrame
                box={layout.box}
                span={model}
                times={layout.times}
                ticks={layout.values.ticks}
                yOf={yOn(layout.box, layout.values.top)}
              />
              <GapLayer bands={model.bands} span={model} box={layout.box} />
              <MarkLayer marks={model.marks} span={model} box={layout.box} />
              {model.reference && (
                <Line
                  type="linear"
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                  stroke="var(--muted)"
                  strokeWidth={1.2}
                  strokeDasharray="1 3"
                  dataKey={(row: LineRow) => model.reference?.values[row.index] ?? null}
                />
              )}
              {seriesLines(model.lines, focus)}
              <LonePoints model={model} layout={layout} />
              <ReferenceLabel label={layout.referenceLabel} />
              <EndLabels labels={layout.endLabels} focus={focus} onFocus={setFocus} />
              <MomentLines moments={moments} span={model} box={layout.box} />
            </LineChart>
            <PlotOverlay
              label={label}
              box={layout.box}
              model={model}
              read={(index) => readLines(model, index)}
              dotsAt={(index) =>
                model.lines.flatMap((line) => {
                  const value = line.values[index];
                  return value === null || value === undefined
                    ? []
                    : [{ name: line.name, tone: line.tone, y: yOn(layout.box, layout.values.top)(value) }];
                })
              }
              {...actions}
            />
          </>
        )}
      </div>
      {layout?.labels === "below" && <LabelsBelow lines={model.lines} unit={model.unit} />}
    </div>
  );
}
