import { expect, test } from "vitest";
import { chooseValueAxis } from "./value-ticks";

test.each([
  { max: 612, wanted: 4, whole: true, ticks: [0, 200, 400, 600, 800] },
  { max: 1000, wanted: 4, whole: true, ticks: [0, 250, 500, 750, 1000] },
  { max: 3, wanted: 5, whole: true, ticks: [0, 1, 2, 3] },
  { max: 5, wanted: 2, whole: true, ticks: [0, 3, 6] },
  { max: 0.3, wanted: 3, whole: false, ticks: [0, 0.1, 0.2, 0.3] },
  { max: 65_000, wanted: 4, whole: true, ticks: [0, 20_000, 40_000, 60_000, 80_000] },
])("up to $max in $wanted steps: $ticks", ({ max, wanted, whole, ticks }) => {
  expect(chooseValueAxis(max, { wanted, whole }).ticks).toEqual(ticks);
});

test("an axis for nothing but zeroes still has a height", () => {
  expect(chooseValueAxis(0, { wanted: 4, whole: true })).toEqual({ ticks: [0, 1], top: 1 });
  expect(chooseValueAxis(0, { wanted: 4, whole: false }).top).toBeGreaterThan(0);
});

test("a value on the last tick keeps some air above it, others need none", () => {
  expect(chooseValueAxis(1000, { wanted: 4, whole: true }).top).toBe(1030);
  expect(chooseValueAxis(612, { wanted: 4, whole: true }).top).toBe(800);
});

test("whatever the maximum, the axis begins at zero, holds it and stays within the number of steps", () => {
  for (let exponent = -2; exponent < 7; exponent++) {
    for (const mantissa of [1, 1.7, 2.5, 3.3, 4.99, 7, 9.99]) {
      const max = mantissa * 10 ** exponent;
      const axis = chooseValueAxis(max, { wanted: 5, whole: max > 1 });
      expect(axis.ticks[0]).toBe(0);
      expect(axis.top).toBeGreaterThanOrEqual(max * (1 - 1e-9));
      expect(axis.ticks.length).toBeLessThanOrEqual(7);
    }
  }
});
