import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { SkewView } from "@/components/skew/skew-view";
import { skewQuery } from "@/lib/browser/queries";
import { seedQuery } from "@/lib/browser/seed-query";
import { askSkew } from "@/lib/present/skew/ask";
import { parseView, type SearchParams } from "@/lib/present/url";
import { ask } from "@/lib/reports/ask";
import { reportSkew } from "@/lib/reports/skew";

export default async function SkewPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { id } = await params;
  const asked = askSkew(parseView(await searchParams));
  const client = new QueryClient();
  seedQuery(client, skewQuery(id, asked), await ask(reportSkew, id, asked));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SkewView id={id} />
    </HydrationBoundary>
  );
}
