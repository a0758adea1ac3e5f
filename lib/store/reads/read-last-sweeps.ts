import type { Store } from "../client";

export interface LastSweep {
  readonly nodeId: number;
  readonly runId: string;
  readonly at: Date;
  readonly intervalMs: number | null;
  readonly connections: number;
}

/** The last sweep of each node at or before a moment; nodes without one within retention are left out. */
export async function readLastSweeps(
  store: Store,
  nodeIds: readonly number[],
  at: Date,
): Promise<LastSweep[]> {
  return store.prisma.$queryRaw<LastSweep[]>`
    SELECT s.node_id AS "nodeId", s.run_id AS "runId", s.at, s.interval_ms AS "intervalMs", s.connections
    FROM unnest(${[...nodeIds]}::int[]) AS n (node_id)
    CROSS JOIN LATERAL (
      SELECT * FROM node_sweep s
      WHERE s.node_id = n.node_id AND s.at <= ${at}::timestamptz ORDER BY s.at DESC LIMIT 1
    ) s`;
}
