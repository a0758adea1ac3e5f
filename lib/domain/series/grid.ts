/** Evenly spaced half-open buckets: bucket `i` is [startMs + i × stepMs, startMs + (i + 1) × stepMs). */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

const SEC = 1000;
const MIN = 60 * SEC;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;

/** Steps a person can count in; each divides a day, and from a minute on a minute divides each. */
const NATURAL_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 20, 30].map((sec) => sec * SEC),
  ...[1, 2, 5, 10, 15, 20, 30].map((min) => min * MIN),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  DAY,
];

/** The smallest natural step, not under `leastMs`, with which `points` buckets span the window; whole days beyond. */
export function naturalStepMs(windowMs: number, points: number, leastMs = SEC): number {
  const wanted = Math.max(windowMs / points, leastMs);
  return NATURAL_STEPS_MS.find((stepMs) => stepMs >= wanted) ?? Math.ceil(wanted / DAY) * DAY;
}

/**
 * The buckets of [fromMs, toMs), aligned to multiples of the step since the epoch: a window that moves with the
 * clock keeps its buckets, so that nothing jumps on refresh. The first and last may reach beyond the window.
 */
export function gridOver(fromMs: number, toMs: number, stepMs: number): Grid {
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  return { startMs, stepMs, count: Math.max(1, Math.ceil((toMs - startMs) / stepMs)) };
}

/** The grid with `marginMs` more on both sides, in whole buckets; `lead` is the number added in front. */
export function widenGrid(grid: Grid, marginMs: number): { readonly grid: Grid; readonly lead: number } {
  const lead = Math.ceil(marginMs / grid.stepMs);
  return {
    lead,
    grid: {
      startMs: grid.startMs - lead * grid.stepMs,
      stepMs: grid.stepMs,
      count: grid.count + 2 * lead,
    },
  };
}

export function endOf(grid: Grid): number {
  return grid.startMs + grid.count * grid.stepMs;
}

export function bucketStart(grid: Grid, bucket: number): number {
  return grid.startMs + bucket * grid.stepMs;
}
