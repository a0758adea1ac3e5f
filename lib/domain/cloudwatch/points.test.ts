import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MetricValues, POINT_MS } from "./model";
import { pointsBeyond, pointsOf, withPoints } from "./points";

const NOW = Date.UTC(2026, 10, 22, 14, 0, 0);
const key = { subject: "orders-001", metric: "CurrConnections", statistic: "Average" };
const at = (minutesAgo: number) => NOW - minutesAgo * POINT_MS;
const window = { fromMs: at(10), toMs: NOW };

function raw(points: readonly (readonly [number, number])[]): MetricValues {
  return { ...key, atMs: points.map(([atMs]) => atMs), values: points.map(([, value]) => value) };
}

describe("pointsOf", () => {
  it("puts minutes in order, and takes the later of two", () => {
    const points = pointsOf(
      raw([
        [at(2), 20],
        [at(4), 40],
        [at(3), 30],
        [at(4), 41],
      ]),
      window,
    );
    expect(points).toEqual({
      ...key,
      fetchedFromMs: window.fromMs,
      fetchedToMs: window.toMs,
      atMs: [at(4), at(3), at(2)],
      values: [41, 30, 20],
    });
  });

  it("leaves out what is no number, no minute of the window, or without its other half", () => {
    const odd = raw([
      [at(11), 1],
      [at(0), 2],
      [at(3), Number.NaN],
      [Number.NaN, 4],
      [at(2), Number.POSITIVE_INFINITY],
      [at(10), 6],
    ]);
    expect(pointsOf({ ...odd, atMs: [...odd.atMs, at(5)] }, window)).toMatchObject({
      atMs: [at(10)],
      values: [6],
    });
  });

  it("of a metric without data tells that it was asked for", () => {
    expect(pointsOf(raw([]), window)).toMatchObject({ atMs: [], values: [], fetchedToMs: NOW });
  });

  it("gives ascending whole minutes inside the window, whatever came", () => {
    const any = fc.array(fc.tuple(fc.integer({ min: at(20), max: at(-5) }), fc.double()));
    fc.assert(
      fc.property(any, (points) => {
        const { atMs, values } = pointsOf(raw(points), window);
        expect(values).toHaveLength(atMs.length);
        for (const [index, minuteMs] of atMs.entries()) {
          expect(minuteMs % POINT_MS).toBe(0);
          expect(minuteMs).toBeGreaterThanOrEqual(window.fromMs);
          expect(minuteMs).toBeLessThan(window.toMs);
          if (index > 0) expect(minuteMs).toBeGreaterThan(atMs[index - 1] ?? 0);
          expect(values[index]).toSatisfy(Number.isFinite);
        }
      }),
    );
  });
});

describe("withPoints", () => {
  const first = pointsOf(
    raw([
      [at(5), 5],
      [at(4), 4],
    ]),
    window,
  );

  it("fills in late points, and a corrected one stands for the first", () => {
    const series = withPoints(undefined, first, at(30));
    const later = pointsOf(
      raw([
        [at(4), 44],
        [at(3), 3],
      ]),
      window,
    );
    expect(withPoints(series, later, at(30))).toEqual({
      ...key,
      atMs: [at(5), at(4), at(3)],
      values: [5, 44, 3],
    });
  });

  it("forgets what is older than asked, and keeps what an answer lacks", () => {
    const series = withPoints(undefined, first, at(30));
    expect(withPoints(series, pointsOf(raw([]), window), at(4))).toMatchObject({
      atMs: [at(4)],
      values: [4],
    });
  });

  it("leaves of an answer what is new: later points, earlier ones that came late, and corrections", () => {
    const known = withPoints(
      undefined,
      pointsOf(
        raw([
          [at(6), 6],
          [at(4), 4],
          [at(3), 3],
        ]),
        window,
      ),
      at(30),
    );
    const told = pointsOf(
      raw([
        [at(6), 6],
        [at(5), 0],
        [at(4), 44],
        [at(3), 3],
        [at(2), 2],
      ]),
      window,
    );
    const { fetchedFromMs, fetchedToMs } = told;
    expect(pointsBeyond(told, known)).toEqual({
      ...told,
      atMs: [at(5), at(4), at(2)],
      values: [0, 44, 2],
      fetchedFromMs,
      fetchedToMs,
    });
    expect(pointsBeyond(told, undefined)).toEqual(told);
  });

  it("does not depend on how often a point came, only on which came last", () => {
    const batches = fc.array(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(100))));
    fc.assert(
      fc.property(batches, (rounds) => {
        const expected = new Map<number, number>();
        let series: ReturnType<typeof withPoints> | undefined;
        for (const round of rounds) {
          for (const [minutesAgo, value] of round) expected.set(at(minutesAgo), value);
          const points = round.map(([minutesAgo, value]) => [at(minutesAgo), value] as const);
          series = withPoints(series, pointsOf(raw(points), window), at(30));
        }
        const told = new Map(series?.atMs.map((minuteMs, index) => [minuteMs, series?.values[index]]));
        expect(told).toEqual(expected);
      }),
    );
  });
});
