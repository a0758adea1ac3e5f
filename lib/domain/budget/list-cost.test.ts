import { expect, test } from "vitest";
import { createListCost } from "./list-cost";

test("nothing is known before a list was measured, nor from one without clients", () => {
  const cost = createListCost();
  cost.note(50, 0);
  expect(cost.usualUsecPerClient).toBeNull();
  expect(cost.meanUsecPerClient).toBeNull();
});

test("a list that was held up changes nothing of the usual cost, and is paid back over the next ones", () => {
  const cost = createListCost();
  for (let list = 0; list < 5; list++) cost.note(100, 100);
  cost.note(80_100, 100);
  expect(cost.usualUsecPerClient).toBe(1);
  expect(cost.meanUsecPerClient).toBe(101);
  let paidBack = 0;
  for (let list = 0; list < 100; list++) {
    paidBack += ((cost.meanUsecPerClient ?? 0) - 1) * 100;
    cost.note(100, 100);
  }
  expect(paidBack).toBeCloseTo(80_000, -1);
});

test("lists that have become dearer are the usual ones after three", () => {
  const cost = createListCost();
  for (let list = 0; list < 5; list++) cost.note(100, 100);
  for (let list = 0; list < 2; list++) cost.note(300, 100);
  expect(cost.usualUsecPerClient).toBe(1);
  cost.note(300, 100);
  expect(cost.usualUsecPerClient).toBe(3);
});
