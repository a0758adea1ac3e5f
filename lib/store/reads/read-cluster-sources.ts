import type { Store } from "../client";
import type { SourceRecord } from "./read-sources";

export interface ClusterSourceRecord extends Omit<SourceRecord, "address" | "cluster"> {
  readonly clusterId: number;
}

/**
 * How the sources do that are about a cluster as a whole, not about one of its nodes; without ids those of every cluster
 * of the fleet. What is not asked any more is left out.
 */
export async function readClusterSources(
  store: Store,
  clusterIds: readonly number[] | null,
): Promise<ClusterSourceRecord[]> {
  const wanted = clusterIds === null ? null : [...clusterIds];
  return store.prisma.$queryRaw<ClusterSourceRecord[]>`
    SELECT s.cluster_id AS "clusterId", s.source, s.last_success_at AS "lastSuccessAt",
      s.last_error_at AS "lastErrorAt", s.last_error AS "lastError", s.detail
    FROM source_status s
    JOIN cluster c ON c.id = s.cluster_id
    WHERE s.node_id = 0 AND s.detail->>'retired' IS DISTINCT FROM 'true'
      AND CASE WHEN ${wanted}::int[] IS NULL THEN c.removed_at IS NULL ELSE s.cluster_id = ANY(${wanted}::int[]) END
    ORDER BY s.cluster_id, s.source`;
}
