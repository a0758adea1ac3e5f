import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { Store } from "../client";

export interface ElastiCacheNowRecord {
  readonly clusterId: number;
  readonly at: Date;
  readonly facts: ElastiCacheFacts;
}

/** The newest word of AWS on each cluster; of all clusters without ids. */
export async function readElastiCacheNow(
  store: Store,
  clusterIds: readonly number[] | null,
): Promise<ElastiCacheNowRecord[]> {
  const wanted = clusterIds === null ? null : [...clusterIds];
  return store.prisma.$queryRaw<ElastiCacheNowRecord[]>`
    SELECT cluster_id AS "clusterId", at, facts
    FROM elasticache_now
    WHERE ${wanted}::int[] IS NULL OR cluster_id = ANY(${wanted}::int[])
    ORDER BY cluster_id`;
}
