import { describe, expect, it } from "vitest";
import { type BenchRow, median, medianMs, meetsGoal, ratioOf } from "./measure";
import { formatNumber, formatTable } from "./table";

const row: BenchRow = { name: "parse", value: 30, unit: "ms", against: { name: "floor", value: 20 } };

describe("a benchmark's row", () => {
  it("is compared with its floor or rival", () => {
    expect(ratioOf(row)).toBe(1.5);
    expect(ratioOf({ name: "x", value: 1, unit: "ms" })).toBeNull();
  });

  it.each([
    [{ of: "ratio", atMost: 1.5 }, true],
    [{ of: "ratio", atMost: 1.4 }, false],
    [{ of: "value", atMost: 30 }, true],
    [{ of: "value", atLeast: 31 }, false],
    [{ of: "ratio", atLeast: 1, atMost: 2 }, true],
  ] as const)("meets %j: %s", (goal, met) => {
    expect(meetsGoal({ ...row, goal })).toBe(met);
  });

  it("meets no goal that it cannot be compared with", () => {
    expect(meetsGoal({ name: "x", value: 1, unit: "ms", goal: { of: "ratio", atMost: 9 } })).toBe(false);
    expect(meetsGoal(row)).toBeNull();
  });

  it("is a line of the table", () => {
    const table = formatTable([{ ...row, goal: { of: "ratio", atMost: 1 }, note: "a note" }]);
    expect(table.split("\n")[1]?.split(/ {2,}/)).toEqual([
      "parse",
      "30 ms",
      "floor",
      "20 ms",
      "1.5×",
      "≤ 1×",
      "NO",
      "a note",
    ]);
  });

  it.each([
    [0.13849, "0.138"],
    [57.44, "57.4"],
    [417_600_000, "417,600,000"],
    [Number.NaN, "NaN"],
  ])("prints %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it("takes the middle of several runs", () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
    let runs = 0;
    expect(medianMs(() => runs++, 4, 2)).toBeGreaterThanOrEqual(0);
    expect(runs).toBe(6);
  });
});
