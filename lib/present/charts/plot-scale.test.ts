import { expect, test } from "vitest";
import { marginOf, nearestIndex, timeOfX, windowOfDrag, xOfTime, yOfValue } from "./plot-scale";

const span = { fromMs: 1_000, toMs: 11_000 };
const box = { left: 40, top: 10, width: 100, height: 50 };

test("a time and its place are each other's inverse, and places outside the plot mean its edges", () => {
  expect(xOfTime(6_000, span, box)).toBe(90);
  expect(timeOfX(90, span, box)).toBe(6_000);
  expect(timeOfX(0, span, box)).toBe(1_000);
  expect(timeOfX(999, span, box)).toBe(11_000);
});

test("the margin is what the plot leaves of the drawing", () => {
  expect(marginOf(box, { widthPx: 200, heightPx: 80 })).toEqual({ left: 40, top: 10, right: 60, bottom: 20 });
});

test("zero stands on the floor, the top of the axis at the ceiling", () => {
  expect(yOfValue(0, 200, box)).toBe(60);
  expect(yOfValue(200, 200, box)).toBe(10);
});

test.each([
  [[], 5, -1],
  [[10], 999, 0],
  [[10, 20, 30], 14, 0],
  [[10, 20, 30], 15, 0],
  [[10, 20, 30], 16, 1],
  [[10, 20, 30], 99, 2],
])("nearest of %j to %d is at %d", (atMs, wanted, index) => {
  expect(nearestIndex(atMs, wanted)).toBe(index);
});

test("a drag becomes a window of whole seconds, in either direction", () => {
  expect(windowOfDrag(7_600, 2_400, span, 1_000)).toEqual({ fromMs: 2_000, toMs: 8_000 });
});

test("a short drag grows around its middle and stays inside the chart", () => {
  expect(windowOfDrag(1_100, 1_300, span, 4_000)).toEqual({ fromMs: 1_000, toMs: 5_000 });
  expect(windowOfDrag(10_900, 10_950, span, 60_000)).toEqual({ fromMs: 1_000, toMs: 11_000 });
});
