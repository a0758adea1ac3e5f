import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { MetricsView } from "@/components/metrics/metrics-view";
import { metricsQuery } from "@/lib/browser/queries";
import { seedQuery } from "@/lib/browser/seed-query";
import { askMetrics } from "@/lib/present/metrics/ask";
import { parseView, type SearchParams } from "@/lib/present/url";
import { ask } from "@/lib/reports/ask";
import { reportMetrics } from "@/lib/reports/metrics";

export default async function MetricsPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { id } = await params;
  const asked = askMetrics(parseView(await searchParams));
  const client = new QueryClient();
  seedQuery(client, metricsQuery(id, asked), await ask(reportMetrics, id, asked));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MetricsView id={id} />
    </HydrationBoundary>
  );
}
