import type { Store } from "../client";

export interface DeltaRow {
  readonly at: Date;
  /** The sweep that it is the difference to; null: to nothing, all its connections are in `opened`. */
  readonly previousAt: Date | null;
  readonly highestId: number;
  readonly delta: Uint8Array;
}

/** Half a day of sweeps each 10 s: far beyond the distance between keyframes, near enough to be read at once. */
const MAX_DELTAS = 4_320;

/**
 * Deltas of a run of a node in (after, upTo], oldest first; of more than MAX_DELTAS the newest.
 * `after` null: from the run's beginning.
 */
export async function readDeltas(
  store: Store,
  run: { readonly nodeId: number; readonly runId: string; readonly after: Date | null; readonly upTo: Date },
): Promise<DeltaRow[]> {
  const after = run.after ?? new Date(0);
  const rows = await store.prisma.$queryRaw<DeltaRow[]>`
    SELECT at, previous_at AS "previousAt", highest_id::float8 AS "highestId", delta
    FROM node_sweep
    WHERE node_id = ${run.nodeId} AND run_id = ${run.runId}
      AND at > ${after}::timestamptz AND at <= ${run.upTo}::timestamptz
    ORDER BY at DESC LIMIT ${MAX_DELTAS}`;
  return rows.reverse();
}
