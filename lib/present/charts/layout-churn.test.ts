import { expect, test } from "vitest";
import { layoutChurn, traceChurn } from "./layout-churn";
import { prepareChurn } from "./prepare-churn";
import { connectionsAnswer, START_MS } from "./testing/connections-answer";

test("the axis is the same up and down", () => {
  const layout = layoutChurn(prepareChurn(connectionsAnswer({ a: [1, 1] })), { widthPx: 600, heightPx: 200 });
  expect(layout.ticks).toEqual([-2, -1, 0, 1, 2]);
  expect(layout.top).toBeGreaterThanOrEqual(2);
});

test("the last rates stand beside the plot, on a phone they do not", () => {
  const model = prepareChurn(connectionsAnswer({ a: [1, 1, null] }));
  const wide = layoutChurn(model, { widthPx: 600, heightPx: 200 });
  expect(wide.ends?.opened.replaceAll("\u202f", " ")).toBe("opened 1.0 / s");
  expect(layoutChurn(model, { widthPx: 320, heightPx: 200 }).ends).toBeNull();
});

test("the last bucket before a gap keeps its width", () => {
  const corners = traceChurn(prepareChurn(connectionsAnswer({ a: [1, null, 1] })));
  expect(corners.map((corner) => [(corner.atMs - START_MS) / 1000, corner.opened])).toEqual([
    [0, 1],
    [10, 1],
    [10, null],
    [20, 1],
    [30, 1],
  ]);
});

test("closed goes down, and what no sweep saw is outlined beyond both", () => {
  const corners = traceChurn(prepareChurn(connectionsAnswer({ a: [1, 1] }, { unattributedPerSec: [3, 0] })));
  expect(corners[0]).toMatchObject({ opened: 1, closed: -2, openedAll: 4, closedAll: -5 });
  expect(corners.at(-1)).toMatchObject({ opened: 1, closed: -2, openedAll: null, closedAll: null });
});
