import { expect, test } from "vitest";
import { placeMarks } from "./place-marks";

const span = { fromMs: 0, toMs: 100_000 };
const box = { left: 40, top: 0, width: 100, height: 50 };
const mark = (atMs: number, precisionMs = 1_000) => ({ atMs, precisionMs, sentence: "" });

test("marks that would touch are drawn as one, in their middle", () => {
  const placed = placeMarks([mark(10_000), mark(14_000), mark(90_000)], span, box);
  expect(placed.map((one) => one.x)).toEqual([52, 130]);
});

test("a precision is drawn where it can be seen, and not beyond the plot", () => {
  expect(placeMarks([mark(50_000, 1_000)], span, box)[0]?.precision).toBeNull();
  expect(placeMarks([mark(50_000, 10_000)], span, box)[0]?.precision).toEqual({ fromX: 80, toX: 100 });
  expect(placeMarks([mark(2_000, 10_000)], span, box)[0]?.precision?.fromX).toBe(40);
});

test("nothing happened: no marks", () => {
  expect(placeMarks([], span, box)).toEqual([]);
});
