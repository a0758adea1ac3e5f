import type { CloudWatchNow } from "@/lib/domain/cloudwatch/model";
import type { Store } from "../client";
import { storableJson } from "../storable-text";

/** The newest word on a cluster's metrics replaces the older one; an older one that arrives late is ignored. */
export async function writeCloudWatchNow(store: Store, clusterId: number, now: CloudWatchNow): Promise<void> {
  await store.prisma.$executeRaw`
    INSERT INTO cloudwatch_now AS known (cluster_id, at, detail)
    VALUES (${clusterId}, ${new Date(now.atMs)}::timestamptz, ${storableJson(now)}::jsonb)
    ON CONFLICT (cluster_id) DO UPDATE SET at = excluded.at, detail = excluded.detail
    WHERE known.at <= excluded.at`;
}
