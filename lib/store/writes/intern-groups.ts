import type { Store } from "../client";
import type { GroupOrigin } from "../rows";
import { storableText } from "../storable-text";
import { internKey } from "./intern-cache";

export interface GroupIdentity {
  readonly name: string;
  readonly origin: GroupOrigin;
}

/** Name → id for each given group of a cluster; the origin follows the fleet file. Costs nothing once all are known. */
export async function internGroups(
  store: Store,
  clusterId: number,
  groups: readonly GroupIdentity[],
): Promise<Map<string, number>> {
  const cache = store.interned.groups;
  const origins = new Map(groups.map((group) => [storableText(group.name), group.origin]));
  const stale = [...origins].filter(
    ([name, origin]) => cache.get(internKey(clusterId, name))?.origin !== origin,
  );
  if (stale.length > 0) {
    const names = stale.map(([name]) => name);
    const given = stale.map(([, origin]) => origin);
    const rows = await store.prisma.$queryRaw<{ id: number; name: string; origin: string }[]>`
      WITH given AS (
        SELECT * FROM unnest(${names}::text[], ${given}::text[]) AS given (name, origin)
      ), known AS (
        UPDATE client_group SET origin = given.origin
        FROM given WHERE client_group.cluster_id = ${clusterId} AND client_group.name = given.name
        RETURNING client_group.id, client_group.name, client_group.origin
      ), added AS (
        INSERT INTO client_group (cluster_id, name, origin)
        SELECT ${clusterId}::int, name, origin FROM given
        WHERE NOT EXISTS (SELECT FROM client_group g WHERE g.cluster_id = ${clusterId} AND g.name = given.name)
        ON CONFLICT (cluster_id, name) DO UPDATE SET origin = excluded.origin
        RETURNING id, name, origin
      )
      SELECT id, name, origin FROM known UNION ALL SELECT id, name, origin FROM added`;
    for (const row of rows) {
      cache.set(internKey(clusterId, row.name), { id: row.id, origin: row.origin });
    }
  }
  const ids = new Map<string, number>();
  for (const { name } of groups) {
    const known = cache.get(internKey(clusterId, name));
    if (known !== undefined) ids.set(name, known.id);
  }
  return ids;
}
