import { expect, test } from "vitest";
import { AGE_BOUNDS_SEC } from "../connections/model";
import { hazardsOf, survivalOf } from "./life-table";

const zero = (): number[] => new Array<number>(AGE_BOUNDS_SEC.length + 1).fill(0);

test("a constant hazard gives an exponential curve", () => {
  const exposureSec = zero().map(() => 1000);
  const closedByAge = zero().map(() => 10);
  const open = survivalOf({ exposureSec, closedByAge });
  expect(open).toHaveLength(AGE_BOUNDS_SEC.length + 1);
  expect(open[0]).toBe(1);
  for (const [at, bound] of AGE_BOUNDS_SEC.entries())
    expect(open[at + 1]).toBeCloseTo(Math.exp(-0.01 * bound));
});

test("beyond what was lived the curve ends, even where something is known again later", () => {
  const exposureSec = zero();
  exposureSec[0] = 100;
  exposureSec[5] = 100;
  const closedByAge = zero();
  closedByAge[0] = 20;
  expect(hazardsOf({ exposureSec, closedByAge }).slice(0, 2)).toEqual([0.2, null]);
  const open = survivalOf({ exposureSec, closedByAge });
  expect(open[1]).toBeCloseTo(Math.exp(-1));
  expect(open.slice(2).every((share) => share === null)).toBe(true);
});

test("nobody who closes is open for ever", () => {
  const open = survivalOf({ exposureSec: zero().map(() => 50), closedByAge: zero() });
  expect(open.every((share) => share === 1)).toBe(true);
});
