import type { Store } from "../client";
import type { PartitionedTable } from "../partitions";

/** Start of each partition of a table, ascending, as their names tell it. */
export async function readPartitions(store: Store, table: PartitionedTable): Promise<Date[]> {
  const rows = await store.prisma.$queryRaw<{ start: Date }[]>`
    SELECT to_timestamp(rpad(substring(child.relname FROM '_p([0-9]{6,8})$'), 8, '01') || ' +00', 'YYYYMMDD TZH') AS start
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = to_regclass(${table}) AND child.relname ~ '_p[0-9]{6,8}$'
    ORDER BY 1`;
  return rows.map((row) => row.start);
}
