"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { ChartCursorProvider } from "@/components/charts/chart-cursor";
import { SeriesTonesProvider } from "@/components/charts/series-tones";
import { Age } from "@/components/ui/age";
import { PageTitle } from "@/components/ui/page-title";
import { QueryNotice } from "@/components/ui/query-notice";
import { useShortcut } from "@/components/ui/shortcuts";
import { StateMark } from "@/components/ui/state-mark";
import { Tabs } from "@/components/ui/tabs";
import { useDocumentTitle } from "@/components/ui/use-document-title";
import { useView } from "@/components/ui/use-view";
import { clusterQuery } from "@/lib/browser/queries";
import { clusterPath } from "@/lib/present/cluster/clients-link";
import { asTitle, listFacts } from "@/lib/present/cluster/facts";
import { describeTopology } from "@/lib/present/cluster/topology";
import { metricsHref } from "@/lib/present/metrics/links";
import { shortenNodes } from "@/lib/present/node-names";
import { skewHref } from "@/lib/present/skew/links";
import { carriedView, viewHref } from "@/lib/present/url";
import { RefusalNotices } from "./refusal-notices";

/** What all pages of a cluster share: where we are, the finding as title, the numbers behind it, the tabs. */
export function ClusterFrame({ id, children }: { id: string; children: ReactNode }) {
  const cluster = useQuery(clusterQuery(id));
  const { view } = useView();
  const pathname = usePathname();
  const answer = cluster.data;
  useDocumentTitle(answer?.name ?? id);
  const router = useRouter();
  useShortcut({ keys: "g s", label: "Skew of this cluster", section: "Go to" }, () =>
    router.push(skewHref(id, view)),
  );
  useShortcut({ keys: "g m", label: "Metrics of this cluster", section: "Go to" }, () =>
    router.push(metricsHref(id, view)),
  );
  // Title and facts are those of now, whatever moment the page below shows.
  const live = view.window.kind === "last" && view.at === null;
  const carried = carriedView(view);
  const tabs = [
    { label: "Overview", path: clusterPath(id) },
    { label: "Skew", path: `${clusterPath(id)}/skew` },
    { label: "Metrics", path: `${clusterPath(id)}/metrics` },
    { label: "Clients", path: `${clusterPath(id)}/clients` },
  ];
  return (
    <ChartCursorProvider>
      <SeriesTonesProvider>
        <PageTitle
          trail={[{ label: "Fleet", href: viewHref("/", carried) }]}
          trailNote={
            <>
              <span className="font-semibold text-ink">{answer?.name ?? id}</span>
              {answer && (
                <span>
                  <span className="max-sm:hidden">· </span>
                  {describeTopology(answer)}
                </span>
              )}
            </>
          }
          title={
            answer ? (
              <span className="flex items-baseline gap-2.5 wrap-anywhere">
                <StateMark state={answer.state} className="relative -top-px" />
                <span className="min-w-0">{shortenNodes(asTitle(answer.reason))}</span>
              </span>
            ) : (
              id
            )
          }
          summary={
            answer ? (
              <span className="flex flex-wrap gap-x-1">
                {!live && <span>now:</span>}
                {listFacts(answer).map((fact) => (
                  <span key={fact} className="whitespace-nowrap max-sm:whitespace-normal">
                    {fact} <span aria-hidden="true">·</span>
                  </span>
                ))}
                <span className="whitespace-nowrap">
                  age <Age ageMs={answer.ageMs} stamp={answer.now} className="text-left!" />
                </span>
              </span>
            ) : (
              <span aria-busy="true">reading …</span>
            )
          }
        />
        <Tabs
          label={`Pages of ${answer?.name ?? id}`}
          tabs={tabs.map(({ label, path }) => ({
            label,
            href: viewHref(path, carried),
            current: pathname === path,
          }))}
        />
        <QueryNotice query={cluster} />
        {answer && <RefusalNotices nodes={answer.nodes} />}
        {children}
      </SeriesTonesProvider>
    </ChartCursorProvider>
  );
}
