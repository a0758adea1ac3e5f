import { expect, test } from "vitest";
import { backOffMs } from "./back-off";

const limits = { firstMs: 200, mostMs: 2000 };

test("no failure waits for nothing, each further one doubles the wait up to the bound", () => {
  expect([0, 1, 2, 3, 4, 5, 500].map((failures) => backOffMs(failures, limits, 0.5))).toEqual([
    0, 200, 400, 800, 1600, 2000, 2000,
  ]);
});

test("the wait is spread over half to one and a half times", () => {
  expect(backOffMs(1, limits, 0)).toBe(100);
  expect(backOffMs(1, limits, 1)).toBe(300);
});
