import type { Store } from "../client";

/** Since when each resolution is kept; null: nothing is. */
export interface KeptSince {
  readonly sweep: Date | null;
  readonly minute: Date | null;
  readonly hour: Date | null;
}

/**
 * Expiry drops whole partitions, so their names tell. A month's partition begins long before collecting did, though:
 * coarser data is kept for longer than finer only where there is some of it.
 */
export async function readKeptSince(store: Store): Promise<KeptSince> {
  const rows = await store.prisma.$queryRaw<KeptSince[]>`
    WITH named AS (
      SELECT parent.relname AS parent, min(substring(child.relname FROM '_p([0-9]{6,8})$')) AS first
      FROM pg_inherits
      JOIN pg_class child ON child.oid = inhrelid
      JOIN pg_class parent ON parent.oid = inhparent
      WHERE inhparent IN ('node_sweep'::regclass, 'node_rollup_minute'::regclass, 'node_rollup_hour'::regclass)
      GROUP BY parent.relname
    ), kept AS (
      SELECT
        (SELECT to_timestamp(first || ' +00', 'YYYYMMDD TZH') FROM named WHERE parent = 'node_sweep') AS sweep,
        (SELECT to_timestamp(first || ' +00', 'YYYYMMDD TZH') FROM named WHERE parent = 'node_rollup_minute') AS minute,
        (SELECT to_timestamp(first || '01 +00', 'YYYYMMDD TZH') FROM named WHERE parent = 'node_rollup_hour') AS hour
    )
    SELECT sweep,
      CASE WHEN sweep IS NULL OR minute >= sweep
        OR EXISTS (SELECT FROM node_rollup WHERE resolution = 'minute' AND at < sweep)
        THEN minute ELSE sweep END AS minute,
      CASE WHEN minute IS NULL OR hour >= minute
        OR EXISTS (SELECT FROM node_rollup WHERE resolution = 'hour' AND at < minute)
        THEN hour ELSE minute END AS hour
    FROM kept`;
  return rows[0] ?? { sweep: null, minute: null, hour: null };
}
