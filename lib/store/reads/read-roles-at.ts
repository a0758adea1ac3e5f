import type { Store } from "../client";

export interface RoleAt {
  readonly nodeId: number;
  readonly role: "primary" | "replica" | "unknown";
}

/** The role that each node last told at or before a moment; nodes that told none within a day are left out. */
export async function readRolesAt(store: Store, nodeIds: readonly number[], at: Date): Promise<RoleAt[]> {
  return store.prisma.$queryRaw<RoleAt[]>`
    SELECT n.node_id AS "nodeId", told.role
    FROM unnest(${[...nodeIds]}::int[]) AS n (node_id)
    CROSS JOIN LATERAL (
      SELECT s.role FROM node_sample s
      WHERE s.node_id = n.node_id AND s.at <= ${at}::timestamptz AND s.at > ${at}::timestamptz - interval '1 day'
        AND s.role IS NOT NULL
      ORDER BY s.at DESC LIMIT 1
    ) told`;
}
