import type { Store } from "../client";
import { storableText } from "../storable-text";
import { internKey } from "./intern-cache";

/** Name → id for each given proxy name of a cluster. Costs nothing once all are known. */
export async function internProxies(
  store: Store,
  clusterId: number,
  names: readonly string[],
): Promise<Map<string, number>> {
  const cache = store.interned.proxies;
  const missing = [...new Set(names.map(storableText))].filter(
    (name) => !cache.has(internKey(clusterId, name)),
  );
  if (missing.length > 0) {
    const rows = await store.prisma.$queryRaw<{ id: number; name: string }[]>`
      WITH given AS (
        SELECT unnest(${missing}::text[]) AS name
      ), known AS (
        SELECT id, name FROM proxy WHERE cluster_id = ${clusterId} AND name IN (SELECT name FROM given)
      ), added AS (
        INSERT INTO proxy (cluster_id, name)
        SELECT ${clusterId}::int, name FROM given WHERE name NOT IN (SELECT name FROM known)
        ON CONFLICT (cluster_id, name) DO UPDATE SET name = excluded.name
        RETURNING id, name
      )
      SELECT id, name FROM known UNION ALL SELECT id, name FROM added`;
    for (const row of rows) cache.set(internKey(clusterId, row.name), row.id);
  }
  const ids = new Map<string, number>();
  for (const name of names) {
    const id = cache.get(internKey(clusterId, name));
    if (id !== undefined) ids.set(name, id);
  }
  return ids;
}
