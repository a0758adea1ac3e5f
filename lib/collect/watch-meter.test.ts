import { expect, test } from "vitest";
import { createWatchMeter } from "./watch-meter";

const stats = (totals: Record<string, [calls: number, usec: number]>) =>
  new Map(Object.entries(totals).map(([name, [calls, usec]]) => [name, { calls, usec }]));

test("a bill holds the sweeps as they were measured and our share of the rest", () => {
  const meter = createWatchMeter(0);
  expect(meter.settle(stats({ ping: [0, 0], info: [0, 0] }), 1000)).toMatchObject({ usec: null });
  for (let count = 0; count < 10; count++) meter.count("ping");
  meter.count("info");
  meter.addSweep({ usec: 9800, longestCommandUsec: 9800 });
  meter.addSweep({ usec: 300, longestCommandUsec: 150 });
  expect(meter.settle(stats({ ping: [20, 10], info: [1, 15] }), 11_000)).toEqual({
    usec: 10_120,
    otherUsecPerSec: 2,
    spanMs: 10_000,
    longestStallMs: 9.8,
  });
});

test("a sweep that could not be measured makes the bill unknown, not smaller", () => {
  const meter = createWatchMeter(0);
  meter.settle(stats({ info: [0, 0] }), 0);
  meter.count("info");
  meter.addSweep({ usec: null, longestCommandUsec: null });
  expect(meter.settle(stats({ info: [1, 15] }), 10_000)).toMatchObject({ usec: null, longestStallMs: null });
});

test("without INFO there is no bill, and the next one begins anew", () => {
  const meter = createWatchMeter(0);
  meter.settle(stats({ ping: [0, 0] }), 0);
  meter.count("ping");
  expect(meter.settle(null, 10_000).usec).toBe(null);
  meter.count("ping");
  expect(meter.settle(stats({ ping: [2, 1] }), 20_000).usec).toBe(null);
  meter.count("ping");
  expect(meter.settle(stats({ ping: [3, 2] }), 30_000).usec).toBe(1);
});
