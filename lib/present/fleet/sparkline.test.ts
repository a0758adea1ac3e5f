import { expect, test } from "vitest";
import { layoutSparkline } from "./sparkline";

const SIZE = { width: 104, height: 14, inset: 2 };

test("zero is at the bottom, the highest at the top", () => {
  expect(layoutSparkline([0, 10, 5], SIZE)).toMatchObject({
    path: "M2 12L52 2L102 7",
    end: { x: 102, y: 7 },
  });
});

test("a gap breaks the line, a lonely point is a dot, an unknown end has no end", () => {
  const { path, dots, end } = layoutSparkline([10, 10, null, 10, null], SIZE);
  expect(path).toBe("M2 2L27 2");
  expect(dots).toEqual([{ x: 77, y: 2 }]);
  expect(end).toBeNull();
});

test("the area under each run goes down to zero and no further than the run", () => {
  expect(layoutSparkline([10, 10, null], SIZE).area).toBe("M2 2L52 2L52 12L2 12Z");
});

test.each([
  [[1, 3, 2], "From 1 to 2, between 1 and 3"],
  [[null, 4, null, 4], "From 4 to 4, between 4 and 4; not collected in 2 of 4 points"],
  [[null, null], "Nothing was collected in this time"],
  [[], "Nothing was collected in this time"],
])("%j reads: %s", (values, label) => expect(layoutSparkline(values, SIZE).label).toBe(label));

test("nothing but zeros is a line at zero", () => {
  expect(layoutSparkline([0, 0], SIZE).path).toBe("M2 12L102 12");
});
