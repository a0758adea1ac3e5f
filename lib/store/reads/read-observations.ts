import type { Store } from "../client";
import type { ObservationKind } from "../rows";

export interface ObservationRecord {
  readonly at: Date;
  readonly nodeId: number | null;
  readonly subject: string;
  readonly kind: ObservationKind;
  readonly before: string | null;
  readonly after: string | null;
  readonly sentence: string;
  readonly source: string;
  readonly precisionMs: number;
}

export interface ObservationRange {
  readonly clusterId: number;
  readonly from: Date;
  readonly to: Date;
  /** Without kinds: all of them. */
  readonly kinds?: readonly ObservationKind[];
  readonly limit: number;
}

/** The newest observations of a cluster in [from, to], newest first. */
export async function readObservations(store: Store, range: ObservationRange): Promise<ObservationRecord[]> {
  const kinds = range.kinds === undefined ? null : [...range.kinds];
  return store.prisma.$queryRaw<ObservationRecord[]>`
    SELECT at, node_id AS "nodeId", subject, kind, before, after, sentence, source, precision_ms AS "precisionMs"
    FROM observation
    WHERE cluster_id = ${range.clusterId} AND at >= ${range.from}::timestamptz AND at <= ${range.to}::timestamptz
      AND (${kinds}::text[] IS NULL OR kind = ANY(${kinds}::text[]))
    ORDER BY at DESC, id DESC LIMIT ${range.limit}`;
}
