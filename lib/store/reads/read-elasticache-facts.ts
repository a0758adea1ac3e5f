import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { Store } from "../client";

/** What AWS told last of the cluster with this key; null: never anything. */
export async function readElastiCacheFacts(
  store: Store,
  clusterKey: string,
): Promise<ElastiCacheFacts | null> {
  const rows = await store.prisma.$queryRaw<{ facts: ElastiCacheFacts }[]>`
    SELECT told.facts FROM elasticache_now told
    JOIN cluster ON cluster.id = told.cluster_id
    WHERE cluster.key = ${clusterKey}`;
  return rows[0]?.facts ?? null;
}
