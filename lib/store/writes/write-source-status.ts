import type { Store } from "../client";
import type { SourceStatusRow } from "../rows";
import { storableJson } from "../storable-text";

/** The newest word on each source replaces the older one; an older one that arrives late is ignored. */
export async function writeSourceStatus(store: Store, rows: readonly SourceStatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  const given = storableJson(
    latestOfEach(rows).map((row) => ({
      cluster_id: row.clusterId,
      source: row.source,
      node_id: row.nodeId ?? 0,
      last_success_at: row.lastSuccessAt,
      last_error_at: row.lastErrorAt,
      last_error: row.lastError,
      refusals: row.refusals,
      detail: row.detail,
      updated_at: row.updatedAt,
    })),
  );
  await store.prisma.$executeRaw`
    INSERT INTO source_status AS known
      (cluster_id, source, node_id, last_success_at, last_error_at, last_error, refusals, detail, updated_at)
    SELECT cluster_id, source, node_id, last_success_at, last_error_at, last_error, refusals, detail, updated_at
    FROM jsonb_to_recordset(${given}::jsonb) AS given (
      cluster_id int, source text, node_id int, last_success_at timestamptz, last_error_at timestamptz,
      last_error text, refusals jsonb, detail jsonb, updated_at timestamptz)
    ON CONFLICT (cluster_id, source, node_id) DO UPDATE SET
      last_success_at = coalesce(excluded.last_success_at, known.last_success_at),
      last_error_at = coalesce(excluded.last_error_at, known.last_error_at),
      last_error = excluded.last_error,
      refusals = excluded.refusals,
      detail = excluded.detail,
      updated_at = excluded.updated_at
    WHERE known.updated_at <= excluded.updated_at`;
}

/** One statement may touch a row once only. */
function latestOfEach(rows: readonly SourceStatusRow[]): SourceStatusRow[] {
  const latest = new Map<string, SourceStatusRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.clusterId, row.source, row.nodeId]);
    const known = latest.get(key);
    if (known === undefined || known.updatedAt <= row.updatedAt) latest.set(key, row);
  }
  return [...latest.values()];
}
