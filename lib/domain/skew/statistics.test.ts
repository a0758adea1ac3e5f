import { describe, expect, test } from "vitest";
import { arrivalRatio } from "./arrivals";
import { alarmThreshold, feedCusum, startCusum } from "./cusum";
import { hazardRatio } from "./hazard-ratio";
import { risingProbability } from "./mann-kendall";
import { normalQuantile, normalTail, sidakZ } from "./normal";
import { type BlockCounts, overdispersion } from "./overdispersion";
import { chanceRatio, isHeavy, isLight, shareRatio, skewBound } from "./share-ratio";

describe("normal", () => {
  test.each([
    [0.975, 1.959964],
    [0.5, 0],
    [0.01, -2.326348],
    [0.9999, 3.719016],
  ])("quantile of %f is %f", (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 5);
    expect(normalTail(z)).toBeCloseTo(1 - p, 6);
  });

  test("bounds widen with the number of comparisons", () => {
    expect(sidakZ(1)).toBeCloseTo(1.96, 2);
    expect(sidakZ(4)).toBeCloseTo(2.49, 2);
    expect(sidakZ(200)).toBeCloseTo(3.66, 2);
  });
});

describe("share ratio", () => {
  test("of 200 proxies with 50 connections each one may well have 1.4 times its share", () => {
    const ratio = shareRatio(70, 10_000, 1 / 200, sidakZ(200));
    expect(ratio?.value).toBeCloseTo(1.4);
    expect(isHeavy(ratio)).toBe(false);
    expect(skewBound([ratio])).toBe(1);
    expect(chanceRatio(200, 50)).toBeGreaterThan(1.4);
  });

  test("the published figure is the bound, not the raw ratio", () => {
    const z = sidakZ(4);
    const ratios = [450, 50, 50, 50].map((open) => shareRatio(open, 600, 0.25, z));
    expect(isHeavy(ratios[0] ?? null)).toBe(true);
    expect(isLight(ratios[1] ?? null)).toBe(true);
    expect(skewBound(ratios)).toBeCloseTo(3 / Math.exp(z / Math.sqrt(450)), 6);
  });

  test("nobody there has a ratio of 0 with an upper bound, and no total has none", () => {
    expect(shareRatio(0, 400, 0.25, 2)).toEqual({ value: 0, low: 0, high: 0.03 });
    expect(shareRatio(0, 0, 0.25, 2)).toBeNull();
    expect(skewBound([null])).toBeNull();
  });
});

describe("arrivals", () => {
  test.each([
    [250, 250, 1000, 1, "even"],
    [54, 54, 216, 1, "even"],
    [30, 30, 120, 1, "not-known"],
    [250, 250, 1000, 20, "not-known"],
    [400, 250, 1000, 1, "more"],
    [100, 250, 1000, 1, "fewer"],
    [0, 40, 160, 1, "fewer"],
  ])("%d opened where %d of %d are fair, φ %d: %s", (opened, expected, total, phi, state) => {
    expect(arrivalRatio(opened, expected, total, phi)?.state).toBe(state);
  });

  test("nothing opened says nothing", () => {
    expect(arrivalRatio(0, 0, 0, 1)).toBeNull();
  });
});

describe("hazard ratio", () => {
  test("of one stratum is the quotient of the hazards", () => {
    // 10 closes in 1,000 s against 40 in 1,000 s.
    const ratio = hazardRatio({ own: 5, others: 20, variance: 12.5 }, 1, 1.96);
    expect(ratio?.value).toBeCloseTo(0.25);
    expect(ratio?.low).toBeCloseTo(0.25 / Math.exp(1.96 * Math.sqrt(0.125)));
  });

  test("is bounded where one side closed nothing, and null where nobody did", () => {
    expect(hazardRatio({ own: 0, others: 20, variance: 10 }, 1, 1.96)?.value).toBeCloseTo(0.5 / 20.5);
    expect(hazardRatio({ own: 0, others: 0, variance: 0 }, 1, 1.96)).toBeNull();
  });
});

describe("cumulative sum", () => {
  const feed = { total: 40, share: 0.25, phi: 1, theta: 0.5, threshold: alarmThreshold(4, 10_000) };

  test("waits at 0 while closes come by shares, and remembers since when they do not", () => {
    const state = startCusum(0);
    for (let block = 1; block <= 20; block++) feedCusum(state, { ...feed, own: 10 }, block);
    expect(state).toEqual({ score: 0, sinceMs: 20 });
    let block = 20;
    while (state.score < feed.threshold && block < 100) feedCusum(state, { ...feed, own: 2 }, ++block);
    expect(state.sinceMs).toBe(20);
    expect(block).toBeLessThanOrEqual(28);
  });

  test("is found out of within as long as it had been alarmed", () => {
    const state = startCusum(0);
    for (let block = 1; block <= 500; block++) feedCusum(state, { ...feed, own: 0 }, block);
    expect(state.score).toBeCloseTo(3 * feed.threshold);
    for (let block = 501; block <= 540; block++) feedCusum(state, { ...feed, own: 12 }, block);
    expect(state.score).toBe(0);
  });

  test("thresholds are those of one false alarm a year", () => {
    expect(alarmThreshold(4, 10_000)).toBeCloseTo(17, 0);
    expect(alarmThreshold(200, 10_000)).toBeCloseTo(21, 0);
  });
});

describe("overdispersion", () => {
  const blocks = (countsAt: (block: number) => number[]): BlockCounts[] =>
    Array.from({ length: 40 }, (_, block) => {
      const counts = Float64Array.from(countsAt(block));
      const total = counts.reduce((sum, count) => sum + count, 0);
      return { counts, expected: Float64Array.from(counts, () => total / counts.length), total };
    });

  test("a drift is not scatter", () => {
    expect(
      overdispersion(blocks((block) => (block < 20 ? [50, 50, 50, 50] : [10, 60, 60, 60]))),
    ).toBeLessThan(8);
    expect(overdispersion(blocks(() => [10, 60, 60, 60]))).toBe(1);
  });

  test("a burst read into one block here and into the next there cancels out", () => {
    expect(
      overdispersion(
        blocks((block) =>
          block % 5 === 0 ? [0, 50, 50, 50] : block % 5 === 1 ? [100, 50, 50, 50] : [50, 50, 50, 50],
        ),
      ),
    ).toBeLessThan(2);
  });

  test("bulks that hit one at a time are scatter", () => {
    expect(
      overdispersion(
        blocks((block) => [0, 1, 2, 3].map((at) => (Math.floor(block / 2) % 4 === at ? 120 : 10))),
      ),
    ).toBeGreaterThan(20);
  });

  test("too few events are taken as independent", () => {
    expect(overdispersion(blocks((block) => [block % 20 === 0 ? 1 : 0, 0]))).toBe(1);
    expect(overdispersion([])).toBe(1);
  });
});

describe("rising", () => {
  test.each([
    [[1, 2, 3, 4, 5, 6, 7, 8], true],
    [[8, 7, 6, 5, 4, 3, 2, 1], false],
    [[3, 1, 3, 2, 3, 1, 2, 3, 1, 2], false],
    [[5, 5, 5, 5, 5, 5, 5, 5], false],
  ])("%j: %s", (values, isRising) => {
    expect((risingProbability(values) ?? 1) < 0.01).toBe(isRising);
  });

  test("fewer than eight values tell nothing; many are thinned out", () => {
    expect(risingProbability([1, 2, 3])).toBeNull();
    expect(risingProbability(Array.from({ length: 5000 }, (_, at) => at))).toBeLessThan(1e-6);
  });
});
