import { type Grid, gridOver, naturalStepMs } from "@/lib/domain/series/grid";
import type { KeptSince } from "@/lib/store/reads/read-kept-since";
import type { Span } from "./window";

export type Resolution = "sweep" | "minute" | "hour";

export interface SeriesPlan {
  readonly grid: Grid;
  /** The finest data that the points are made of; what is not rolled up yet is read finer. */
  readonly resolution: Resolution;
}

export interface SeriesSize {
  readonly points: number;
  readonly nodes: number;
  /** Rows that one node and bucket of a rollup has: (proxy, group) pairs, or 1 where only nodes are read. */
  readonly cellsPerNode: number;
}

export const RESOLUTION_MS = { sweep: 1_000, minute: 60_000, hour: 3_600_000 } as const;
/** The default cadence: an estimate of rows, no more. */
const SWEEP_EVERY_MS = 10_000;
/** Rows of one answer. Sweeps are wide (arrays), rollup rows narrow; both take the embedded database about 0.3 s. */
const MAX_SWEEPS = 40_000;
const MAX_ROLLUP_ROWS = 400_000;

const COARSER: Readonly<Record<Resolution, Resolution | null>> = {
  sweep: "minute",
  minute: "hour",
  hour: null,
};

/**
 * Step and resolution of a window: the coarsest data that still fills each point (minutes sum sweeps exactly, so nothing
 * is lost), coarser yet when the rows would be too many or the finer data has expired.
 */
export function planSeries(window: Span, size: SeriesSize, kept: KeptSince): SeriesPlan {
  const windowMs = window.toMs - window.fromMs;
  const wantedMs = naturalStepMs(windowMs, size.points);
  let resolution: Resolution =
    wantedMs >= RESOLUTION_MS.hour ? "hour" : wantedMs >= RESOLUTION_MS.minute ? "minute" : "sweep";
  for (;;) {
    const coarser = COARSER[resolution];
    if (coarser === null) break;
    if (isAffordable(resolution, windowMs, size) && !reachesFurther(coarser, resolution, window, kept)) break;
    resolution = coarser;
  }
  const stepMs = naturalStepMs(windowMs, size.points, RESOLUTION_MS[resolution]);
  return { grid: gridOver(window.fromMs, window.toMs, stepMs), resolution };
}

function isAffordable(resolution: Resolution, windowMs: number, size: SeriesSize): boolean {
  switch (resolution) {
    case "sweep":
      return size.nodes * (windowMs / SWEEP_EVERY_MS) <= MAX_SWEEPS;
    case "minute":
      return size.nodes * size.cellsPerNode * (windowMs / RESOLUTION_MS.minute) <= MAX_ROLLUP_ROWS;
    case "hour":
      return true;
  }
}

/** Does the coarser data hold a part of the window that the finer has lost? */
function reachesFurther(coarser: Resolution, finer: Resolution, window: Span, kept: KeptSince): boolean {
  const finerSince = kept[finer]?.getTime() ?? Number.POSITIVE_INFINITY;
  const coarserSince = kept[coarser]?.getTime() ?? Number.POSITIVE_INFINITY;
  return window.fromMs < finerSince && coarserSince < finerSince;
}

/** A minute or hour knows its start only: its last sweep is taken to be one interval before its end. */
export function lastSweepMs(resolution: Resolution, atMs: number, intervalMs: number): number {
  if (resolution === "sweep") return atMs;
  return atMs + Math.max(0, RESOLUTION_MS[resolution] - intervalMs);
}
