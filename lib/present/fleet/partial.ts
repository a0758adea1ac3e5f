/** Counts that lack some nodes. Pure. */
import type { ClusterRow } from "@/lib/contract/clusters";
import { countOf, formatCount, THIN, UNKNOWN } from "../words";

type Counted = Pick<ClusterRow, "connections" | "nodes" | "nodesAnswering">;

/** Some nodes answer and some do not: what is counted is a lower bound. With none answering it is the last known. */
export function isPartlyCounted({ connections, nodes, nodesAnswering }: Counted): boolean {
  return connections !== null && nodesAnswering > 0 && nodesAnswering < nodes;
}

/** "2,412", or "≥ 2,412" while not every node is counted. */
export function formatConnections(row: Counted): string {
  if (row.connections === null) return UNKNOWN;
  return `${isPartlyCounted(row) ? `≥${THIN}` : ""}${formatCount(row.connections)}`;
}

/** Why it is a lower bound; undefined where it is not. */
export function partialReason(row: Counted): string | undefined {
  if (!isPartlyCounted(row)) return undefined;
  return `Counted on ${formatCount(row.nodesAnswering)} of ${countOf(row.nodes, "node")}: the others do not answer`;
}
