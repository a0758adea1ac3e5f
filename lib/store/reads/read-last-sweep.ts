import type { Store } from "../client";

export interface SweepMark {
  readonly runId: string;
  readonly at: Date;
  readonly highestId: number;
}

/** The last sweep of a node at or before a moment; null: there is none within retention. */
export async function readLastSweep(store: Store, nodeId: number, at: Date): Promise<SweepMark | null> {
  const rows = await store.prisma.$queryRaw<SweepMark[]>`
    SELECT run_id AS "runId", at, highest_id::float8 AS "highestId"
    FROM node_sweep
    WHERE node_id = ${nodeId} AND at <= ${at}::timestamptz
    ORDER BY at DESC LIMIT 1`;
  return rows[0] ?? null;
}
