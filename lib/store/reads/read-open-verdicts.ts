import type { Store } from "../client";
import type { VerdictEpisode } from "../rows";

/** Verdicts of a cluster that held when they were last written, oldest first. */
export async function readOpenVerdicts(store: Store, clusterKey: string): Promise<VerdictEpisode[]> {
  return store.prisma.$queryRaw<VerdictEpisode[]>`
    SELECT v.by, v.said_at AS "saidAt", v.last_at AS "lastAt", v.ended_at AS "endedAt", v.detail AS verdict
    FROM skew_verdict v JOIN cluster ON cluster.id = v.cluster_id
    WHERE cluster.key = ${clusterKey} AND v.ended_at IS NULL
    ORDER BY v.said_at, v.id LIMIT 1000`;
}
