import { describe, expect, it } from "vitest";
import { gridOver } from "./grid";
import { inferGaps } from "./track";

const SEC = 1000;

describe("inferGaps", () => {
  const grid = gridOver(0, 600 * SEC, 60 * SEC);

  it("a minute without sweeps of a node that is swept each ten seconds is a gap", () => {
    expect(inferGaps(grid, [0, 1, 4, 5], 10 * SEC)).toEqual([
      { fromMs: 110 * SEC, toMs: 240 * SEC, opened: null, closed: null },
    ]);
  });

  it("of a node that is swept each minute it is none", () => {
    expect(inferGaps(grid, [0, 1, 4, 5], 60 * SEC)).toEqual([]);
  });
});
