import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { Store } from "../client";
import { storableJson } from "../storable-text";

/** The newest word of AWS on a cluster replaces the older one; an older one that arrives late is ignored. */
export async function writeElastiCacheNow(
  store: Store,
  clusterId: number,
  facts: ElastiCacheFacts,
): Promise<void> {
  await store.prisma.$executeRaw`
    INSERT INTO elasticache_now AS known (cluster_id, at, facts)
    VALUES (${clusterId}, ${new Date(facts.atMs)}::timestamptz, ${storableJson(facts)}::jsonb)
    ON CONFLICT (cluster_id) DO UPDATE SET at = excluded.at, facts = excluded.facts
    WHERE known.at <= excluded.at`;
}
