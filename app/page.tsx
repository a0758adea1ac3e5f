import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { FleetView } from "@/components/fleet/fleet-view";
import { clustersQuery, healthQuery } from "@/lib/browser/queries";
import { seedQuery } from "@/lib/browser/seed-query";
import { parseView } from "@/lib/present/url";
import { windowParams } from "@/lib/present/window";
import { ask, askHealth } from "@/lib/reports/ask";
import { reportClusters } from "@/lib/reports/clusters";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FleetPage({ searchParams }: Props) {
  const params = windowParams(parseView(await searchParams).window);
  const [clusters, health] = await Promise.all([ask(reportClusters, params), askHealth()]);
  const client = new QueryClient();
  seedQuery(client, clustersQuery(params), clusters);
  seedQuery(client, healthQuery(), health);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <FleetView />
    </HydrationBoundary>
  );
}
