import type { Store } from "../client";
import { withPartitions } from "../partitions";
import type { NodeSampleRow } from "../rows";

/** Writes samples of many nodes in one statement; one that is there already stays as it is. */
export async function writeNodeSamples(store: Store, rows: readonly NodeSampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const moments = rows.map((row) => row.at);
  await withPartitions(store, ["node_sample"], moments, () =>
    store.prisma.nodeSample.createMany({ data: [...rows], skipDuplicates: true }),
  );
}
