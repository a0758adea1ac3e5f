"use client";

import { useQuery } from "@tanstack/react-query";
import { clusterQuery } from "@/lib/browser/queries";
import { ChangesPanel } from "./changes-panel";
import { ConnectionsSection } from "./connections-section";
import { NodesPanel } from "./nodes-panel";
import { OpenersPanel } from "./openers-panel";
import { OverviewSkeleton } from "./overview-skeleton";
import { ProxiesPanel } from "./proxies-panel";

/** One cluster: connections over time, who opens and closes, its proxies and nodes, what changed. */
export function Overview({ id }: { id: string }) {
  const { data, isError } = useQuery(clusterQuery(id));
  if (!data) return isError ? null : <OverviewSkeleton />;
  return (
    <div className="grid grid-cols-1 gap-3.5">
      <ConnectionsSection cluster={data} openers={<OpenersPanel cluster={data} />} />
      <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-[3fr_2fr]">
        <ProxiesPanel cluster={data} />
        <ChangesPanel cluster={data} />
      </div>
      <NodesPanel cluster={data} />
    </div>
  );
}
