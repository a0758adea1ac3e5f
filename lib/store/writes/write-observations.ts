import type { Store } from "../client";
import type { ObservationRow } from "../rows";
import { storableText, storableTextOrNull } from "../storable-text";

/** Appends observations in one statement; one written before, word for word, is not doubled. */
export async function writeObservations(store: Store, rows: readonly ObservationRow[]): Promise<void> {
  if (rows.length === 0) return;
  const data = rows.map((row) => ({
    at: row.at,
    clusterId: row.clusterId,
    nodeId: row.nodeId,
    subject: storableText(row.subject),
    kind: row.kind,
    before: storableTextOrNull(row.before),
    after: storableTextOrNull(row.after),
    sentence: storableText(row.sentence),
    source: storableText(row.source),
    precisionMs: Math.round(row.precisionMs),
  }));
  await store.prisma.observation.createMany({ data, skipDuplicates: true });
}
