import type { Store } from "./client";
import { sqlStateOf } from "./database-errors";

/** The partitioned tables and how they are cut. Minutes by day and hours by month: what expires together. */
export const PARTITIONED = {
  node_sweep: "day",
  node_keyframe: "day",
  node_sample: "day",
  connection_rollup_minute: "day",
  connection_rollup_hour: "month",
  node_rollup_minute: "day",
  node_rollup_hour: "month",
  proxy_sample: "day",
  proxy_rollup_minute: "day",
  proxy_rollup_hour: "month",
  metric_hour: "day",
} as const;

export type PartitionedTable = keyof typeof PARTITIONED;

export const PARTITIONED_TABLES: readonly PartitionedTable[] = [
  "node_sweep",
  "node_keyframe",
  "node_sample",
  "connection_rollup_minute",
  "connection_rollup_hour",
  "node_rollup_minute",
  "node_rollup_hour",
  "proxy_sample",
  "proxy_rollup_minute",
  "proxy_rollup_hour",
  "metric_hour",
];

/** PostgreSQL's answer to a row that no partition takes. */
const NO_PARTITION = "23514";

export function isMissingPartition(error: unknown): boolean {
  return sqlStateOf(error) === NO_PARTITION;
}

/**
 * Runs `write`; when a partition for one of `moments` is missing, makes them and runs it once more. Maintenance makes
 * partitions ahead, so this happens after a long absence, or for sweeps that waited long.
 */
export async function withPartitions<T>(
  store: Store,
  tables: readonly PartitionedTable[],
  moments: readonly Date[],
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    await createPartitions(store, tables, moments);
    return await write();
  }
}

/** Resolves to the number of partitions made; those that exist are left alone. */
export async function createPartitions(
  store: Store,
  tables: readonly PartitionedTable[],
  moments: readonly Date[],
): Promise<number> {
  let made = 0;
  for (const table of tables) {
    const starts = new Set(moments.map((moment) => startOf(PARTITIONED[table], moment).getTime()));
    for (const start of starts) {
      const rows = await store.prisma.$queryRaw<{ made: boolean }[]>`
        SELECT create_time_partition(${table}, ${PARTITIONED[table]}, ${new Date(start)}::timestamptz) AS made`;
      if (rows[0]?.made === true) made += 1;
    }
  }
  return made;
}

function startOf(step: "day" | "month", moment: Date): Date {
  const day = step === "day" ? moment.getUTCDate() : 1;
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), day));
}
