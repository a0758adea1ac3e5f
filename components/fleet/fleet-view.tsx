"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { QueryNotice } from "@/components/ui/query-notice";
import { useDocumentTitle } from "@/components/ui/use-document-title";
import { useLastGood } from "@/components/ui/use-last-good";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import { clustersQuery, healthQuery, LIVE_REFETCH_MS } from "@/lib/browser/queries";
import type { ClustersAnswer } from "@/lib/contract/clusters";
import type { HealthAnswer } from "@/lib/contract/health";
import { assertNever } from "@/lib/present/assert-never";
import { fleetHeadline, fleetSummary } from "@/lib/present/fleet/headline";
import { fleetMarkdown } from "@/lib/present/fleet/markdown";
import { filterRows, sortRows } from "@/lib/present/fleet/rows";
import { fleetNotices, fleetSituation } from "@/lib/present/fleet/situation";
import { skewHref } from "@/lib/present/skew/links";
import { carriedView, viewHref } from "@/lib/present/url";
import { spanOf, windowParams } from "@/lib/present/window";
import { countOf, formatSpan } from "@/lib/present/words";
import { FirstSweep } from "./first-sweep";
import { FleetGuide } from "./fleet-guide";
import { FleetNotices } from "./fleet-notices";
import { FleetTable } from "./fleet-table";
import { FleetToolbar } from "./fleet-toolbar";
import { HeldWindow } from "./held-window";
import { ShareMapPanel } from "./share-map-panel";

/** The fleet, worst first. States are always those of now, whatever window the small curves show. */
export function FleetView() {
  const { view } = useView();
  const fleet = useQuery({
    ...clustersQuery(windowParams(view.window)),
    refetchInterval: LIVE_REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  const health = useQuery(healthQuery());
  const answer = useLastGood("fleet", fleet.data);
  const failure = <QueryNotice query={fleet} stamp={answer?.now ?? null} />;
  if (!answer) {
    return (
      <>
        {fleet.isError ? (
          <PageTitle
            title="The fleet cannot be shown"
            summary="It is asked for again every few seconds; this page comes back by itself."
          />
        ) : (
          <PageTitle title="Reading the fleet" />
        )}
        {failure}
      </>
    );
  }
  return <FleetContent answer={answer} health={health.data} failure={fleet.isError ? failure : null} />;
}

interface FleetProps {
  readonly answer: ClustersAnswer;
  readonly health: HealthAnswer | undefined;
  /** Shown while the latest question has failed; `answer` is then the last good one. */
  readonly failure: ReactNode;
}

function FleetContent({ answer, health, failure }: FleetProps) {
  const situation = fleetSituation(answer);
  switch (situation.kind) {
    case "unconfigured":
      return <FleetGuide file={situation.file} stamp={answer.now} failure={failure} />;
    case "starting":
      return (
        <>
          <PageTitle
            title="Starting"
            summary="The collector has not said yet which clusters it watches. If this lasts longer than half a minute, the server's log says why."
          />
          {failure}
        </>
      );
    case "searching":
      return (
        <>
          <PageTitle
            title={situation.failing ? "ElastiCache cannot be searched" : "No cluster has been found yet"}
            summary="The fleet file names accounts to search instead of clusters. They are searched each minute; what is found appears here by itself."
          />
          {failure}
          <FleetNotices notices={fleetNotices(answer, health)} />
        </>
      );
    case "watching":
      return (
        <WatchedFleet answer={answer} health={health} failure={failure} firstSweep={situation.firstSweep} />
      );
    default:
      return assertNever(situation);
  }
}

function WatchedFleet({
  answer,
  health,
  failure,
  firstSweep,
}: FleetProps & { readonly firstSweep: boolean }) {
  const { view } = useView();
  const found = fleetHeadline(answer.clusters);
  // What was found before the answers stopped is not a finding about now.
  const headline = failure === null ? found : `Last known: ${found}`;
  useDocumentTitle(headline);
  const rows = sortRows(filterRows(answer.clusters, view), view.sort);
  const carried = carriedView(view);
  const asMarkdown = () =>
    fleetMarkdown(headline, rows, { atMs: Date.parse(answer.now), href: window.location.href });
  return (
    <>
      <PageTitle title={headline} summary={fleetSummary(answer)} />
      {failure}
      <FleetNotices notices={fleetNotices(answer, health)} />
      {firstSweep && <FirstSweep stamp={answer.now} since={answer.fleetFile.loadedAt} />}
      <HeldWindow />
      <FleetToolbar all={answer.clusters} asMarkdown={asMarkdown} />
      <Panel flush>
        {rows.length === 0 ? (
          <EmptyState
            title={`None of ${countOf(answer.clusters.length, "cluster")} passes the filter`}
            actions={
              <ViewLink
                patch={{ q: "", state: null }}
                className="text-accent underline-offset-2 hover:underline"
              >
                Show all
              </ViewLink>
            }
          />
        ) : (
          <FleetTable
            rows={rows}
            stamp={answer.now}
            trendSpan={formatSpan(spanOf(view.window))}
            hrefOf={(id) => viewHref(`/clusters/${encodeURIComponent(id)}`, carried)}
            skewHrefOf={(id) => skewHref(id, view)}
          />
        )}
      </Panel>
      <ShareMapPanel rows={rows} />
    </>
  );
}
