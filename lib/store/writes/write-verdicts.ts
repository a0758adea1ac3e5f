import type { Store } from "../client";
import type { VerdictEpisode } from "../rows";
import { storableJson } from "../storable-text";

/**
 * Adds episodes of a cluster, and brings those that are there up to their newest word; an older word that arrives late
 * is ignored. `since` only ever moves back.
 */
export async function writeVerdicts(
  store: Store,
  clusterId: number,
  episodes: readonly VerdictEpisode[],
): Promise<void> {
  if (episodes.length === 0) return;
  const given = storableJson(
    latestOfEach(episodes).map(({ by, saidAt, lastAt, endedAt, verdict }) => ({
      by,
      kind: verdict.kind,
      subject: verdict.subject,
      client_group: verdict.group,
      since: verdict.sinceMs === null ? null : new Date(verdict.sinceMs),
      said_at: saidAt,
      last_at: lastAt,
      ended_at: endedAt,
      confidence: verdict.confidence,
      detail: verdict,
    })),
  );
  await store.prisma.$executeRaw`
    INSERT INTO skew_verdict AS known
      (cluster_id, by, kind, subject, client_group, since, said_at, last_at, ended_at, confidence, detail)
    SELECT ${clusterId}::int, by, kind, subject, client_group, since, said_at, last_at, ended_at, confidence, detail
    FROM jsonb_to_recordset(${given}::jsonb) AS given (
      by text, kind text, subject text, client_group text, since timestamptz, said_at timestamptz,
      last_at timestamptz, ended_at timestamptz, confidence float8, detail jsonb)
    ON CONFLICT (cluster_id, by, kind, coalesce(subject, ''), said_at) DO UPDATE SET
      client_group = excluded.client_group,
      since = least(known.since, excluded.since),
      last_at = excluded.last_at,
      ended_at = excluded.ended_at,
      confidence = excluded.confidence,
      detail = excluded.detail
    WHERE known.last_at <= excluded.last_at`;
}

/** One statement may touch a row once only. */
function latestOfEach(episodes: readonly VerdictEpisode[]): VerdictEpisode[] {
  const latest = new Map<string, VerdictEpisode>();
  for (const episode of episodes) {
    const { by, saidAt, verdict } = episode;
    const key = JSON.stringify([by, verdict.kind, verdict.subject, saidAt]);
    const known = latest.get(key);
    if (known === undefined || known.lastAt <= episode.lastAt) latest.set(key, episode);
  }
  return [...latest.values()];
}
