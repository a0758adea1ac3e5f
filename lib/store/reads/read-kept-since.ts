import type { Store } from "../client";

/** Since when each resolution is kept; null: nothing is. Expiry drops whole partitions, so their names tell. */
export interface KeptSince {
  readonly sweep: Date | null;
  readonly minute: Date | null;
  readonly hour: Date | null;
}

export async function readKeptSince(store: Store): Promise<KeptSince> {
  const rows = await store.prisma.$queryRaw<KeptSince[]>`
    WITH kept AS (
      SELECT parent.relname AS parent, min(substring(child.relname FROM '_p([0-9]{6,8})$')) AS first
      FROM pg_inherits
      JOIN pg_class child ON child.oid = inhrelid
      JOIN pg_class parent ON parent.oid = inhparent
      WHERE inhparent IN ('node_sweep'::regclass, 'node_rollup_minute'::regclass, 'node_rollup_hour'::regclass)
      GROUP BY parent.relname
    )
    SELECT
      (SELECT to_timestamp(first || ' +00', 'YYYYMMDD TZH') FROM kept WHERE parent = 'node_sweep') AS sweep,
      (SELECT to_timestamp(first || ' +00', 'YYYYMMDD TZH') FROM kept WHERE parent = 'node_rollup_minute') AS minute,
      (SELECT to_timestamp(first || '01 +00', 'YYYYMMDD TZH') FROM kept WHERE parent = 'node_rollup_hour') AS hour`;
  return rows[0] ?? { sweep: null, minute: null, hour: null };
}
