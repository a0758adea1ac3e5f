import type { Store } from "../client";

/** Null: no such node was ever seen. */
export async function readNodeId(store: Store, clusterKey: string, address: string): Promise<number | null> {
  const rows = await store.prisma.$queryRaw<{ id: number }[]>`
    SELECT node.id FROM node JOIN cluster ON cluster.id = node.cluster_id
    WHERE cluster.key = ${clusterKey} AND node.address = ${address}`;
  return rows[0]?.id ?? null;
}
