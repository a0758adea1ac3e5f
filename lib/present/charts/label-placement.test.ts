import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels } from "./label-placement";

const column = { top: 0, bottom: 200, gap: 15 };

test("labels with room stand where their lines end", () => {
  const { placed } = placeLabels(
    [
      { name: "a", y: 20, weight: 1 },
      { name: "b", y: 120, weight: 2 },
    ],
    column,
  );
  expect(placed.map((label) => label.y)).toEqual([20, 120]);
});

test("four lines that end in one place are spread around it, in the order of names", () => {
  const { placed } = placeLabels(
    ["proxy-1", "proxy-2", "proxy-3", "proxy-4"].map((name) => ({ name, y: 100, weight: 1 })),
    column,
  );
  expect(placed.map((label) => [label.name, label.y])).toEqual([
    ["proxy-1", 77.5],
    ["proxy-2", 92.5],
    ["proxy-3", 107.5],
    ["proxy-4", 122.5],
  ]);
});

test("at the floor they pile upwards", () => {
  const { placed } = placeLabels(
    ["a", "b", "c"].map((name) => ({ name, y: 200, weight: 1 })),
    column,
  );
  expect(placed.map((label) => label.y)).toEqual([170, 185, 200]);
});

test("where there is no room the heaviest stay and the others are named", () => {
  const wanted = Array.from({ length: 20 }, (_, index) => ({
    name: `n${index}`,
    y: index * 10,
    weight: index,
  }));
  const { placed, hidden } = placeLabels(wanted, column);
  expect(placed).toHaveLength(14);
  expect(hidden).toHaveLength(6);
  expect(hidden).toContain("n0");
});

test("no two labels touch, none leaves the column, and the order of the lines is kept", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 260, noNaN: true }), { maxLength: 14 }), (ys) => {
      const wanted = ys.map((y, index) => ({ name: `n${String(index).padStart(2, "0")}`, y, weight: index }));
      const { placed } = placeLabels(wanted, column);
      for (const [index, label] of placed.entries()) {
        expect(label.y).toBeGreaterThanOrEqual(column.top - 1e-6);
        expect(label.y).toBeLessThanOrEqual(column.bottom + 1e-6);
        const before = placed[index - 1];
        if (!before) continue;
        expect(label.y - before.y).toBeGreaterThanOrEqual(column.gap - 1e-6);
        expect(label.anchorY).toBeGreaterThanOrEqual(before.anchorY);
      }
    }),
  );
});
