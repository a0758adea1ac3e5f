import type { Store } from "../client";

export interface RoleChange {
  readonly nodeId: number;
  readonly at: Date;
  readonly role: string | null;
}

/** The newest change of role of each node of a cluster; a node without one never changed it while we looked. */
export async function readRoleChanges(store: Store, clusterId: number): Promise<RoleChange[]> {
  return store.prisma.$queryRaw<RoleChange[]>`
    SELECT DISTINCT ON (node_id) node_id AS "nodeId", at, after AS role
    FROM observation
    WHERE cluster_id = ${clusterId} AND kind = 'role' AND node_id IS NOT NULL
    ORDER BY node_id, at DESC`;
}
