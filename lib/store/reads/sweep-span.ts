import { Prisma } from "../generated/client";

/**
 * The moment from which a sweep counts opened and closed: the sweep before, or, when the server restarted in between,
 * the last sweep of its former life (then all of it closed and all of the new is opened). Null: there is none.
 * Expects the columns at, previous_at, run_id, and a window named `by_node`.
 */
export const SINCE = Prisma.sql`
  CASE WHEN previous_at IS NOT NULL THEN previous_at
       WHEN lag(run_id) OVER by_node <> run_id THEN lag(at) OVER by_node END`;

/**
 * Milliseconds that a sweep's opened and closed were counted over; null after a gap and for a first sweep: what
 * happened then cannot be placed in time. Expects the columns at, since, interval_ms. The bound is the domain's
 * staleAfterMs, with the default interval where the sweep does not tell its own.
 */
export const STEADY_SPAN_MS = Prisma.sql`
  CASE WHEN at - since <= greatest(3 * coalesce(interval_ms, 10000), 30000) * interval '1 millisecond'
       THEN date_part('epoch', at - since) * 1000 END`;

/** The bucket that `at` falls into. date_part, because extract computes in numeric, which is ten times slower. */
export function bucketOf(grid: { readonly startMs: number; readonly stepMs: number }): Prisma.Sql {
  const start = new Date(grid.startMs);
  return Prisma.sql`
    floor(date_part('epoch', at - ${start}::timestamptz) * 1000 / ${grid.stepMs}::float8)::int`;
}
