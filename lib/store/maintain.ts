import type { Store } from "./client";
import { describeDatabaseError } from "./database-errors";
import { createPartitions, PARTITIONED_TABLES, type PartitionedTable } from "./partitions";
import { DEFAULT_RETENTION, daysKept, type Retention } from "./retention";
import { dropExpiredPartitions } from "./writes/drop-expired-partitions";
import { forgetCollectors } from "./writes/forget-collectors";
import { vacuumEmbedded } from "./writes/vacuum-embedded";

export interface MaintenanceReport {
  readonly created: number;
  readonly dropped: number;
  /** What could not be done now and is tried again next time, one line each. */
  readonly problems: readonly string[];
}

const DAY_MS = 86_400_000;
/** A weekend without maintenance still finds its partitions. */
const DAYS_AHEAD = 3;
/** A collector silent for so long was renamed or removed. */
const COLLECTOR_DAYS = 7;

/**
 * Makes partitions ahead, drops expired ones, and looks after the embedded database. To be called hourly and at start.
 * `retention` null: nobody knows how long anything is to be kept, so nothing expires.
 */
export async function maintain(
  store: Store,
  now: Date,
  retention: Retention | null = DEFAULT_RETENTION,
): Promise<MaintenanceReport> {
  const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, day) => daysFrom(now, day));
  const created = await createPartitions(store, PARTITIONED_TABLES, ahead);
  const problems: string[] = [];
  let dropped = 0;
  for (const [table, days] of retention === null ? [] : periodsOf(retention)) {
    try {
      dropped += await dropExpiredPartitions(store, table, daysFrom(now, -days));
    } catch (error) {
      problems.push(`expired partitions of ${table} stay until next time: ${describeDatabaseError(error)}`);
    }
  }
  await forgetCollectors(store, daysFrom(now, -COLLECTOR_DAYS));
  if (store.kind === "embedded") await vacuumEmbedded(store, daysFrom(now, -1));
  return { created, dropped, problems };
}

function periodsOf(retention: Retention): [PartitionedTable, number][] {
  return PARTITIONED_TABLES.map((table) => [table, daysKept(table, retention)]);
}

function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}
