"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { MirroredBars } from "@/components/charts/mirrored-bars";
import { useSeriesTones } from "@/components/charts/series-tones";
import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import { QueryNotice } from "@/components/ui/query-notice";
import { useView } from "@/components/ui/use-view";
import { connectionsQuery } from "@/lib/browser/queries";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ConnectionsAnswer } from "@/lib/contract/connections";
import { tableOfChurn, tableOfLines } from "@/lib/present/charts/chart-table";
import { prepareChurn } from "@/lib/present/charts/prepare-churn";
import { prepareConnections } from "@/lib/present/charts/prepare-connections";
import { askConnections } from "@/lib/present/cluster/ask";
import { momentHref } from "@/lib/present/cluster/clients-link";
import { formatWindow } from "@/lib/present/time";
import { formatCount, formatNumber } from "@/lib/present/words";
import { ByControl } from "./by-control";
import { keepWithin } from "./kept-data";
import { ChartSkeleton } from "./overview-skeleton";
import { subjectNames } from "./subject-names";

export const LINES_HEIGHT_PX = 264;
export const CHURN_HEIGHT_PX = 224;

/** The two charts on one time axis. Dragging zooms the page's window, a click shows the clients of that moment. */
export function ConnectionsSection({ cluster, openers }: { cluster: ClusterAnswer; openers: ReactNode }) {
  const { view } = useView();
  const query = useQuery({
    ...connectionsQuery(cluster.id, askConnections(view)),
    placeholderData: keepWithin(cluster.id),
  });
  return (
    <>
      <QueryNotice query={query} />
      {query.data ? (
        <Charts cluster={cluster} answer={query.data} openers={openers} />
      ) : (
        <>
          <ChartSkeleton title="Connections" heightPx={LINES_HEIGHT_PX} failed={query.isError} />
          <ChurnRow openers={openers}>
            <ChartSkeleton title="Opened and closed" heightPx={CHURN_HEIGHT_PX} failed={query.isError} />
          </ChurnRow>
        </>
      )}
    </>
  );
}

function ChurnRow({ openers, children }: { openers: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-[3fr_2fr]">
      {children}
      {openers}
    </div>
  );
}

const BY_WORDS = { proxy: "by proxy", group: "by client group", node: "by node" } as const;

function Charts({
  cluster,
  answer,
  openers,
}: {
  cluster: ClusterAnswer;
  answer: ConnectionsAnswer;
  openers: ReactNode;
}) {
  const { view, show } = useView();
  const router = useRouter();
  const tones = useSeriesTones(answer.by, subjectNames(cluster, answer));
  const lines = useMemo(
    () => prepareConnections(answer, { tones, observations: cluster.observations }),
    [answer, tones, cluster.observations],
  );
  const churn = useMemo(() => prepareChurn(answer, cluster.observations), [answer, cluster.observations]);
  const actions = {
    onZoom: (span: { fromMs: number; toMs: number }) =>
      show({ window: { kind: "between", ...span }, at: null }),
    onPick: (atMs: number) => router.push(momentHref(cluster.id, view, atMs, Date.now())),
    pickLabel: "clients at this moment",
  };
  const source = `${cluster.name} · ${formatWindow(lines.fromMs, lines.toMs, Date.parse(answer.now))} UTC · Evenkeel`;
  return (
    <>
      <ChartPanel
        title="Connections"
        unit={BY_WORDS[answer.by]}
        note={lines.note}
        controls={<ByControl />}
        table={tableOfLines(lines)}
        formatCell={(value) => formatCount(Math.round(value))}
        source={source}
        fileName={`${cluster.id}-connections`}
        heightPx={LINES_HEIGHT_PX}
      >
        <TimeSeriesChart
          model={lines}
          label={`Connections ${BY_WORDS[answer.by]}`}
          heightPx={LINES_HEIGHT_PX}
          {...actions}
        />
      </ChartPanel>
      <ChurnRow openers={openers}>
        <ChartPanel
          title="Opened and closed"
          unit="per second, whole cluster"
          table={tableOfChurn(churn)}
          formatCell={formatNumber}
          source={source}
          fileName={`${cluster.id}-opened-closed`}
          heightPx={CHURN_HEIGHT_PX}
        >
          <MirroredBars
            model={churn}
            label="Opened and closed per second"
            heightPx={CHURN_HEIGHT_PX}
            {...actions}
          />
        </ChartPanel>
      </ChurnRow>
    </>
  );
}
