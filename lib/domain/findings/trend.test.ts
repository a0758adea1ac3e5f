import { describe, expect, it } from "vitest";
import { fitTrend, hoursToLimit, type TrendPoint } from "./trend";

const MINUTE = 60_000;

/** One point a minute for an hour; a fixed wave stands for noise, so that the test is the same each time. */
function hourOf(connections: (minute: number) => number, noise = 0): TrendPoint[] {
  return Array.from({ length: 60 }, (_, minute) => ({
    atMs: minute * MINUTE,
    connections: connections(minute) + noise * Math.sin(minute * 2.4) * Math.cos(minute * 0.7),
  }));
}

describe("fitTrend", () => {
  it("finds a straight growth", () => {
    const trend = fitTrend(hourOf((minute) => 1000 + 10 * minute));
    expect(trend?.perHour).toBeCloseTo(600);
    expect(trend?.now).toBeCloseTo(1590);
  });

  it("finds a growth under noise, and a decline", () => {
    expect(fitTrend(hourOf((minute) => 1000 + 5 * minute, 20))?.perHour).toBeCloseTo(300, -2);
    expect(fitTrend(hourOf((minute) => 1000 - 5 * minute, 20))?.perHour).toBeLessThan(-250);
  });

  it.each([
    ["a flat line", hourOf(() => 218)],
    ["noise alone", hourOf(() => 1000, 40)],
    ["a slope lost in noise", hourOf((minute) => 1000 + 0.2 * minute, 40)],
    ["one step up, as after a deploy", hourOf((minute) => (minute < 30 ? 1000 : 1400), 5)],
    ["a step near the end", hourOf((minute) => (minute < 50 ? 1000 : 1400), 5)],
    ["too few points", hourOf((minute) => 1000 + 10 * minute).slice(0, 19)],
    [
      "too short a time",
      hourOf((minute) => 1000 + 10 * minute).map((point) => ({ ...point, atMs: point.atMs / 10 })),
    ],
    ["nothing", []],
  ])("sees no trend in %s", (_, points) => {
    expect(fitTrend(points)).toBeNull();
  });
});

describe("hoursToLimit", () => {
  it.each([
    [{ perHour: 600, now: 4000 }, 10_000, 10],
    [{ perHour: 600, now: 10_500 }, 10_000, 0],
    [{ perHour: -600, now: 4000 }, 10_000, null],
    [{ perHour: 1, now: 4000 }, 10_000, null],
    [{ perHour: 600, now: 4000 }, null, null],
    [null, 10_000, null],
  ])("%o to a limit of %s is %s", (trend, limit, hours) => {
    expect(hoursToLimit(trend, limit)).toBe(hours);
  });
});
