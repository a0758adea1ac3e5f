import type { Store } from "../client";
import { internKey } from "./intern-cache";

export interface NodeIdentity {
  readonly clusterId: number;
  /** `host:port` */
  readonly address: string;
  /** Redis Cluster's id of the node; null: none, or not known (which never overwrites one that was). */
  readonly nodeId: string | null;
  /** When it was first seen, should it be new: its word may have waited for the database. Default: now. */
  readonly seenAt?: Date | undefined;
}

/** Id of a node; adds it, or brings it back when it had been marked gone. */
export async function internNode(store: Store, node: NodeIdentity): Promise<number> {
  const key = internKey(node.clusterId, node.address);
  const cached = store.interned.nodes.get(key);
  if (cached?.isPresent === true && (node.nodeId === null || node.nodeId === cached.nodeId)) return cached.id;
  const rows = await store.prisma.$queryRaw<{ id: number; node_id: string | null }[]>`
    WITH known AS (
      UPDATE node SET node_id = coalesce(${node.nodeId}, node_id), gone_at = NULL
      WHERE cluster_id = ${node.clusterId} AND address = ${node.address}
      RETURNING id, node_id
    ), added AS (
      INSERT INTO node (cluster_id, address, node_id, first_seen_at)
      SELECT ${node.clusterId}::int, ${node.address}::text, ${node.nodeId}::text,
        coalesce(${node.seenAt ?? null}::timestamptz, now())
      WHERE NOT EXISTS (SELECT FROM known)
      ON CONFLICT (cluster_id, address) DO UPDATE SET gone_at = NULL
      RETURNING id, node_id
    )
    SELECT id, node_id FROM known UNION ALL SELECT id, node_id FROM added`;
  const row = rows[0];
  if (row === undefined) throw new Error(`node ${node.address} has no row after it was written`);
  store.interned.nodes.set(key, { id: row.id, nodeId: row.node_id, isPresent: true });
  return row.id;
}
