import type { SkewAssessment } from "@/lib/domain/skew/model";
import type { Store } from "../client";
import { storableJson } from "../storable-text";

export interface SkewNowRow {
  readonly clusterId: number;
  readonly assessment: SkewAssessment;
}

/** The newest assessment of each cluster and `by` replaces the older one; an older one that arrives late is ignored. */
export async function writeSkewNow(store: Store, rows: readonly SkewNowRow[]): Promise<void> {
  if (rows.length === 0) return;
  const given = storableJson(
    latestOfEach(rows).map(({ clusterId, assessment }) => ({
      cluster_id: clusterId,
      by: assessment.by,
      at: new Date(assessment.atMs),
      skew: assessment.skew,
      detail: assessment,
    })),
  );
  await store.prisma.$executeRaw`
    INSERT INTO skew_now AS known (cluster_id, by, at, skew, detail)
    SELECT cluster_id, by, at, skew, detail
    FROM jsonb_to_recordset(${given}::jsonb) AS given (
      cluster_id int, by text, at timestamptz, skew float8, detail jsonb)
    ON CONFLICT (cluster_id, by) DO UPDATE SET
      at = excluded.at, skew = excluded.skew, detail = excluded.detail
    WHERE known.at <= excluded.at`;
}

/** One statement may touch a row once only. */
function latestOfEach(rows: readonly SkewNowRow[]): SkewNowRow[] {
  const latest = new Map<string, SkewNowRow>();
  for (const row of rows) {
    const key = `${row.clusterId} ${row.assessment.by}`;
    const known = latest.get(key);
    if (known === undefined || known.assessment.atMs <= row.assessment.atMs) latest.set(key, row);
  }
  return [...latest.values()];
}
