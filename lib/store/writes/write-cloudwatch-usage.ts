import type { Store } from "../client";
import type { CloudWatchUsageRow } from "../rows";

/** Totals of a run's days. They only grow, so an older total that arrives late changes nothing. */
export async function writeCloudWatchUsage(store: Store, rows: readonly CloudWatchUsageRow[]): Promise<void> {
  for (const { runId, day, metrics, calls } of rows) {
    await store.prisma.$executeRaw`
      INSERT INTO cloudwatch_usage AS known (run_id, day, metrics, calls)
      VALUES (${runId}, ${day}::date, ${metrics}::bigint, ${calls}::bigint)
      ON CONFLICT (run_id, day) DO UPDATE SET
        metrics = greatest(known.metrics, excluded.metrics), calls = greatest(known.calls, excluded.calls)`;
  }
}
