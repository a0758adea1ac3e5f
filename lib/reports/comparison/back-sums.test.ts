import { expect, it } from "vitest";
import { presencesOf, ratesOf } from "./back-sums";

const T = Date.UTC(2026, 10, 22, 12, 0, 0);
const MIN = 60_000;
const WINDOW = { fromMs: T, toMs: T + 60 * MIN };

function node(nodeId: number, firstMin: number, goneMin: number | null = null) {
  return {
    nodeId,
    clusterId: 1,
    address: `a:${nodeId}`,
    firstSeenAt: new Date(T + firstMin * MIN),
    goneAt: goneMin === null ? null : new Date(T + goneMin * MIN),
  };
}

it.each([
  ["watched all along", [node(1, -60), node(2, -60)], [1, 1]],
  ["a cluster that is new", [node(1, 50), node(2, 50)], [1, 1]],
  ["one node replaces another", [node(1, -60, 15), node(2, 15)], [0.25, 0.75]],
  ["one comes later", [node(1, -60), node(2, 30)], [1, 0.5]],
  ["after a time without any", [node(1, -60, 15), node(2, 45)], [0.5, 0.5]],
  ["in no order", [node(2, 30), node(1, -60)], [0.5, 1]],
  ["one that was there for no time", [node(1, 60)], [1]],
])("%s", (_, records, expected) => {
  expect([...presencesOf(records, WINDOW).values()]).toEqual(expected);
});

it("events count over the time that was watched, and each node for its part", () => {
  const sums = { opened: 60, closed: 30, coveredMs: 600_000, exposureSec: 6_000 };
  expect(ratesOf([{ ...sums, weight: 1 }])).toEqual({
    openedPerSec: 0.1,
    closedPerSec: 0.05,
    closed: 30,
    exposureSec: 6_000,
  });
  const half = [{ ...sums, weight: 0.5 }];
  expect(ratesOf([...half, ...half]).openedPerSec).toBeCloseTo(0.1);
  const unwatched = { ...sums, coveredMs: 0, weight: 1 };
  expect(ratesOf([{ ...sums, weight: 1 }, unwatched]).openedPerSec).toBe(0.1);
  expect(ratesOf([unwatched]).openedPerSec).toBeNull();
});
