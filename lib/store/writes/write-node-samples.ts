import type { Store } from "../client";
import { Prisma } from "../generated/client";
import { withPartitions } from "../partitions";
import type { NodeSampleRow } from "../rows";
import { storableText } from "../storable-text";

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

/** Columns of eight bytes; all other counts have four. */
const BIG: ReadonlySet<string> = new Set<keyof NodeSampleRow>([
  "totalConnectionsReceived",
  "rejectedConnections",
  "uptimeSec",
  "usedMemoryBytes",
  "maxmemoryBytes",
  "replicationLagBytes",
  "watchCostUsec",
]);
const LARGEST_INT = 2 ** 31 - 1;

/**
 * One odd value must not cost the whole batch: fractions are rounded where the column counts, a number that is none or
 * does not fit is not known, and characters that PostgreSQL cannot store are left out.
 */
function storable(row: NodeSampleRow): NodeSampleRow {
  const entries = Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    if (!COLUMNS.has(name)) return [];
    if (typeof value === "string") return [[name, storableText(value)]];
    if (typeof value !== "number") return [[name, value]];
    if (FRACTIONS.has(name)) return [[name, Number.isFinite(value) ? value : null]];
    const largest = BIG.has(name) ? Number.MAX_SAFE_INTEGER : LARGEST_INT;
    return [[name, Math.abs(value) <= largest ? Math.round(value) : null]];
  });
  return { ...Object.fromEntries(entries), nodeId: row.nodeId, at: row.at };
}
