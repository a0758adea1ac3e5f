import type { CloudWatchNow } from "@/lib/domain/cloudwatch/model";
import type { Store } from "../client";

export interface CloudWatchNowRecord {
  readonly clusterId: number;
  readonly at: Date;
  readonly now: CloudWatchNow;
}

/** The newest word on each cluster's metrics; of all clusters without ids. */
export async function readCloudWatchNow(
  store: Store,
  clusterIds: readonly number[] | null,
): Promise<CloudWatchNowRecord[]> {
  const wanted = clusterIds === null ? null : [...clusterIds];
  return store.prisma.$queryRaw<CloudWatchNowRecord[]>`
    SELECT cluster_id AS "clusterId", at, detail AS now
    FROM cloudwatch_now
    WHERE ${wanted}::int[] IS NULL OR cluster_id = ANY(${wanted}::int[])
    ORDER BY cluster_id`;
}
