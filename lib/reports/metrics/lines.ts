import type { Line } from "@/lib/domain/series/combine";
import type { Grid } from "@/lib/domain/series/grid";
import { roundValue } from "../round";

/** What stands on a grid: the mean of each bucket, and the largest point where a bucket may hold several. */
export interface MetricLine {
  readonly values: Line;
  /** Empty where a bucket holds one point at most: it would repeat the values. */
  readonly max: Line;
}

/** Points of one hour, a minute each, as they are stored. */
export interface HourOfPoints {
  readonly at: Date;
  readonly points: readonly (number | null)[];
}

/** Sums of a series' points, bucket by bucket: parallel arrays over the buckets that hold any. */
export interface SummedPoints {
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
  readonly sums: readonly number[];
  readonly maxima: readonly number[];
}

export const MINUTE_MS = 60_000;

/** Minutes on the grid. `convert` turns a stored value into the unit that is shown; it must keep their order. */
export function lineOfHours(
  grid: Grid,
  hours: readonly HourOfPoints[],
  convert: (value: number) => number,
): MetricLine {
  const tally = tallyOver(grid);
  for (const { at, points } of hours) {
    for (const [minute, value] of points.entries()) {
      if (value === null) continue;
      const bucket = Math.floor((at.getTime() + minute * MINUTE_MS - grid.startMs) / grid.stepMs);
      tally.add(bucket, 1, value, value);
    }
  }
  return tally.line(convert, grid.stepMs > MINUTE_MS);
}

/** The same of points that the database has summed. */
export function lineOfSums(
  grid: Grid,
  summed: SummedPoints | undefined,
  convert: (value: number) => number,
): MetricLine {
  const tally = tallyOver(grid);
  for (const [index, bucket] of (summed?.buckets ?? []).entries()) {
    const count = summed?.counts[index] ?? 0;
    const max = summed?.maxima[index];
    if (count > 0 && max !== undefined) tally.add(bucket, count, summed?.sums[index] ?? 0, max);
  }
  return tally.line(convert, grid.stepMs > MINUTE_MS);
}

function tallyOver({ count }: Grid) {
  const counts = new Float64Array(count);
  const sums = new Float64Array(count);
  const maxima = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const lineBy = (told: (bucket: number) => number): Line =>
    Array.from({ length: count }, (_, bucket) =>
      (counts[bucket] ?? 0) === 0 ? null : roundValue(told(bucket)),
    );
  return {
    add(bucket: number, points: number, sum: number, max: number): void {
      if (bucket < 0 || bucket >= count) return;
      counts[bucket] = (counts[bucket] ?? 0) + points;
      sums[bucket] = (sums[bucket] ?? 0) + sum;
      maxima[bucket] = Math.max(maxima[bucket] ?? max, max);
    },
    line(convert: (value: number) => number, hasMaxima: boolean): MetricLine {
      return {
        values: lineBy((bucket) => convert((sums[bucket] ?? 0) / (counts[bucket] ?? 1))),
        max: hasMaxima ? lineBy((bucket) => convert(maxima[bucket] ?? 0)) : [],
      };
    },
  };
}
