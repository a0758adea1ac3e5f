import { expect, test } from "vitest";
import { IDLE_BOUNDS_SEC } from "../connections/model";
import { idleLongerThan, idleQuantileSec } from "./idle-quantile";

const histogram = (counts: Record<number, number>): number[] =>
  Array.from({ length: IDLE_BOUNDS_SEC.length + 1 }, (_, at) => counts[at] ?? 0);

test("a quantile is the upper bound of the bucket it falls into", () => {
  const idle = histogram({ 0: 80, 3: 15, 13: 5 });
  expect(idleQuantileSec(idle, 0.5)).toBe(0);
  expect(idleQuantileSec(idle, 0.9)).toBe(10);
  expect(idleQuantileSec(idle, 0.99)).toBe(172_800);
  expect(idleQuantileSec(histogram({}), 0.5)).toBeNull();
});

test("longer than a bound counts the buckets above it", () => {
  const idle = histogram({ 0: 80, 5: 7, 6: 15, 13: 5 });
  expect(idleLongerThan(idle, 60)).toBe(20);
  expect(idleLongerThan(idle, 86_400)).toBe(5);
});
