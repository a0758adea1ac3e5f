import { describe, expect, test } from "vitest";
import { layoutShareMap, rowAtY } from "./layout-share-map";
import { boxOfCell, cellAt, moveByKey, placeAtPoint } from "./point-at-cell";
import { prepareSkewMap } from "./prepare-share-map";
import { START_MS, STEP_MS, skewAnswer } from "./testing/skew-answer";

test("few rows all have names; of two hundred the first have, and all fit on a screen", () => {
  expect(layoutShareMap(4)).toMatchObject({ named: 4, thinTop: null, heightPx: 72 });
  const wide = layoutShareMap(200);
  expect(wide.named).toBe(12);
  expect(wide.rows).toHaveLength(200);
  expect(wide.heightPx).toBeLessThan(640);
  const tops = wide.rows.map((row) => row.top);
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
});

test("every row can be pointed at", () => {
  for (const count of [1, 4, 24, 25, 60, 200]) {
    const layout = layoutShareMap(count);
    for (const [index, row] of layout.rows.entries()) expect(rowAtY(layout, row.top)).toBe(index);
    expect(rowAtY(layout, -1)).toBeNull();
    expect(rowAtY(layout, layout.heightPx)).toBeNull();
  }
});

describe("a cell", () => {
  const { rows } = prepareSkewMap(skewAnswer({ a: [0.5, 0.5, null], b: [0.5, 0.5, null] }), "orders");
  const map = {
    rows,
    span: { fromMs: START_MS, toMs: START_MS + 3 * STEP_MS },
    box: { left: 100, top: 0, width: 300, height: 36 },
    layout: layoutShareMap(2),
  };

  test("is found under the pointer, and framed where it stands", () => {
    expect(placeAtPoint({ x: 250, y: 20 }, map)).toEqual({ row: 1, cell: 1 });
    expect(placeAtPoint({ x: 50, y: 20 }, map)).toBeNull();
    expect(boxOfCell({ row: 1, cell: 1 }, map)).toEqual({ x: 200, y: 18, width: 100, height: 16 });
  });

  test("is reached by keys: from nowhere to the newest known one, then step by step, never out of the map", () => {
    const start = moveByKey("ArrowRight", null, rows);
    expect(start).toEqual({ row: 0, cell: 1 });
    expect(moveByKey("ArrowDown", start, rows)).toEqual({ row: 1, cell: 1 });
    expect(moveByKey("PageDown", start, rows)).toEqual({ row: 1, cell: 1 });
    expect(moveByKey("Home", start, rows)).toEqual({ row: 0, cell: 0 });
    expect(moveByKey("End", start, rows)).toEqual({ row: 0, cell: 2 });
    expect(moveByKey("ArrowUp", start, rows)).toEqual({ row: 0, cell: 1 });
    expect(moveByKey("Tab", start, rows)).toBeNull();
    expect(moveByKey("ArrowDown", null, [])).toBeNull();
  });

  test("that is gone after a refresh reads as nothing", () => {
    expect(cellAt(rows, { row: 9, cell: 0 })).toBeNull();
    expect(cellAt(rows, null)).toBeNull();
  });
});
