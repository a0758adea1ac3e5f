"use client";

import { useRouter } from "next/navigation";
import type { PlotActions } from "@/components/charts/plot-overlay";
import { useView } from "@/components/ui/use-view";
import { momentHref } from "@/lib/present/cluster/clients-link";

/** What a cluster's charts do: dragging zooms the page's window, a click shows the clients of that moment. */
export function useChartActions(clusterId: string): PlotActions {
  const { view, show } = useView();
  const router = useRouter();
  return {
    onZoom: (span) => show({ window: { kind: "between", ...span }, at: null }),
    onPick: (atMs) => router.push(momentHref(clusterId, view, atMs, Date.now())),
    pickWords: { hint: "clients then", label: "Clients at this moment" },
  };
}
