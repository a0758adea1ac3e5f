import { expect, test } from "vitest";
import { findUncollected, prepareGapBands } from "./gap-bands";
import { instant, START_MS } from "./testing/connections-answer";

const window = { fromMs: START_MS, toMs: START_MS + 60_000 };
const gap = {
  from: instant(START_MS - 5_000),
  to: instant(START_MS + 20_000),
  node: null,
  ongoing: false,
  reason: "the collector was away",
  opened: null,
  closed: null,
};

test("a gap is cut to the window and says why", () => {
  expect(prepareGapBands([gap], window)).toEqual([
    { fromMs: START_MS, toMs: START_MS + 20_000, scope: "all", sentence: "the collector was away" },
  ]);
});

test("a node's gap names it, and what the sweep after it found", () => {
  const [band] = prepareGapBands([{ ...gap, node: "10.0.0.1:6379", opened: 12, closed: 9 }], window);
  expect(band?.scope).toBe("node");
  expect(band?.sentence).toBe(
    "10.0.0.1:6379: the collector was away; the sweep after it found 12 opened and 9 closed",
  );
});

test("a reason that names its node is not given the name twice", () => {
  const reason = "10.0.0.1:6379 stopped answering";
  expect(prepareGapBands([{ ...gap, node: "10.0.0.1:6379", reason }], window)[0]?.sentence).toBe(reason);
});

test("a gap outside the window is not drawn", () => {
  expect(prepareGapBands([{ ...gap, to: instant(START_MS) }], window)).toEqual([]);
});

const startsMs = [0, 1, 2, 3, 4, 5].map((index) => START_MS + index * 10_000);
const seen = (nodesSeen: number[], over = {}) =>
  findUncollected({ startsMs, stepMs: 10_000, nodesSeen, nowMs: window.toMs, bands: [], ...over });

test("what nobody collected and no gap explains is said too", () => {
  expect(seen([0, 0, 0, 2, 2, 2])).toEqual([
    { fromMs: START_MS, toMs: START_MS + 30_000, scope: "all", sentence: "nothing was collected here" },
  ]);
});

test("one empty bucket is the beat of the sweeps, not a gap", () => {
  expect(seen([2, 0, 2, 0, 2, 2])).toEqual([]);
});

test("the future is not a gap", () => {
  expect(seen([2, 2, 2, 0, 0, 0], { nowMs: START_MS + 30_000 })).toEqual([]);
});

test("a recorded gap is not drawn twice", () => {
  expect(seen([0, 0, 2, 2, 2, 2], { bands: prepareGapBands([gap], window) })).toEqual([]);
});
