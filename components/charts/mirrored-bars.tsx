"use client";

import { useMemo } from "react";
import { Area, AreaChart, XAxis, YAxis } from "recharts";
import { type ChurnCorner, layoutChurn, traceChurn, yOfChurn } from "@/lib/present/charts/layout-churn";
import { LABEL_FONT_PX } from "@/lib/present/charts/layout-lines";
import { marginOf } from "@/lib/present/charts/plot-scale";
import type { ChurnModel } from "@/lib/present/charts/prepare-churn";
import { readChurn } from "@/lib/present/charts/read-moment";
import { ChartFrame } from "./chart-frame";
import { GapLayer } from "./gap-layer";
import { MarkLayer } from "./mark-layer";
import { type PlotActions, PlotOverlay } from "./plot-overlay";
import { useMeasuredWidth } from "./use-measured-width";

const BARS = {
  type: "stepAfter",
  connectNulls: false,
  isAnimationActive: false,
  activeDot: false,
  dot: false,
} as const;

/** Opened up, closed down, on one axis: what differs in height is growth. Faint: came and went unseen. */
export function MirroredBars({
  model,
  label,
  heightPx,
  ...actions
}: PlotActions & { model: ChurnModel; label: string; heightPx: number }) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const layout = useMemo(
    () => (widthPx === null ? null : layoutChurn(model, { widthPx, heightPx })),
    [model, widthPx, heightPx],
  );
  const corners = useMemo(() => traceChurn(model), [model]);
  return (
    <div ref={ref} className="min-w-0">
      <div className="relative" style={{ height: heightPx }}>
        {layout && widthPx !== null && (
          <>
            <AreaChart
              width={widthPx}
              height={heightPx}
              data={corners}
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
              <YAxis hide domain={[-layout.top, layout.top]} allowDataOverflow />
              <ChartFrame
                box={layout.box}
                span={model}
                times={layout.times}
                ticks={layout.ticks}
                yOf={(value) => yOfChurn(value, layout.top, layout.box)}
              />
              <GapLayer bands={model.bands} span={model} box={layout.box} />
              <MarkLayer marks={model.marks} span={model} box={layout.box} />
              <Area
                {...BARS}
                dataKey={(corner: ChurnCorner) => corner.opened}
                stroke="none"
                fill="var(--chart-ink)"
                fillOpacity={1}
              />
              <Area
                {...BARS}
                dataKey={(corner: ChurnCorner) => corner.closed}
                stroke="none"
                fill="var(--chart-rest)"
                fillOpacity={1}
              />
              {model.anyUnseen && unseenArea("opened", "openedAll", "var(--chart-ink)")}
              {model.anyUnseen && unseenArea("closed", "closedAll", "var(--chart-rest)")}
              <SideNames layout={layout} />
            </AreaChart>
            <PlotOverlay
              label={label}
              box={layout.box}
              model={model}
              read={(index) => readChurn(model, index)}
              dotsAt={() => []}
              {...actions}
            />
          </>
        )}
      </div>
    </div>
  );
}

/** What no sweep saw, faint, beyond what was seen. */
function unseenArea(seen: "opened" | "closed", all: "openedAll" | "closedAll", colour: string) {
  const rangeOf = (corner: ChurnCorner) => (corner[all] === null ? null : [corner[seen], corner[all]]);
  return <Area {...BARS} dataKey={rangeOf} stroke="none" fill={colour} fillOpacity={0.35} />;
}

/** Which side is which: in words beside the plot with the last rates, or inside it where there is no room. */
function SideNames({ layout }: { layout: NonNullable<ReturnType<typeof layoutChurn>> }) {
  const { box, ends } = layout;
  const x = ends ? box.left + box.width + 8 : box.left + 5;
  return (
    <g fontSize={LABEL_FONT_PX} fill="var(--muted)" stroke="var(--panel)" strokeWidth="3" paintOrder="stroke">
      <text x={x} y={box.top + (ends ? box.height * 0.25 : 7)} dy="0.34em">
        {ends?.opened ?? "opened"}
      </text>
      <text x={x} y={box.top + (ends ? box.height * 0.75 : box.height - 7)} dy="0.34em">
        {ends?.closed ?? "closed"}
      </text>
    </g>
  );
}
