import { describe, expect, it } from "vitest";
import { gridOver } from "@/lib/domain/series/grid";
import { lineOfHours, lineOfSums, MINUTE_MS } from "./lines";

const HOUR = Date.UTC(2026, 10, 22, 14);
const hour = (points: Readonly<Record<number, number>>, atMs = HOUR) => ({
  at: new Date(atMs),
  points: Array.from({ length: 60 }, (_, minute) => points[minute] ?? null),
});
const asIs = (value: number) => value;

describe("points on a grid", () => {
  it("minutes stand as they are, and a minute without a point is no zero", () => {
    const grid = gridOver(HOUR, HOUR + 4 * MINUTE_MS, MINUTE_MS);
    const line = lineOfHours(grid, [hour({ 0: 7, 1: 0, 3: 9 })], asIs);
    expect(line).toEqual({ values: [7, 0, null, 9], max: [] });
  });

  it("of several minutes there is a mean of those that came, and the largest", () => {
    const grid = gridOver(HOUR, HOUR + 15 * MINUTE_MS, 5 * MINUTE_MS);
    const line = lineOfHours(grid, [hour({ 0: 2, 1: 4, 4: 12, 10: 0 })], asIs);
    expect(line).toEqual({ values: [6, null, 0], max: [12, null, 0] });
  });

  it("hours beside each other, and what lies outside the grid is nobody's", () => {
    const grid = gridOver(HOUR + 59 * MINUTE_MS, HOUR + 61 * MINUTE_MS, MINUTE_MS);
    const hours = [hour({ 0: 1, 59: 5 }), hour({ 0: 6, 1: 7 }, HOUR + 60 * MINUTE_MS)];
    expect(lineOfHours(grid, hours, asIs).values).toEqual([5, 6]);
  });

  it("sums of a minute are told as rates, the largest as well", () => {
    const grid = gridOver(HOUR, HOUR + 2 * MINUTE_MS, 2 * MINUTE_MS);
    const line = lineOfHours(grid, [hour({ 0: 60, 1: 180 })], (value) => value / 60);
    expect(line).toEqual({ values: [2], max: [3] });
  });

  it("what the database has summed says the same", () => {
    const grid = gridOver(HOUR, HOUR + 3 * 60 * MINUTE_MS, 60 * MINUTE_MS);
    const summed = { buckets: [0, 2], counts: [3, 1], sums: [18, 0], maxima: [12, 0] };
    expect(lineOfSums(grid, summed, asIs)).toEqual({ values: [6, null, 0], max: [12, null, 0] });
    expect(lineOfSums(grid, undefined, asIs).values).toEqual([null, null, null]);
  });
});
