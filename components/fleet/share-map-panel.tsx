"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { ShareMap, shareMapHeightPx } from "@/components/skew/share-map";
import { useView } from "@/components/ui/use-view";
import { skewQuery } from "@/lib/browser/queries";
import type { ClusterRow } from "@/lib/contract/clusters";
import { mappedClusters, prepareShareMap } from "@/lib/present/fleet/share-map";
import { skewHref } from "@/lib/present/skew/links";
import { tableOfShares } from "@/lib/present/skew/share-map";
import { formatWindow } from "@/lib/present/time";
import { windowParams } from "@/lib/present/window";
import { formatPercent } from "@/lib/present/words";

/** About ten pixels a cell on a wide screen. */
const POINTS = 100;
/** Nobody sees a cell of half a minute change every five seconds. */
const REFETCH_MS = 30_000;

/** For the first clusters of the table: which proxy has more than its fair share, and since when. */
export function ShareMapPanel({ rows }: { rows: readonly ClusterRow[] }) {
  const { view } = useView();
  const clusters = mappedClusters(rows);
  const answers = useQueries({
    queries: clusters.map(({ id }) => ({
      ...skewQuery(id, { ...windowParams(view.window), by: "proxy", points: POINTS }),
      refetchInterval: view.window.kind === "last" ? REFETCH_MS : (false as const),
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  const map = useMemo(() => {
    const byCluster = clusters.flatMap(({ id }, index) => {
      const answer = answers[index];
      return answer ? [[id, answer] as const] : [];
    });
    return prepareShareMap(clusters, new Map(byCluster));
  }, [clusters, answers]);
  const table = useMemo(() => tableOfShares(map.rows), [map.rows]);
  if (clusters.length === 0) return null;
  return (
    <ChartPanel
      title="Share of connections, proxy by proxy"
      unit="ranked by change; red above fair share, blue below, hollow: nothing counted"
      table={table}
      formatCell={formatPercent}
      source={map.span === null ? "Fleet" : `Fleet, ${formatWindow(map.span.fromMs, map.span.toMs, 0)} UTC`}
      fileName="evenkeel-fleet-shares"
      heightPx={shareMapHeightPx(map.rows.length)}
      className="mt-3.5"
    >
      <ShareMap
        map={map}
        label="Share of connections of each proxy over time"
        hrefOf={({ row }) => skewHref(row.clusterId, view)}
        goes="skew of this cluster"
      />
    </ChartPanel>
  );
}
