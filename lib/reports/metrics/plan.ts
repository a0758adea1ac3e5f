import { type Grid, gridOver, naturalStepMs } from "@/lib/domain/series/grid";
import type { Span } from "../window";
import { MINUTE_MS } from "./lines";

const HOUR_MS = 3_600_000;
/** Samples come about every ten seconds: a bucket of fifteen holds one, however they drift. */
const LEAST_ENGINE_STEP_MS = 15_000;

/** Stored hours of minutes that are handed over while somebody waits: about half a second of the embedded database. */
const MAX_HOURS_READ = 8_000;
/** Stored hours that the database sums while somebody waits: the same. */
const MAX_HOURS_SUMMED = 120_000;
/** Samples of nodes that the database sums while somebody waits; beyond, so many are picked from an index. */
const MAX_SAMPLES = 60_000;
const MAX_SAMPLES_PICKED = 20_000;
export const SAMPLE_EVERY_MS = 10_000;
/** Numbers of one answer: about two megabytes. */
const MAX_VALUES = 300_000;

/** How CloudWatch's points are drawn: minutes as they are, or whole hours that the database sums. */
export interface PointsPlan {
  readonly grid: Grid;
  readonly from: "minutes" | "hours";
}

/** Buckets of whole minutes; of whole hours where the window holds too many of them for `series` series. */
export function planPoints(window: Span, points: number, series: number): PointsPlan {
  const lengthMs = window.toMs - window.fromMs;
  const stepMs = naturalStepMs(lengthMs, points, MINUTE_MS);
  const isTooMuch = series * hoursIn(window) > MAX_HOURS_READ;
  const from = stepMs >= HOUR_MS || isTooMuch ? "hours" : "minutes";
  const least = from === "hours" ? Math.max(stepMs, HOUR_MS) : stepMs;
  return { grid: gridOver(window.fromMs, window.toMs, least), from };
}

/** How our own samples are drawn: all of them, or of each `everyMs` the first one. */
export interface SamplesPlan {
  readonly grid: Grid;
  readonly everyMs: number | null;
}

export function planSamples(window: Span, points: number, nodes: number): SamplesPlan {
  const lengthMs = window.toMs - window.fromMs;
  const isTooMuch = nodes * (lengthMs / SAMPLE_EVERY_MS) > MAX_SAMPLES;
  const everyMs = isTooMuch ? naturalStepMs(nodes * lengthMs, MAX_SAMPLES_PICKED, MINUTE_MS) : null;
  const stepMs = naturalStepMs(lengthMs, points, Math.max(LEAST_ENGINE_STEP_MS, everyMs ?? 0));
  return { grid: gridOver(window.fromMs, window.toMs, stepMs), everyMs };
}

/** What one subject (a node, a group) costs in an answer. */
export interface SubjectSize {
  /** Series of CloudWatch that are wanted of it, and all that are drawn of it. */
  readonly series: number;
  readonly lines: number;
}

/** How many subjects fit into one answer: bounded by what is read of each, and by what is handed over. */
export function subjectsThatFit(window: Span, points: number, { series, lines }: SubjectSize): number {
  return Math.max(
    1,
    Math.floor(
      Math.min(
        MAX_HOURS_SUMMED / Math.max(1, series * hoursIn(window)),
        MAX_VALUES / Math.max(1, lines * points * 2),
      ),
    ),
  );
}

function hoursIn({ fromMs, toMs }: Span): number {
  return Math.ceil((toMs - fromMs) / HOUR_MS) + 1;
}
