"use client";

import { useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import { useChartActions } from "@/components/cluster/use-chart-actions";
import { Button } from "@/components/ui/button";
import { useView } from "@/components/ui/use-view";
import { tableOfLines } from "@/lib/present/charts/chart-table";
import { formatLineValue } from "@/lib/present/charts/line-unit";
import { firstMoments, moveNearest } from "@/lib/present/skew/compare";
import { shareMoments } from "@/lib/present/skew/moments";
import { prepareLatency, prepareShares } from "@/lib/present/skew/prepare-lines";
import { pinWindow } from "@/lib/present/window";
import type { SkewPageData } from "./skew-page-data";

export const SHARE_HEIGHT_PX = 248;
export const LIVES_HEIGHT_PX = 236;

/** Share per proxy over time. A click shows the clients of that moment or, while two are compared, moves one of them. */
export function SharePanel({ data }: { data: SkewPageData }) {
  const { answer, chosen, tones, id, source } = data;
  const { view, show } = useView();
  const actions = useChartActions(id);
  const model = useMemo(() => prepareShares(answer, { chosen, tones }), [answer, chosen, tones]);
  const moments = shareMoments(answer, view);
  const { compare } = view;
  const picking =
    compare === null
      ? actions
      : {
          ...actions,
          onPick: (atMs: number) => show({ compare: moveNearest(compare, atMs) }),
          pickWords: { hint: "compare this moment", label: "Compare this moment" },
        };
  const begin = () => {
    const first = firstMoments(answer);
    if (first !== null) show({ compare: first, window: pinWindow(view.window, Date.now()) });
  };
  return (
    <ChartPanel
      title="Share of connections"
      unit="%"
      note={model.note}
      controls={
        compare === null ? (
          <Button onClick={begin} disabled={firstMoments(answer) === null}>
            Compare moments
          </Button>
        ) : (
          <Button onClick={() => show({ compare: null })} aria-pressed="true">
            Stop comparing
          </Button>
        )
      }
      table={tableOfLines(model)}
      formatCell={(value) => formatLineValue("percent", value)}
      source={source}
      fileName={`${id}-share`}
      heightPx={SHARE_HEIGHT_PX}
    >
      <TimeSeriesChart
        model={model}
        label="Share of connections"
        heightPx={SHARE_HEIGHT_PX}
        moments={moments}
        {...picking}
      />
    </ChartPanel>
  );
}

/** Round trips of a PING a second through each; nothing where no proxy's address is known. */
export function LatencyPanel({ data }: { data: SkewPageData }) {
  const { answer, chosen, tones, id, source } = data;
  const { view } = useView();
  const actions = useChartActions(id);
  const model = useMemo(() => prepareLatency(answer, { chosen, tones }), [answer, chosen, tones]);
  if (model === null) return null;
  return (
    <ChartPanel
      title="Latency"
      unit={answer.by === "proxy" ? "ms, median of a PING through each" : "ms, median of a PING to each"}
      note={model.note}
      table={tableOfLines(model)}
      formatCell={(value) => formatLineValue("ms", value)}
      source={source}
      fileName={`${id}-latency`}
      heightPx={LIVES_HEIGHT_PX}
    >
      <TimeSeriesChart
        model={model}
        label="Latency"
        heightPx={LIVES_HEIGHT_PX}
        moments={shareMoments(answer, view)}
        {...actions}
      />
    </ChartPanel>
  );
}
