import type { Store } from "../client";

/** Id of a cluster known by its key alone; a key never heard of gets a bare row, so that no sweep is lost for it. */
export async function internCluster(store: Store, key: string): Promise<number> {
  const cached = store.interned.clusters.get(key);
  if (cached !== undefined) return cached;
  const rows = await store.prisma.$queryRaw<{ id: number }[]>`
    WITH known AS (
      SELECT id FROM cluster WHERE key = ${key}
    ), added AS (
      INSERT INTO cluster (key, name)
      SELECT ${key}, ${key} WHERE NOT EXISTS (SELECT FROM known)
      ON CONFLICT (key) DO UPDATE SET key = excluded.key
      RETURNING id
    )
    SELECT id FROM known UNION ALL SELECT id FROM added`;
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`cluster "${key}" has no row after it was written`);
  store.interned.clusters.set(key, id);
  return id;
}
