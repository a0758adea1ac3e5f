import { expect, it } from "vitest";
import { createWatchMeter } from "./watch-meter";

const pings = (calls: number, usec: number) => new Map([["ping", { calls, usec }]]);

/** Bills of ten seconds each, in which our ten PINGs took so many microseconds. */
function billAll(...usecs: readonly number[]) {
  const meter = createWatchMeter(0);
  let calls = 0;
  let usec = 0;
  meter.settle(pings(1, 1), 0);
  return usecs.map((more, index) => {
    for (let ping = 0; ping < 10; ping++) meter.count("ping");
    calls += 10;
    usec += more;
    return meter.settle(pings(1 + calls, 1 + usec), (index + 1) * 10_000);
  });
}

it("one slow moment of the machine does not look like the price of watching", () => {
  const bills = billAll(2_000, 90_000, 2_000);
  expect(bills.map((bill) => bill.usec)).toEqual([2_000, 90_000, 2_000]);
  expect(bills.map((bill) => bill.otherUsecPerSec)).toEqual([200, 200, 200]);
});

it("not even the first one", () => {
  expect(billAll(90_000)[0]?.otherUsecPerSec).toBe(300);
});

it("what costs so much again and again is believed", () => {
  expect(billAll(20_000, 20_000, 20_000).at(-1)?.otherUsecPerSec).toBe(2_000);
});
