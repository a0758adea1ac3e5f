import type { Store } from "../client";

/** How long the database takes for the smallest question, in milliseconds. Throws when it does not answer. */
export async function readLatency(store: Store): Promise<number> {
  const start = performance.now();
  await store.prisma.$queryRaw`SELECT 1 AS one`;
  return performance.now() - start;
}
