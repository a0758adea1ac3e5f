import type { Store } from "../client";

/** Longer than a slow answer, shorter than the patience of somebody who asks whether all is well. */
const LATENCY_LIMIT_MS = 3_000;

/** How long the database takes for the smallest question, in milliseconds. Throws when it does not answer in time. */
export async function readLatency(store: Store, limitMs = LATENCY_LIMIT_MS): Promise<number> {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([store.prisma.$queryRaw`SELECT 1 AS one`, late]);
    return performance.now() - start;
  } finally {
    clearTimeout(timer);
  }
}
