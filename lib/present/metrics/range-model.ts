import type { MetricSource } from "@/lib/contract/metrics";
import type { MetricUnit } from "@/lib/domain/cloudwatch/model";
import type { SeriesTone } from "../charts/series-tones";
import type { MetricTopic, StrandMark } from "./topics";
import type { AxisScale } from "./units";

/**
 * A chart whose values stand for stretches of time: each is drawn over the whole of its bucket, and nothing is drawn
 * between two of them. Instants are milliseconds since the epoch.
 */
export interface RangeChartModel {
  readonly key: string;
  readonly topic: MetricTopic;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly scale: AxisScale;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tracks: readonly RangeTrack[];
  /** Whose tracks there are, in the order of their labels. */
  readonly subjects: readonly RangeSubject[];
  /** Highest value drawn, in `unit`. */
  readonly max: number;
  /** A limit or a threshold near enough to be drawn. */
  readonly reference: { readonly name: string; readonly value: number } | null;
  readonly bands: readonly RangeBand[];
  /** "60 s", or "60 s CloudWatch, 10 s counted": how fine the points of each strand are. */
  readonly resolution: string;
  /** What is not drawn: lines beyond a dozen, a limit far above. */
  readonly note: string | null;
  /** False: all known values are zero. */
  readonly hasSomething: boolean;
}

export interface RangeSubject {
  /** Address of a node, or the name by which the source knows it: the same on all charts of the page. */
  readonly key: string;
  readonly label: string;
  readonly tone: SeriesTone;
}

export interface RangeTrack {
  readonly subject: RangeSubject;
  readonly mark: StrandMark;
  /** "CloudWatch", "p99"; empty where a chart has one strand. */
  readonly word: string;
  readonly unit: MetricUnit;
  readonly grid: RangeGrid;
  readonly values: readonly (number | null)[];
  /** Largest point of each bucket; empty where a bucket is one point. */
  readonly peaks: readonly (number | null)[];
  /** Last known value, with its place; null: no value at all. */
  readonly last: { readonly index: number; readonly value: number } | null;
}

export interface RangeGrid {
  readonly source: MetricSource;
  readonly startsMs: readonly number[];
  readonly stepMs: number;
  /** Length that one measured point stands for. */
  readonly resolutionMs: number;
}

/**
 * unfetched: not asked for yet. awaited: too young to be there. missing: asked for, and there is no point.
 * uncollected: ours, nothing was measured.
 */
export interface RangeBand {
  readonly kind: "unfetched" | "awaited" | "missing" | "uncollected";
  readonly fromMs: number;
  readonly toMs: number;
  readonly sentence: string;
}

/** Place of the bucket that holds a moment; -1: none does. */
export function bucketAt(grid: Pick<RangeGrid, "startsMs" | "stepMs">, atMs: number): number {
  let low = 0;
  let high = grid.startsMs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((grid.startsMs[middle] ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  const start = grid.startsMs[low];
  return start !== undefined && start <= atMs && atMs < start + grid.stepMs ? low : -1;
}
