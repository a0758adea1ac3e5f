import type { Store } from "../client";

export interface WatchedNodeRecord {
  readonly nodeId: number;
  readonly clusterId: number;
  readonly address: string;
  readonly firstSeenAt: Date;
  readonly goneAt: Date | null;
}

/** Nodes that belonged to the clusters at some moment of [from, to). */
export async function readWatchedNodes(
  store: Store,
  clusterIds: readonly number[],
  window: { readonly from: Date; readonly to: Date },
): Promise<WatchedNodeRecord[]> {
  return store.prisma.$queryRaw<WatchedNodeRecord[]>`
    SELECT id AS "nodeId", cluster_id AS "clusterId", address,
      first_seen_at AS "firstSeenAt", gone_at AS "goneAt"
    FROM node
    WHERE cluster_id = ANY(${[...clusterIds]}::int[])
      AND first_seen_at < ${window.to}::timestamptz
      AND (gone_at IS NULL OR gone_at >= ${window.from}::timestamptz)
    ORDER BY cluster_id, address`;
}
