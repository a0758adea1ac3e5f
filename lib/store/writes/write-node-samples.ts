import type { Store } from "../client";
import { Prisma } from "../generated/client";
import { withPartitions } from "../partitions";
import type { NodeSampleRow } from "../rows";
import { type RowShape, storableRow } from "./storable-row";

/** Writes samples of many nodes in one statement; one that is there already stays as it is. */
export async function writeNodeSamples(store: Store, rows: readonly NodeSampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const moments = rows.map((row) => row.at);
  const data = rows.map(storable);
  await withPartitions(store, ["node_sample"], moments, () =>
    store.prisma.nodeSample.createMany({ data, skipDuplicates: true }),
  );
}

const SHAPE: RowShape = {
  columns: new Set(Object.values(Prisma.NodeSampleScalarFieldEnum)),
  fractions: new Set<keyof NodeSampleRow>([
    "pingMinMs",
    "pingMedianMs",
    "pingMaxMs",
    "budgetRatio",
    "longestStallMs",
    "maxStallMs",
  ]),
  big: new Set<keyof NodeSampleRow>([
    "totalConnectionsReceived",
    "rejectedConnections",
    "uptimeSec",
    "usedMemoryBytes",
    "maxmemoryBytes",
    "replicationLagBytes",
    "watchCostUsec",
  ]),
};

function storable(row: NodeSampleRow): NodeSampleRow {
  return { ...storableRow(row, SHAPE), nodeId: row.nodeId, at: row.at };
}
