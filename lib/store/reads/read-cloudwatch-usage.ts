import type { Store } from "../client";

/** What all runs of collectors have asked of CloudWatch from `sinceDay` ("2026-11-01", UTC) on, but for `exceptRunId`. */
export async function readCloudWatchUsage(
  store: Store,
  sinceDay: string,
  exceptRunId: string | null = null,
): Promise<{ readonly metrics: number; readonly calls: number }> {
  const rows = await store.prisma.$queryRaw<{ metrics: number; calls: number }[]>`
    SELECT coalesce(sum(metrics), 0)::float8 AS metrics, coalesce(sum(calls), 0)::float8 AS calls
    FROM cloudwatch_usage
    WHERE day >= ${sinceDay}::date AND run_id IS DISTINCT FROM ${exceptRunId}::text`;
  return rows[0] ?? { metrics: 0, calls: 0 };
}
