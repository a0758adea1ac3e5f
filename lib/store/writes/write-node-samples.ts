import type { Store } from "../client";
import { Prisma } from "../generated/client";
import { withPartitions } from "../partitions";
import type { NodeSampleRow } from "../rows";

/** Writes samples of many nodes in one statement; one that is there already stays as it is. */
export async function writeNodeSamples(store: Store, rows: readonly NodeSampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const moments = rows.map((row) => row.at);
  const data = rows.map(storable);
  await withPartitions(store, ["node_sample"], moments, () =>
    store.prisma.nodeSample.createMany({ data, skipDuplicates: true }),
  );
}

const COLUMNS: ReadonlySet<string> = new Set(Object.values(Prisma.NodeSampleScalarFieldEnum));
const FRACTIONS: ReadonlySet<string> = new Set<keyof NodeSampleRow>([
  "pingMinMs",
  "pingMedianMs",
  "pingMaxMs",
  "budgetRatio",
  "longestStallMs",
  "maxStallMs",
]);

/** One odd number must not cost the whole batch: fractions are rounded where the column counts, NaN is not known. */
function storable(row: NodeSampleRow): NodeSampleRow {
  const entries = Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    if (!COLUMNS.has(name)) return [];
    if (typeof value !== "number") return [[name, value]];
    if (!Number.isFinite(value)) return [[name, null]];
    return [[name, FRACTIONS.has(name) ? value : Math.round(value)]];
  });
  return { ...Object.fromEntries(entries), nodeId: row.nodeId, at: row.at };
}
