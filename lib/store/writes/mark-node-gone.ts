import type { Store } from "../client";
import { internKey } from "./intern-cache";

export interface GoneNode {
  readonly clusterId: number;
  readonly address: string;
  readonly goneAt: Date;
}

/** The node left its cluster. Its history stays; seen again, it is simply there again. */
export async function markNodeGone(store: Store, node: GoneNode): Promise<void> {
  const key = internKey(node.clusterId, node.address);
  const cached = store.interned.nodes.get(key);
  if (cached !== undefined) store.interned.nodes.set(key, { ...cached, isPresent: false });
  await store.prisma.$executeRaw`
    UPDATE node SET gone_at = ${node.goneAt}::timestamptz
    WHERE cluster_id = ${node.clusterId} AND address = ${node.address} AND gone_at IS NULL`;
}
