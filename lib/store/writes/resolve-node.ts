import type { Store } from "../client";
import { internKey } from "./intern-cache";

/**
 * Id of a node that something is written about. Adds a node never heard of, but leaves one that is gone so: what was
 * seen of it last may well be written after it left.
 */
export async function resolveNode(store: Store, clusterId: number, address: string): Promise<number> {
  const key = internKey(clusterId, address);
  const cached = store.interned.nodes.get(key);
  if (cached !== undefined) return cached.id;
  const rows = await store.prisma.$queryRaw<{ id: number; node_id: string | null }[]>`
    WITH known AS (
      SELECT id, node_id FROM node WHERE cluster_id = ${clusterId} AND address = ${address}
    ), added AS (
      INSERT INTO node (cluster_id, address)
      SELECT ${clusterId}::int, ${address}::text WHERE NOT EXISTS (SELECT FROM known)
      ON CONFLICT (cluster_id, address) DO UPDATE SET address = excluded.address
      RETURNING id, node_id
    )
    SELECT id, node_id FROM known UNION ALL SELECT id, node_id FROM added`;
  const row = rows[0];
  if (row === undefined) throw new Error(`node ${address} has no row after it was written`);
  store.interned.nodes.set(key, { id: row.id, nodeId: row.node_id, isPresent: false });
  return row.id;
}
