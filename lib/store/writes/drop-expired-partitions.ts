import type { Store } from "../client";
import { PARTITIONED, type PartitionedTable } from "../partitions";

/** Drops the partitions of a table that lie before `horizon` altogether; resolves to how many. */
export async function dropExpiredPartitions(
  store: Store,
  table: PartitionedTable,
  horizon: Date,
): Promise<number> {
  const rows = await store.prisma.$queryRaw<{ dropped: number }[]>`
    SELECT drop_time_partitions(${table}, ${PARTITIONED[table]}, ${horizon}::timestamptz) AS dropped`;
  return rows[0]?.dropped ?? 0;
}
