import type { Query } from "@tanstack/react-query";

/**
 * Keeps the last answer on screen while the next one loads, but never carries it from one cluster to another.
 * For `placeholderData`; all keys of a cluster's questions are ["cluster", id, …].
 */
export function keepWithin(id: string) {
  return <Answer>(previous: Answer | undefined, query: Pick<Query, "queryKey"> | undefined) =>
    query?.queryKey[1] === id ? previous : undefined;
}
