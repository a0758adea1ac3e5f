import type { DataTag, QueryClient, QueryKey } from "@tanstack/react-query";
import type { Reply } from "@/lib/contract/problem";

/**
 * Puts a report's answer into a query client before it is dehydrated, so that the first paint has data.
 * A failure seeds nothing: the browser asks by itself and shows what is wrong, over the shell of the page.
 */
export function seedQuery<Answer>(
  client: QueryClient,
  options: { readonly queryKey: DataTag<QueryKey, Answer, Error> },
  reply: Reply<Answer>,
): void {
  if (reply.state === "answered") client.setQueryData<Answer>(options.queryKey as QueryKey, reply.answer);
}
