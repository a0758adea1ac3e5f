"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSeriesTones } from "@/components/charts/series-tones";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import { clusterQuery } from "@/lib/browser/queries";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { prepareEvents } from "@/lib/present/metrics/events";
import { commonLimit, type MetricsPageModel, prepareMetricsPage } from "@/lib/present/metrics/page-model";
import { subjectKey } from "@/lib/present/metrics/prepare-range-chart";
import { windowSpan } from "@/lib/present/metrics/signals";
import { cloudWatchSituation } from "@/lib/present/metrics/situation";
import { TOPIC_WORDS } from "@/lib/present/metrics/topics";
import { formatWindow } from "@/lib/present/time";
import { AwsPanel } from "./aws-panel";
import { CallFailures } from "./call-failures";
import { ComparisonPanel } from "./comparison-panel";
import { EventsPanel } from "./events-panel";
import { MetricPanel } from "./metric-panel";
import { MetricsFilters } from "./metrics-filters";
import { CloudWatchState } from "./metrics-states";
import { QuietPanel } from "./quiet-panel";
import { SignalsLead } from "./signals-lead";

/** What stands out first, then the axis with its events, then chart under chart. */
export function MetricsContent({ id, answer }: { id: string; answer: MetricsAnswer }) {
  const { view } = useView();
  const cluster = useQuery(clusterQuery(id));
  const tones = useTones(answer);
  const limit = commonLimit(cluster.data);
  const model = useMemo(
    () => prepareMetricsPage(answer, { about: view.about, node: view.node, tones, limit }),
    [answer, view.about, view.node, tones, limit],
  );
  const events = useMemo(() => prepareEvents(answer.observations), [answer.observations]);
  const names = useNames(model);
  const [fromMs, toMs, nowMs] = [answer.window.from, answer.window.to, answer.now].map(Date.parse) as [
    number,
    number,
    number,
  ];
  const source = `${cluster.data?.name ?? id} · ${formatWindow(fromMs, toMs, nowMs)} UTC · Evenkeel`;
  return (
    <div className="grid grid-cols-1 gap-3.5 [&>*]:min-w-0 [&>[role=status]]:mb-0">
      <SignalsLead signals={answer.signals} />
      <CallFailures calls={answer.calls} />
      <CloudWatchState id={id} answer={answer} situation={cloudWatchSituation(answer)} />
      <MetricsFilters model={model} subjects={answer.subjects} />
      <EventsPanel answer={answer} names={names} />
      {model.topics.length === 0 && <NothingDrawn />}
      {model.topics.map(({ topic, charts }) => (
        <section key={topic} aria-label={TOPIC_WORDS[topic]} className="grid grid-cols-1 gap-2 [&>*]:min-w-0">
          {charts.map((chart) => (
            <MetricPanel
              key={chart.key}
              id={id}
              model={chart}
              events={events}
              names={names}
              source={source}
            />
          ))}
        </section>
      ))}
      <QuietPanel model={model} span={windowSpan(answer)} />
      <ComparisonPanel comparisons={answer.comparisons} />
      <AwsPanel answer={answer} />
    </div>
  );
}

/** A node has the colour that it has on the other pages of the cluster, a proxy has its own. */
function useTones(answer: MetricsAnswer): ReadonlyMap<string, number> {
  const keysOf = (isProxy: boolean) =>
    answer.series.filter((one) => (one.source === "proxy") === isProxy).map(subjectKey);
  const nodes = useSeriesTones("node", keysOf(false));
  const proxies = useSeriesTones("proxy", keysOf(true));
  return useMemo(() => new Map([...nodes, ...proxies]), [nodes, proxies]);
}

/** Labels of all that is drawn, as one stable list. */
function useNames(model: MetricsPageModel): readonly string[] {
  const key = [
    ...new Set(
      model.topics.flatMap(({ charts }) => charts.flatMap((chart) => chart.subjects.map((one) => one.label))),
    ),
  ]
    .sort()
    .join("\n");
  return useMemo(() => (key === "" ? [] : key.split("\n")), [key]);
}

function NothingDrawn() {
  const { view } = useView();
  const filtered = view.node !== null || view.about !== null;
  return (
    <Panel>
      <EmptyState
        title={filtered ? "None of these metrics has a point" : "Nothing is known of this window"}
        actions={
          filtered && (
            <ViewLink
              patch={{ node: null, about: null }}
              className="text-accent underline-offset-2 hover:underline"
            >
              Show all metrics
            </ViewLink>
          )
        }
      >
        <p>
          {filtered
            ? "What has no point in this window is named below."
            : "No node answered in it, or it lies beyond the days for which numbers are kept."}
        </p>
      </EmptyState>
    </Panel>
  );
}
