import type { Store } from "../client";
import type { ObservationRow } from "../rows";

/** Appends observations in one statement; one written before, word for word, is not doubled. */
export async function writeObservations(store: Store, rows: readonly ObservationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await store.prisma.observation.createMany({ data: [...rows], skipDuplicates: true });
}
