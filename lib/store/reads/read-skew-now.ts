import type { SkewAssessment, SkewBy } from "@/lib/domain/skew/model";
import type { Store } from "../client";

export interface SkewNowRecord {
  readonly clusterId: number;
  readonly by: SkewBy;
  readonly at: Date;
  readonly assessment: SkewAssessment;
}

/** The newest assessment of each cluster and `by`; of all clusters without ids. */
export async function readSkewNow(
  store: Store,
  clusterIds: readonly number[] | null,
): Promise<SkewNowRecord[]> {
  const wanted = clusterIds === null ? null : [...clusterIds];
  return store.prisma.$queryRaw<SkewNowRecord[]>`
    SELECT cluster_id AS "clusterId", by, at, detail AS assessment
    FROM skew_now
    WHERE ${wanted}::int[] IS NULL OR cluster_id = ANY(${wanted}::int[])
    ORDER BY cluster_id, by`;
}
