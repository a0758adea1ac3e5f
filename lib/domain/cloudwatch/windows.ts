import { type MetricCoverage, type MinuteWindow, POINT_MS } from "./model";

const HOUR_MS = 3_600_000;
/** Points come one to three minutes late and change afterwards: so much of what was fetched is asked for again. */
export const LATE_MS = 15 * POINT_MS;
/** Longest that is asked for at once to be up to date: with it 500 queries still fit into one call. */
export const CATCH_UP_MS = 3 * HOUR_MS;
/**
 * Longest piece of history. A query costs the same for a day as for an hour, and a call holds 100,800 points either way:
 * longer pieces cost less in both, shorter ones show the recent past sooner.
 */
export const HISTORY_PIECE_MS = 24 * HOUR_MS;
/** CloudWatch keeps points of a minute for 15 days. */
export const KEPT_MS = 15 * 24 * HOUR_MS;

type Coverage = Pick<MetricCoverage, "fetchedFromMs" | "fetchedToMs">;

/** How far back what was not collected is fetched. */
export interface HistoryWish {
  readonly backfillMs: number;
}

/**
 * What to ask of a series next: from before the end of what is stored, for points that came late or were corrected, to
 * the last whole minute. At a first start, and after a gap, at most the wanted history or three hours; what is missing
 * behind it is for `historyWindow`.
 */
export function dueWindow(coverage: Coverage | null, nowMs: number, wish: HistoryWish): MinuteWindow {
  const toMs = floorMinute(nowMs);
  const backMs = Math.min(CATCH_UP_MS, Math.max(wish.backfillMs, LATE_MS));
  const earliestMs = floorMinute(toMs - backMs);
  if (coverage === null) return { fromMs: earliestMs, toMs };
  const wantedMs = floorMinute(Math.min(coverage.fetchedToMs, toMs) - LATE_MS);
  return { fromMs: Math.max(wantedMs, earliestMs), toMs };
}

/**
 * The next piece of history of a series, going backwards from what is stored; null: all that is wanted is there, or
 * nothing is stored yet that it could join. A day at most.
 */
export function historyWindow(
  coverage: Coverage | null,
  nowMs: number,
  wish: HistoryWish,
): MinuteWindow | null {
  if (coverage === null) return null;
  const wantedMs = historyStart(nowMs, wish);
  const toMs = floorMinute(coverage.fetchedFromMs);
  if (toMs <= wantedMs) return null;
  return { fromMs: Math.max(wantedMs, toMs - HISTORY_PIECE_MS), toMs };
}

/** The first minute of the history that is wanted and that CloudWatch still has. */
export function historyStart(nowMs: number, { backfillMs }: HistoryWish): number {
  return ceilMinute(nowMs - Math.min(backfillMs, KEPT_MS));
}

/**
 * What is stored once a window has been fetched. It has no gaps: a later window that does not touch it begins anew, and an
 * earlier one does not count.
 */
export function coverageAfter(before: Coverage | null, window: MinuteWindow): Coverage {
  const { fromMs, toMs } = window;
  if (before === null || fromMs > before.fetchedToMs) return { fetchedFromMs: fromMs, fetchedToMs: toMs };
  if (toMs < before.fetchedFromMs) return before;
  return {
    fetchedFromMs: Math.min(before.fetchedFromMs, fromMs),
    fetchedToMs: Math.max(before.fetchedToMs, toMs),
  };
}

function floorMinute(atMs: number): number {
  return Math.floor(atMs / POINT_MS) * POINT_MS;
}

function ceilMinute(atMs: number): number {
  return Math.ceil(atMs / POINT_MS) * POINT_MS;
}
