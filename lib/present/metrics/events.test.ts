import { expect, test } from "vitest";
import { isVague, lanesOf, MOST_LANES, placeEvents, placeShades, prepareEvents } from "./events";
import { instant, MINUTE_MS, NOW_MS } from "./testing/metrics-answer";

const SPAN = { fromMs: NOW_MS - 60 * MINUTE_MS, toMs: NOW_MS };
const BOX = { left: 0, top: 0, width: 600, height: 12 };

function eventsOf(...of: readonly (readonly [minutesAgo: number, precisionMs: number, source?: string])[]) {
  return prepareEvents(
    of.map(([minutesAgo, precisionMs, source = "ElastiCache events"]) => ({
      at: instant(NOW_MS - minutesAgo * MINUTE_MS),
      subject: "orders",
      kind: "event",
      sentence: "Failover completed",
      precisionMs,
      source,
    })),
  );
}

test("an event is as wide as its time is uncertain", () => {
  const [placed] = placeEvents(eventsOf([30, MINUTE_MS]), SPAN, BOX);
  expect(placed?.x).toBeCloseTo(290);
  expect(placed?.width).toBeCloseTo(20);
  expect(placed?.lane).toBe(0);
});

test("one that is exact can still be hit, also at the edge", () => {
  const [placed] = placeEvents(eventsOf([0, 100]), SPAN, BOX);
  expect(placed?.width).toBe(5);
  expect((placed?.x ?? 0) + 5).toBeLessThanOrEqual(600);
});

test("events that cover each other stand under each other, up to so many lanes", () => {
  const many = placeEvents(
    eventsOf(...Array.from({ length: 8 }, (_, index) => [30 + index / 60, MINUTE_MS] as const)),
    SPAN,
    BOX,
  );
  expect(lanesOf(many)).toBe(MOST_LANES);
  expect(many).toHaveLength(8);
  expect(lanesOf(placeEvents(eventsOf([10, MINUTE_MS], [30, MINUTE_MS]), SPAN, BOX))).toBe(1);
  expect(lanesOf([])).toBe(1);
});

test("events of one moment are one mark that has them all", () => {
  const placed = placeEvents(eventsOf([30, MINUTE_MS], [30, MINUTE_MS], [30, MINUTE_MS, "INFO"]), SPAN, BOX);
  expect(placed.map(({ all, event }) => [all.length, event.teller])).toEqual([
    [2, "service"],
    [1, "own"],
  ]);
});

test("what lies outside of the window has no mark", () => {
  expect(placeEvents(eventsOf([90, MINUTE_MS]), SPAN, BOX)).toEqual([]);
});

test("AWS's word and ours are told apart by their source", () => {
  expect(eventsOf([1, 1], [1, 1, "INFO"], [1, 1, "ElastiCache parameters"]).map((one) => one.teller)).toEqual(
    ["service", "own", "service"],
  );
});

test("behind the charts touching ranges are one shade, with each moment in it", () => {
  const shades = placeShades(eventsOf([30, MINUTE_MS], [29, MINUTE_MS], [10, MINUTE_MS]), SPAN, BOX);
  expect(shades).toEqual([
    { x: 290, width: 30, momentXs: [300, 310] },
    { x: 490, width: 20, momentXs: [500] },
  ]);
});

test("a time known to the hour shades no chart", () => {
  const vague = eventsOf([30, 30 * MINUTE_MS]);
  expect(vague.every(isVague)).toBe(true);
  expect(placeShades(vague, SPAN, BOX)).toEqual([]);
  expect(placeEvents(vague, SPAN, BOX)).toHaveLength(1);
});
