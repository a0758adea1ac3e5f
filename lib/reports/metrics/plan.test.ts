import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "./lines";
import { planPoints, planSamples, subjectsThatFit } from "./plan";

const NOW = Date.UTC(2026, 10, 22, 14, 3);
const HOUR = 60 * MINUTE_MS;
const last = (hours: number) => ({ fromMs: NOW - hours * HOUR, toMs: NOW });

describe("the grid of CloudWatch's points", () => {
  it("is never finer than a minute and begins with one", () => {
    const { grid, from } = planPoints(last(1), 1500, 75);
    expect({ ...grid, from }).toMatchObject({ stepMs: MINUTE_MS, count: 60, from: "minutes" });
    expect(grid.startMs % MINUTE_MS).toBe(0);
  });

  it("is of whole hours where the window is long, and where there are too many series for minutes", () => {
    expect(planPoints(last(15 * 24), 300, 75)).toMatchObject({ grid: { stepMs: 2 * HOUR }, from: "hours" });
    expect(planPoints(last(24), 300, 75)).toMatchObject({ grid: { stepMs: 5 * MINUTE_MS }, from: "minutes" });
    expect(planPoints(last(24), 300, 2_000)).toMatchObject({ grid: { stepMs: HOUR }, from: "hours" });
  });

  it("a bucket of our own samples holds one, however they drift", () => {
    expect(planSamples(last(1), 1500, 3)).toMatchObject({ grid: { stepMs: 15_000 }, everyMs: null });
    expect(planSamples(last(3), 300, 3)).toMatchObject({ grid: { stepMs: MINUTE_MS }, everyMs: null });
  });

  it("of long windows and many nodes only some of our samples are read", () => {
    const long = planSamples(last(15 * 24), 300, 12);
    expect(long).toMatchObject({ grid: { stepMs: 2 * HOUR }, everyMs: 15 * MINUTE_MS });
    const wide = planSamples(last(24), 300, 500);
    expect(wide.everyMs).toBe(HOUR);
    expect(wide.grid.stepMs).toBe(HOUR);
  });
});

describe("how much one answer holds", () => {
  const size = { series: 25, lines: 34 };

  it("a cluster of twelve nodes as a whole over hours", () => {
    expect(subjectsThatFit(last(3), 300, size)).toBeGreaterThanOrEqual(12);
  });

  it("and over fifteen days", () => {
    expect(subjectsThatFit(last(15 * 24), 300, size)).toBeGreaterThanOrEqual(12);
  });

  it("of hundreds of nodes a few with all they have, or all of them with one metric", () => {
    expect(subjectsThatFit(last(3), 300, size)).toBeLessThan(40);
    expect(subjectsThatFit(last(3), 300, { series: 1, lines: 1 })).toBeGreaterThanOrEqual(500);
  });

  it("is one at least, however long the window", () => {
    expect(subjectsThatFit(last(400 * 24), 1500, size)).toBe(1);
  });
});
