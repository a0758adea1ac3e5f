"use client";

import { useQuery } from "@tanstack/react-query";
import { keepWithin } from "@/components/cluster/kept-data";
import { QueryNotice } from "@/components/ui/query-notice";
import { useLastGood } from "@/components/ui/use-last-good";
import { useView } from "@/components/ui/use-view";
import { metricsQuery } from "@/lib/browser/queries";
import { askMetrics } from "@/lib/present/metrics/ask";
import { MetricsContent } from "./metrics-content";
import { MetricsSkeleton } from "./metrics-skeleton";

/** CloudWatch, the engine's and the proxies' own numbers and events, all on one axis. */
export function MetricsView({ id }: { id: string }) {
  const { view } = useView();
  const metrics = useQuery({ ...metricsQuery(id, askMetrics(view)), placeholderData: keepWithin(id) });
  const answer = useLastGood(id, metrics.data);
  return (
    <>
      <QueryNotice query={metrics} stamp={answer?.now ?? null} />
      {answer ? <MetricsContent id={id} answer={answer} /> : <MetricsSkeleton failed={metrics.isError} />}
    </>
  );
}
