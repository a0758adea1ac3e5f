import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { Overview } from "@/components/cluster/overview";
import { connectionsQuery } from "@/lib/browser/queries";
import { seedQuery } from "@/lib/browser/seed-query";
import { askConnections } from "@/lib/present/cluster/ask";
import { effectiveBy } from "@/lib/present/cluster/effective-by";
import { parseView, type SearchParams } from "@/lib/present/url";
import { ask } from "@/lib/reports/ask";
import { reportConnections } from "@/lib/reports/connections";
import { readCluster } from "./read-cluster";

export default async function OverviewPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { id } = await params;
  const view = parseView(await searchParams);
  const cluster = await readCluster(id);
  const by = effectiveBy(view.by, cluster.state === "answered" ? cluster.answer : null);
  const asked = askConnections({ ...view, by });
  const client = new QueryClient();
  seedQuery(client, connectionsQuery(id, asked), await ask(reportConnections, id, asked));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Overview id={id} />
    </HydrationBoundary>
  );
}
