import { type MetricQuery, type MinuteWindow, POINT_MS } from "./model";

/** GetMetricData takes no more: "GetMetricData", Amazon CloudWatch API Reference. */
export const MAX_QUERIES_PER_CALL = 500;
export const MAX_POINTS_PER_CALL = 100_800;

export interface WantedQuery {
  readonly query: MetricQuery;
  readonly window: MinuteWindow;
}

/** One call. Its window holds those of all its queries: points cost nothing, calls and queries do. */
export interface QueryBatch extends MinuteWindow {
  readonly queries: readonly MetricQuery[];
}

export interface CallLimits {
  readonly queries: number;
  readonly points: number;
}

export const CALL_LIMITS: CallLimits = { queries: MAX_QUERIES_PER_CALL, points: MAX_POINTS_PER_CALL };

/**
 * As few calls as the limits allow, each query in one of them. Filled from the longest window on, which is minimal where
 * all windows end together: what the longest leaves room for is best given to the next longest. A single window beyond
 * the limit keeps its newest minutes.
 */
export function batchQueries(wanted: readonly WantedQuery[], limits: CallLimits = CALL_LIMITS): QueryBatch[] {
  const byStart = [...wanted].sort((left, right) => left.window.fromMs - right.window.fromMs);
  const batches: { queries: MetricQuery[]; fromMs: number; toMs: number }[] = [];
  for (const { query, window } of byStart) {
    const open = batches.at(-1);
    const toMs = Math.max(open?.toMs ?? window.toMs, window.toMs);
    if (open !== undefined && fits(open.queries.length + 1, { fromMs: open.fromMs, toMs }, limits)) {
      open.queries.push(query);
      open.toMs = toMs;
    } else {
      const fromMs = Math.max(window.fromMs, window.toMs - limits.points * POINT_MS);
      batches.push({ queries: [query], fromMs, toMs: window.toMs });
    }
  }
  return batches;
}

function fits(queries: number, window: MinuteWindow, limits: CallLimits): boolean {
  return queries <= limits.queries && queries * pointsIn(window) <= limits.points;
}

/** Points that one query brings at most. */
export function pointsIn({ fromMs, toMs }: MinuteWindow): number {
  return Math.max(0, Math.ceil((toMs - fromMs) / POINT_MS));
}
