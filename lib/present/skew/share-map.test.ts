import { describe, expect, test } from "vitest";
import { momentRow } from "../charts/chart-table";
import { prepareSkewMap, shareMapRows } from "./prepare-share-map";
import { gatherCells, rankRows, readShareCell, shareCell, tableOfShares } from "./share-map";
import { START_MS, STEP_MS, skewAnswer } from "./testing/skew-answer";

const rowsOf = (shares: Record<string, (number | null)[]>) =>
  shareMapRows(skewAnswer(shares), { id: "orders", name: "orders" });

describe("cells", () => {
  test("are the distance from the fair share, cut at twice as much", () => {
    expect(
      rowsOf({ a: [0.5, 0.25], b: [0.5, 0.75] }).map((row) => row.cells?.map(({ deviation }) => deviation)),
    ).toEqual([
      [0, -0.5],
      [0, 0.5],
    ]);
    expect(shareCell(0, 1, 0.9, 0.25).deviation).toBe(1);
  });

  test("are unknown where nothing was counted, and outside the rotation, where nothing is fair", () => {
    expect(shareCell(0, 1, null, 0.25)).toMatchObject({ share: null, deviation: null });
    expect(shareCell(0, 1, 0.1, 0)).toMatchObject({ share: 0.1, deviation: null });
  });

  test("follow each other as one where they are unknown; known ones stay apart", () => {
    const cells = rowsOf({ a: [1, 1, null, null, 1] })[0]?.cells ?? [];
    expect(gatherCells(cells).map(({ fromMs, toMs }) => (toMs - fromMs) / STEP_MS)).toEqual([1, 1, 2, 1]);
  });
});

describe("the order of rows", () => {
  test("is that of change, and of names where changes are alike", () => {
    const map = prepareSkewMap(
      skewAnswer({
        "proxy-10": [0.25, 0.25],
        "proxy-2": [0.25, 0.251],
        "proxy-3": [0.25, 0.61],
        "proxy-4": [0.25, 0.1],
      }),
      "orders",
    );
    expect(map.rows.map(({ name }) => name)).toEqual(["proxy-3", "proxy-4", "proxy-2", "proxy-10"]);
  });

  test("is not disturbed by noise, nor by what is unknown", () => {
    const rows = rowsOf({ a: [0.5, 0.52], b: [0.5, 0.48], c: [null, null] });
    expect(rankRows(rows).map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });
});

test("as a table, newest first, unknown stays unknown", () => {
  expect(tableOfShares(rowsOf({ a: [0.25, null], b: [0.75, 1] }))).toEqual({
    first: { head: "UTC", csv: "at" },
    columns: ["orders / a", "orders / b"],
    rows: [momentRow(START_MS + STEP_MS, [null, 1]), momentRow(START_MS, [0.25, 0.75])],
  });
});

test("a cell in words", () => {
  const [row] = rowsOf({ "proxy-1": [0.61, null], "proxy-2": [0.39, 1] });
  const read = (index: number) => {
    const cell = row?.cells?.[index];
    return row && cell ? readShareCell(row, cell).replaceAll("\u202f", " ") : null;
  };
  expect(read(0)).toBe("orders / proxy-1, 13:00:00 – 13:01:00 UTC: 61 % of connections, fair share 50 %");
  expect(read(1)).toBe("orders / proxy-1, 13:01:00 – 13:02:00 UTC: nothing counted");
});
