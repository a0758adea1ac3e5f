import { expect, test } from "vitest";
import { highestOf, lastKnown, splitByCoverage } from "./split-lines";

test("a line is dashed from the last complete bucket before a missing node to the first one after it", () => {
  const split = splitByCoverage([10, 10, 7, 7, 10, 10], [true, true, false, false, true, true]);
  expect(split.whole).toEqual([10, 10, null, null, 10, 10]);
  expect(split.partial).toEqual([null, 10, 7, 7, 10, null]);
  expect(split.lone).toEqual([null, null, null, null, null, null]);
});

test("a gap is a gap, and a point alone between gaps is kept visible", () => {
  const split = splitByCoverage([5, null, 6, null, null], [true, true, true, true, true]);
  expect(split.whole).toEqual([5, null, 6, null, null]);
  expect(split.lone).toEqual([5, null, 6, null, null]);
});

test("zero is a value, not a gap", () => {
  expect(lastKnown([3, 0, null])).toEqual({ index: 1, value: 0 });
  expect(lastKnown([null, null])).toBeNull();
  expect(splitByCoverage([0, 0], [true, true]).whole).toEqual([0, 0]);
});

test("the highest of nothing is zero", () => {
  expect(highestOf([])).toBe(0);
  expect(
    highestOf([
      [null, 4],
      [7, null],
    ]),
  ).toBe(7);
});
