import { describe, expect, test } from "vitest";
import type { ConnectionsAnswer } from "@/lib/contract/connections";
import { gatherCells, mappedClusters, prepareShareMap, readShareCell, tableOfShares } from "./share-map";
import { clusterRow } from "./testing/cluster-row";

const FROM = Date.UTC(2026, 10, 22, 13);
const STEP = 60_000;
const instant = (index: number) => new Date(FROM + index * STEP).toISOString();

function answer(series: Record<string, (number | null)[]>): ConnectionsAnswer {
  const length = Math.max(...Object.values(series).map((values) => values.length));
  const none = Array<null>(length).fill(null);
  return {
    now: instant(length),
    window: { from: instant(0), to: instant(length) },
    by: "proxy",
    stepMs: STEP,
    resolution: "sweep",
    at: none.map((_, index) => instant(index)),
    series: Object.entries(series).map(([name, connections]) => ({
      name,
      role: name === "direct" || name === "rest" ? name : "subject",
      connections,
      openedPerSec: none,
      closedPerSec: none,
    })),
    subjects: { shown: 2, of: 2 },
    total: none,
    unattributedPerSec: none,
    nodesSeen: none.map(() => 1),
    nodesExpected: 1,
    gaps: [],
    observations: [],
  };
}

const cluster = (id: string, names: string[]) =>
  clusterRow(id, { perProxy: names.map((name) => ({ name, connections: 1 })) });
const orders = cluster("orders", ["proxy-2", "proxy-1"]);
const deviationsOf = (series: Record<string, (number | null)[]>) =>
  prepareShareMap([orders], new Map([["orders", answer(series)]])).rows.map((row) =>
    row.cells?.map(({ deviation }) => deviation),
  );

describe("cells", () => {
  test("are the distance from the fair share, rows in the order of names", () => {
    expect(deviationsOf({ "proxy-1": [100, 50], "proxy-2": [100, 150] })).toEqual([
      [0, -0.5],
      [0, 0.5],
    ]);
  });

  test("stay unknown where any part of the whole is", () => {
    expect(deviationsOf({ "proxy-1": [100, null, 10], "proxy-2": [100, 100, null] })).toEqual([
      [0, null, null],
      [0, null, null],
    ]);
  });

  test("direct clients are nobody's share, the rest belongs to the whole", () => {
    expect(deviationsOf({ "proxy-1": [30], "proxy-2": [30], direct: [500] })).toEqual([[0], [0]]);
    expect(deviationsOf({ "proxy-1": [25], "proxy-2": [25], rest: [50] })).toEqual([[-0.5], [-0.5]]);
  });

  test("of no connections there is no share", () => {
    expect(deviationsOf({ "proxy-1": [0], "proxy-2": [0] })).toEqual([[null], [null]]);
  });

  test("a proxy that the answer does not know is unknown, not zero", () => {
    expect(deviationsOf({ "proxy-1": [10] })[1]).toEqual([null]);
  });
});

test("rows are there before their answers", () => {
  const map = prepareShareMap([orders], new Map());
  expect(map.rows.map(({ proxy, cells }) => [proxy, cells])).toEqual([
    ["proxy-1", null],
    ["proxy-2", null],
  ]);
  expect(map.span).toBeNull();
});

test("only clusters whose proxies can be compared, as many as fit, in the table's order", () => {
  const many = Array.from({ length: 9 }, (_, index) => cluster(`c${index}`, ["a", "b"]));
  expect(mappedClusters([cluster("direct", []), ...many]).map(({ id }) => id)).toEqual([
    "c0",
    "c1",
    "c2",
    "c3",
    "c4",
    "c5",
  ]);
});

test("of many proxies those farthest from their fair share have rows", () => {
  const names = Array.from({ length: 12 }, (_, index) => `nc-${index}`);
  const series = Object.fromEntries(
    names.map((name, index) => [name, [name === "nc-11" ? 900 : 100 + (index % 2)]]),
  );
  const map = prepareShareMap([cluster("feed", names)], new Map([["feed", answer(series)]]));
  expect(map.rows).toHaveLength(8);
  expect(map.rows.at(-1)?.proxy).toBe("nc-11");
  expect(map.hiddenProxies).toBe(4);
});

test("as a table, newest first, unknown stays unknown", () => {
  const { rows } = prepareShareMap(
    [orders],
    new Map([["orders", answer({ "proxy-1": [1, null], "proxy-2": [3, 3] })]]),
  );
  expect(tableOfShares(rows)).toEqual({
    columns: ["orders / proxy-1", "orders / proxy-2"],
    rows: [
      { atMs: FROM + STEP, values: [null, null] },
      { atMs: FROM, values: [0.25, 0.75] },
    ],
  });
});

test("a cell in words", () => {
  const row = prepareShareMap(
    [orders],
    new Map([["orders", answer({ "proxy-1": [61, null], "proxy-2": [39, 1] })]]),
  ).rows[0];
  const read = (index: number) => {
    const cell = row?.cells?.[index];
    return row && cell ? readShareCell(row, cell).replaceAll("\u202f", " ") : null;
  };
  expect(read(0)).toBe("orders / proxy-1, 13:00:00 – 13:01:00 UTC: 61 % of connections, fair share 50 %");
  expect(read(1)).toBe("orders / proxy-1, 13:01:00 – 13:02:00 UTC: nothing counted");
});

test("a gap is drawn as one thing, known cells stay apart", () => {
  const { rows } = prepareShareMap(
    [orders],
    new Map([["orders", answer({ "proxy-1": [1, 1, null, null, 1], "proxy-2": [1, 1, null, null, 1] })]]),
  );
  expect(gatherCells(rows[0]?.cells ?? []).map(({ fromMs, toMs }) => (toMs - fromMs) / STEP)).toEqual([
    1, 1, 2, 1,
  ]);
});
