import type { Store } from "../client";

export interface Keyframe {
  readonly at: Date;
  readonly body: Uint8Array;
}

/** The last keyframe of a run of a node at or before a moment. */
export async function readKeyframe(
  store: Store,
  nodeId: number,
  runId: string,
  at: Date,
): Promise<Keyframe | null> {
  const rows = await store.prisma.$queryRaw<Keyframe[]>`
    SELECT at, body
    FROM node_keyframe
    WHERE node_id = ${nodeId} AND run_id = ${runId} AND at <= ${at}::timestamptz
    ORDER BY at DESC LIMIT 1`;
  return rows[0] ?? null;
}
