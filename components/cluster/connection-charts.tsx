"use client";

import { useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { MirroredBars } from "@/components/charts/mirrored-bars";
import { useSeriesTones } from "@/components/charts/series-tones";
import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ConnectionsAnswer } from "@/lib/contract/connections";
import { tableOfChurn, tableOfLines } from "@/lib/present/charts/chart-table";
import { prepareChurn } from "@/lib/present/charts/prepare-churn";
import { prepareConnections } from "@/lib/present/charts/prepare-connections";
import { formatWindow } from "@/lib/present/time";
import { formatCount, formatNumber } from "@/lib/present/words";
import { ByControl } from "./by-control";
import { ChartSkeleton } from "./overview-skeleton";
import { subjectNames } from "./subject-names";
import { useChartActions } from "./use-chart-actions";

export const LINES_HEIGHT_PX = 264;
export const CHURN_HEIGHT_PX = 224;

interface ChartProps {
  readonly cluster: ClusterAnswer;
  /** Undefined before the first answer. */
  readonly answer: ConnectionsAnswer | undefined;
  readonly failed: boolean;
}

const BY_WORDS = { proxy: "by proxy", group: "by client group", node: "by node" } as const;

/** Connections over time, one line a proxy, group or node. */
export function LinesPanel({ cluster, answer, failed }: ChartProps) {
  if (!answer) return <ChartSkeleton title="Connections" heightPx={LINES_HEIGHT_PX} failed={failed} />;
  return <Lines cluster={cluster} answer={answer} />;
}

function Lines({ cluster, answer }: { cluster: ClusterAnswer; answer: ConnectionsAnswer }) {
  const actions = useChartActions(cluster.id);
  const tones = useSeriesTones(answer.by, subjectNames(cluster, answer));
  const model = useMemo(() => prepareConnections(answer, { tones }), [answer, tones]);
  return (
    <ChartPanel
      title="Connections"
      unit={BY_WORDS[answer.by]}
      note={model.note}
      controls={<ByControl cluster={cluster} />}
      table={tableOfLines(model)}
      formatCell={(value) => formatCount(Math.round(value))}
      source={sourceOf(cluster, answer)}
      fileName={`${cluster.id}-connections`}
      heightPx={LINES_HEIGHT_PX}
    >
      <TimeSeriesChart
        model={model}
        label={`Connections ${BY_WORDS[answer.by]}`}
        heightPx={LINES_HEIGHT_PX}
        {...actions}
      />
    </ChartPanel>
  );
}

/** What was opened and closed per second in the whole cluster. */
export function ChurnPanel({ cluster, answer, failed }: ChartProps) {
  if (!answer) return <ChartSkeleton title="Opened and closed" heightPx={CHURN_HEIGHT_PX} failed={failed} />;
  return <Churn cluster={cluster} answer={answer} />;
}

function Churn({ cluster, answer }: { cluster: ClusterAnswer; answer: ConnectionsAnswer }) {
  const actions = useChartActions(cluster.id);
  const model = useMemo(() => prepareChurn(answer), [answer]);
  return (
    <ChartPanel
      title="Opened and closed"
      unit="per second, whole cluster"
      note={model.anyUnseen ? "faint: gone before a sweep saw them" : null}
      table={tableOfChurn(model)}
      formatCell={formatNumber}
      source={sourceOf(cluster, answer)}
      fileName={`${cluster.id}-opened-closed`}
      heightPx={CHURN_HEIGHT_PX}
    >
      <MirroredBars
        model={model}
        label="Opened and closed per second"
        heightPx={CHURN_HEIGHT_PX}
        {...actions}
      />
    </ChartPanel>
  );
}

/** Printed under a copied picture: whose numbers, and of when. */
function sourceOf(cluster: ClusterAnswer, answer: ConnectionsAnswer): string {
  const { from, to } = answer.window;
  const window = formatWindow(Date.parse(from), Date.parse(to), Date.parse(answer.now));
  return `${cluster.name} · ${window} UTC · Evenkeel`;
}
