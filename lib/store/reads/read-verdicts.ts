import type { SkewBy, SkewVerdict } from "@/lib/domain/skew/model";
import type { Store } from "../client";

export interface VerdictRecord {
  /** As first said. */
  readonly since: Date | null;
  readonly saidAt: Date;
  readonly lastAt: Date;
  /** Null while it holds. */
  readonly endedAt: Date | null;
  /** As last said. */
  readonly verdict: SkewVerdict;
}

export interface VerdictRange {
  readonly clusterId: number;
  readonly by: SkewBy;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/**
 * Verdicts that held at some moment of [from, to), the last said first. They are kept for ever: the day, within which one
 * that is said no more has ended, is for the index.
 */
export async function readVerdicts(store: Store, range: VerdictRange): Promise<VerdictRecord[]> {
  return store.prisma.$queryRaw<VerdictRecord[]>`
    SELECT since, said_at AS "saidAt", last_at AS "lastAt", ended_at AS "endedAt", detail AS verdict
    FROM skew_verdict
    WHERE cluster_id = ${range.clusterId} AND by = ${range.by}
      AND coalesce(since, said_at) < ${range.to}::timestamptz
      AND coalesce(ended_at, last_at) >= ${range.from}::timestamptz
      AND last_at >= ${range.from}::timestamptz - interval '1 day'
    ORDER BY last_at DESC, said_at DESC LIMIT ${range.limit}`;
}
