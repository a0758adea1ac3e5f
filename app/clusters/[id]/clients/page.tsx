import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClientsView } from "@/components/cluster/clients-view";
import { clientsQuery, connectionsQuery } from "@/lib/browser/queries";
import { seedQuery } from "@/lib/browser/seed-query";
import { askClients, askConnections } from "@/lib/present/cluster/ask";
import { parseView, type SearchParams } from "@/lib/present/url";
import { ask } from "@/lib/reports/ask";
import { reportClients } from "@/lib/reports/clients";
import { reportConnections } from "@/lib/reports/connections";

export default async function ClientsPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { id } = await params;
  const view = parseView(await searchParams);
  const clients = askClients(view, null);
  const connections = askConnections(view);
  const client = new QueryClient();
  seedQuery(client, clientsQuery(id, clients), await ask(reportClients, id, clients));
  seedQuery(client, connectionsQuery(id, connections), await ask(reportConnections, id, connections));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientsView id={id} />
    </HydrationBoundary>
  );
}
