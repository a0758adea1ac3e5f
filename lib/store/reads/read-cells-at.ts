import type { Store } from "../client";

/** A node's newest sweep at a moment, cell by cell. */
export interface CellsAt {
  readonly nodeId: number;
  readonly at: Date;
  readonly intervalMs: number | null;
  readonly connections: number;
  /** Parallel; 0: through no declared proxy. */
  readonly proxyIds: readonly number[];
  readonly cellConnections: readonly number[];
}

/** The last sweep of each node at or before a moment; nodes without one within retention are left out. */
export async function readCellsAt(store: Store, nodeIds: readonly number[], at: Date): Promise<CellsAt[]> {
  return store.prisma.$queryRaw<CellsAt[]>`
    SELECT s.node_id AS "nodeId", s.at, s.interval_ms AS "intervalMs", s.connections,
      s.proxy_ids AS "proxyIds", s.cell_connections AS "cellConnections"
    FROM unnest(${[...nodeIds]}::int[]) AS n (node_id)
    CROSS JOIN LATERAL (
      SELECT * FROM node_sweep s
      WHERE s.node_id = n.node_id AND s.at <= ${at}::timestamptz ORDER BY s.at DESC LIMIT 1
    ) s`;
}
