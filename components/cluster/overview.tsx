"use client";

import { useQuery } from "@tanstack/react-query";
import { CallFailures } from "@/components/metrics/call-failures";
import { classNames } from "@/components/ui/class-names";
import { QueryNotice } from "@/components/ui/query-notice";
import { useView } from "@/components/ui/use-view";
import { clusterQuery, connectionsQuery } from "@/lib/browser/queries";
import { askConnections } from "@/lib/present/cluster/ask";
import { effectiveBy } from "@/lib/present/cluster/effective-by";
import { ChangesPanel } from "./changes-panel";
import { ChurnPanel, LinesPanel } from "./connection-charts";
import { ElastiCachePanel } from "./elasticache-panel";
import { HeldWindow } from "./held-window";
import { keepWithin } from "./kept-data";
import { isNeverSeen, NeverSeen } from "./never-seen";
import { NodesPanel } from "./nodes-panel";
import { OpenersPanel } from "./openers-panel";
import { OverviewSkeleton } from "./overview-skeleton";
import { ProxiesPanel } from "./proxies-panel";
import { SignalLines } from "./signal-lines";
import { SkewLine } from "./skew-line";

/** One cluster: connections over time, who opens and closes, its proxies and nodes, what changed. */
export function Overview({ id }: { id: string }) {
  const { view } = useView();
  const cluster = useQuery(clusterQuery(id));
  const connections = useQuery({
    ...connectionsQuery(id, askConnections({ ...view, by: effectiveBy(view.by, cluster.data) })),
    placeholderData: keepWithin(id),
  });
  if (!cluster.data) return cluster.isError ? null : <OverviewSkeleton />;
  if (isNeverSeen(cluster.data)) {
    return (
      <div className="grid grid-cols-1 gap-3.5">
        <NeverSeen cluster={cluster.data} />
        <div className="grid gap-3.5 empty:hidden [&>*]:mb-0">
          <CallFailures calls={cluster.data.calls} />
        </div>
        <NodesPanel cluster={cluster.data} />
        <ElastiCachePanel cluster={cluster.data} />
      </div>
    );
  }
  const charts = { cluster: cluster.data, answer: connections.data, failed: connections.isError };
  return (
    <div className="grid grid-cols-1 gap-3.5 [&>*]:min-w-0">
      <div className="empty:hidden [&>*]:mb-0">{!cluster.isError && <QueryNotice query={connections} />}</div>
      <HeldWindow />
      <SkewLine id={id} />
      <SignalLines cluster={cluster.data} />
      <div className="grid gap-3.5 empty:hidden [&>*]:mb-0">
        <CallFailures calls={cluster.data.calls} />
      </div>
      <LinesPanel {...charts} />
      {/* Two columns, each filled to the end by its last panel. */}
      <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-3.5 [&>*:last-child]:grow">
          <ChurnPanel {...charts} />
          <ProxiesPanel cluster={cluster.data} />
        </div>
        <div
          className={classNames(
            "flex min-w-0 flex-col gap-3.5",
            cluster.data.observations.length > 0 && "[&>*:last-child]:grow",
          )}
        >
          <OpenersPanel cluster={cluster.data} />
          <ChangesPanel cluster={cluster.data} />
        </div>
      </div>
      <NodesPanel cluster={cluster.data} />
      <ElastiCachePanel cluster={cluster.data} />
    </div>
  );
}
