import { describe, expect, it } from "vitest";
import { bucketStart, endOf, gridOver, naturalStepMs, widenGrid } from "./grid";

const SEC = 1000;
const MIN = 60 * SEC;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;

describe("naturalStepMs", () => {
  it.each([
    [15 * MIN, 300, 5 * SEC],
    [HOUR, 300, 15 * SEC],
    [6 * HOUR, 300, 2 * MIN],
    [6 * HOUR, 1500, 15 * SEC],
    [DAY, 300, 5 * MIN],
    [7 * DAY, 300, HOUR],
    [400 * DAY, 300, 2 * DAY],
    [400 * DAY, 10, 40 * DAY],
    [MIN, 1500, SEC],
  ])("a window of %d ms in %d points", (windowMs, points, stepMs) => {
    expect(naturalStepMs(windowMs, points)).toBe(stepMs);
  });

  it("never goes under what the data can resolve", () => {
    expect(naturalStepMs(HOUR, 300, MIN)).toBe(MIN);
  });
});

describe("gridOver", () => {
  it("keeps its buckets while the window moves with the clock", () => {
    const now = Date.UTC(2026, 10, 22, 14, 0, 7);
    const early = gridOver(now - HOUR, now, 15 * SEC);
    const late = gridOver(now - HOUR + 5 * SEC, now + 5 * SEC, 15 * SEC);
    expect(early.startMs).toBe(late.startMs);
    expect(early.startMs % (15 * SEC)).toBe(0);
    expect(endOf(early)).toBeGreaterThanOrEqual(now);
    expect(endOf(early) - now).toBeLessThan(15 * SEC);
  });

  it("widens by whole buckets on both sides", () => {
    const grid = gridOver(0, 60 * SEC, 15 * SEC);
    const { grid: wide, lead } = widenGrid(grid, 40 * SEC);
    expect(lead).toBe(3);
    expect(bucketStart(wide, lead)).toBe(grid.startMs);
    expect(wide.count).toBe(grid.count + 6);
  });
});
