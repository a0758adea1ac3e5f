import { describe, expect, test } from "vitest";
import { cloudWatchBands, ownBands } from "./bands";
import type { RangeGrid } from "./range-model";
import { askedOf, instant, MINUTE_MS, metricsAnswer, NOW_MS } from "./testing/metrics-answer";

const FROM_MS = NOW_MS - 10 * MINUTE_MS;
const grid: RangeGrid = {
  source: "cloudwatch",
  startsMs: Array.from({ length: 10 }, (_, index) => FROM_MS + index * MINUTE_MS),
  stepMs: MINUTE_MS,
  resolutionMs: MINUTE_MS,
};
const minutes = (band: { fromMs: number; toMs: number }) => [
  (band.fromMs - FROM_MS) / MINUTE_MS,
  (band.toMs - FROM_MS) / MINUTE_MS,
];
const told = (values: (number | null)[], fetched: readonly [number, number] | null, toMs = NOW_MS) => {
  const answer = metricsAnswer([], {
    window: { from: instant(FROM_MS), to: instant(toMs) },
    cloudwatch: askedOf({
      fetched: fetched && {
        from: instant(FROM_MS + fetched[0] * MINUTE_MS),
        to: instant(FROM_MS + fetched[1] * MINUTE_MS),
      },
    }),
  });
  return cloudWatchBands(answer, grid, [values]).map((band) => [band.kind, ...minutes(band)]);
};

describe("an empty stretch of CloudWatch says why it is empty", () => {
  test("nothing was fetched: not fetched, over the whole window", () => {
    expect(told(new Array(10).fill(null), null)).toEqual([["unfetched", 0, 10]]);
  });

  test("history that is still to come, a point that does not exist, and points on their way", () => {
    const values = [null, null, null, 5, 0, null, 7, 8, null, null];
    expect(told(values, [3, 10])).toEqual([
      ["unfetched", 0, 3],
      ["missing", 5, 6],
      ["awaited", 8, 10],
    ]);
  });

  test("zero is a value", () => {
    expect(told(new Array(10).fill(0), [0, 10])).toEqual([]);
  });

  test("late points are awaited for five minutes, then they are missing", () => {
    expect(told([1, 1, ...new Array(8).fill(null)], [0, 10])).toEqual([
      ["missing", 2, 5],
      ["awaited", 5, 10],
    ]);
  });

  test("a window in the past awaits nothing", () => {
    const answer = metricsAnswer([], {
      now: instant(NOW_MS + 60 * MINUTE_MS),
      cloudwatch: askedOf({ fetched: { from: instant(FROM_MS), to: instant(NOW_MS) } }),
    });
    const bands = cloudWatchBands(answer, grid, [[1, 1, 1, 1, 1, 1, 1, 1, null, null]]);
    expect(bands.map((band) => [band.kind, ...minutes(band)])).toEqual([["missing", 8, 10]]);
  });

  test("a node that came lately has no past: what is drawn of the others was fetched all the same", () => {
    expect(told([null, 5, 6, null, 7, 8, 9, 9, 9, 9], [6, 8])).toEqual([
      ["unfetched", 0, 1],
      ["missing", 3, 4],
    ]);
  });

  test("asking that stopped long ago leaves the rest not fetched", () => {
    const answer = metricsAnswer([], {
      now: instant(NOW_MS + 60 * MINUTE_MS),
      cloudwatch: askedOf({
        fetched: { from: instant(FROM_MS), to: instant(FROM_MS + 4 * MINUTE_MS) },
      }),
    });
    const bands = cloudWatchBands(answer, grid, [[1, 1, 1, 1, null, null, null, null, null, null]]);
    expect(bands.map((band) => [band.kind, ...minutes(band)])).toEqual([["unfetched", 4, 10]]);
  });
});

test("what we did not measure ourselves is hatched where it is longer than a bucket", () => {
  const answer = metricsAnswer([]);
  const own: RangeGrid = { ...grid, source: "engine", resolutionMs: 10_000 };
  const one = ownBands(answer, own, [[1, null, 1, 1, null, null, null, 1, 1, 1]]);
  expect(one.map((band) => [band.kind, ...minutes(band)])).toEqual([["uncollected", 4, 7]]);
});
