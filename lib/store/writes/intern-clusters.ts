import type { Store } from "../client";
import type { FleetCluster } from "../rows";
import { storableJson, storableText } from "../storable-text";

/**
 * Makes the stored clusters those of the fleet file: adds new ones, renews the others, marks the rest removed.
 * A kind that is not known (yet) never overwrites one that was.
 */
export async function internClusters(
  store: Store,
  clusters: readonly FleetCluster[],
): Promise<Map<string, number>> {
  const keys = clusters.map((cluster) => cluster.key);
  const names = clusters.map((cluster) => storableText(cluster.name));
  const kinds = clusters.map((cluster) => cluster.kind);
  const proxies = clusters.map((cluster) => storableJson(cluster.proxies));
  const libraries = clusters.map((cluster) => storableJson(cluster.libraries ?? {}));
  // NOT EXISTS besides ON CONFLICT: a conflict alone would use up an id at each start.
  const rows = await store.prisma.$queryRaw<{ id: number; key: string }[]>`
    WITH given AS (
      SELECT * FROM unnest(${keys}::text[], ${names}::text[], ${kinds}::text[], ${proxies}::text[], ${libraries}::text[])
        AS given (key, name, kind, proxies, libraries)
    ), removed AS (
      UPDATE cluster SET removed_at = now()
      WHERE removed_at IS NULL AND key NOT IN (SELECT key FROM given)
    ), renewed AS (
      UPDATE cluster SET
        name = given.name,
        kind = CASE given.kind WHEN 'unknown' THEN cluster.kind ELSE given.kind END,
        proxies = given.proxies::jsonb,
        libraries = given.libraries::jsonb,
        removed_at = NULL
      FROM given WHERE cluster.key = given.key
      RETURNING cluster.id, cluster.key
    ), added AS (
      INSERT INTO cluster (key, name, kind, proxies, libraries)
      SELECT key, name, kind, proxies::jsonb, libraries::jsonb FROM given
      WHERE NOT EXISTS (SELECT FROM cluster WHERE cluster.key = given.key)
      ON CONFLICT (key) DO UPDATE SET name = excluded.name
      RETURNING id, key
    )
    SELECT id, key FROM renewed UNION ALL SELECT id, key FROM added`;
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  for (const [key, id] of ids) store.interned.clusters.set(key, id);
  return ids;
}
