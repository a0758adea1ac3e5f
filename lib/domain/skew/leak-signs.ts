import { IDLE_BOUNDS_SEC } from "../connections/model";
import { idleLongerThan, idleQuantileSec } from "./idle-quantile";
import { risingProbability } from "./mann-kendall";
import type { CellTrack } from "./tracks";

/** Idle for longer than anything that is still used, and more of them all the time. */
export interface LeakSigns {
  readonly longIdle: number;
  readonly part: number;
  readonly longerThanSec: number;
  readonly probability: number;
  readonly sinceMs: number;
  readonly perHour: number;
}

/** Below this nobody lacks a connection. */
const LEAST_SEC = 60;
/** Times the 99th percentile of idleness at closing. */
const TIMES_USUAL = 2;
/** Fewer closes do not tell what is usual. */
const MIN_CLOSES = 15;
const MIN_LONG = 6;
const MIN_PART = 0.06;
const MIN_POINTS = 8;
const MAX_PROBABILITY = 0.01;
/** The later half of the time has to bring this part of the rise: a step is not a leak. */
const LATER_PART = 0.2;
/** Lost connections are replaced, so the total rises with them by at least this part; in a lull it does not. */
const REPLACED = 0.5;

/**
 * A leak: ever more connections of a group are idle for longer than a multiple of what was usual at closing (the upper
 * bound of the bucket that holds the 99th percentile), by Mann–Kendall, while new ones take their place. The bound of the
 * 99th percentile is itself at or above the true one, so twice it stands for the three times of the textbook rule.
 * `mustGrow`: nothing else tells it from a lull, in which all that is idle is idle for long; only then the total is asked.
 */
export function leakSigns(
  track: CellTrack,
  idleAtClose: readonly number[],
  mustGrow: boolean,
): LeakSigns | null {
  const closes = idleAtClose.reduce((sum, count) => sum + count, 0);
  const usualSec = idleQuantileSec(idleAtClose, 0.99);
  const newest = track.points.at(-1);
  if (usualSec === null || closes < MIN_CLOSES || newest === undefined) return null;
  const limitSec = Math.max(LEAST_SEC, TIMES_USUAL * usualSec);
  const longerThanSec = IDLE_BOUNDS_SEC.find((bound) => bound >= limitSec);
  if (longerThanSec === undefined) return null;
  const longIdle = idleLongerThan(newest.idle, longerThanSec);
  if (longIdle < Math.max(MIN_LONG, MIN_PART * newest.connections)) return null;
  const counts = track.points.map((point) => idleLongerThan(point.idle, longerThanSec));
  const from = lastAtLeast(counts);
  const points = track.points.slice(from);
  const rising = counts.slice(from);
  if (points.length < MIN_POINTS) return null;
  const probability = risingProbability(rising);
  if (probability === null || probability >= MAX_PROBABILITY) return null;
  const rise = longIdle - (rising[0] ?? 0);
  const middle = rising[Math.floor(rising.length / 2)] ?? 0;
  if (longIdle - middle < LATER_PART * rise) return null;
  const third = Math.max(1, Math.floor(points.length / 3));
  const early = Math.max(from, third);
  const totals = track.points.map(({ connections }) => connections);
  const grown = mean(totals.slice(-third)) - mean(totals.slice(0, early));
  const lost = mean(rising.slice(-third)) - mean(counts.slice(0, early));
  if (mustGrow && grown < REPLACED * lost) return null;
  const first = points[0] ?? newest;
  const hours = (newest.atMs - first.atMs) / 3_600_000;
  return {
    longIdle,
    part: longIdle / Math.max(1, newest.connections),
    longerThanSec,
    probability,
    sinceMs: first.atMs - longerThanSec * 1000,
    perHour: hours > 0 ? rise / hours : 0,
  };
}

/** Where the rise begins: the last point at or near the lowest count, but with at least eight points after it. */
function lastAtLeast(counts: readonly number[]): number {
  const least = Math.min(...counts);
  const slack = 0.05 * ((counts.at(-1) ?? 0) - least);
  let from = 0;
  for (const [at, count] of counts.entries()) if (count <= least + slack) from = at;
  return Math.max(0, Math.min(from, counts.length - MIN_POINTS - 2));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
