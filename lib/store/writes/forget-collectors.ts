import type { Store } from "../client";

/** Removes the self-reports of collectors that have been silent since before `horizon`. */
export async function forgetCollectors(store: Store, horizon: Date): Promise<void> {
  await store.prisma.$executeRaw`DELETE FROM collector WHERE beat_at < ${horizon}::timestamptz`;
}
