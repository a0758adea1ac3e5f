import type { Store } from "../client";

export interface SourceRecord {
  readonly cluster: string;
  readonly source: string;
  /** Null: the source is about the cluster. */
  readonly address: string | null;
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  /** Anything JSON, as the source told it. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** How every source of the fleet does. Left out: nodes that are gone, clusters that were removed, what is not asked any more. */
export async function readSources(store: Store): Promise<SourceRecord[]> {
  return store.prisma.$queryRaw<SourceRecord[]>`
    SELECT c.key AS cluster, s.source, n.address, s.last_success_at AS "lastSuccessAt",
      s.last_error_at AS "lastErrorAt", s.last_error AS "lastError", s.detail
    FROM source_status s
    JOIN cluster c ON c.id = s.cluster_id AND c.removed_at IS NULL
    LEFT JOIN node n ON n.id = s.node_id
    WHERE (s.node_id = 0 OR n.gone_at IS NULL) AND s.detail->>'retired' IS DISTINCT FROM 'true'
    ORDER BY c.key, s.source, n.address`;
}
