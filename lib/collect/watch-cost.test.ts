import { expect, test } from "vitest";
import { type CommandStats, ownUsec } from "./watch-cost";

function stats(totals: Record<string, [calls: number, usec: number]>): CommandStats {
  return new Map(Object.entries(totals).map(([name, [calls, usec]]) => [name, { calls, usec }]));
}

test("a command that only we sent costs us all of its growth", () => {
  const before = stats({ ping: [100, 50], "client|list": [3, 3000] });
  const after = stats({ ping: [110, 55], "client|list": [4, 12_800] });
  expect(ownUsec(before, after, new Map([["client|list", 1]]))).toBe(9800);
  expect(
    ownUsec(
      before,
      after,
      new Map([
        ["ping", 10],
        ["client|list", 1],
      ]),
    ),
  ).toBe(9805);
});

test("of a command that others send too we pay our share of the calls", () => {
  const before = stats({ ping: [0, 0] });
  expect(ownUsec(before, stats({ ping: [40, 80] }), new Map([["ping", 10]]))).toBe(20);
});

test("before 7.0 all of CLIENT is one line: others' calls are taken as cheap ones", () => {
  const before = stats({ client: [1000, 1000] });
  const after = stats({ client: [1101, 5900] });
  expect(ownUsec(before, after, new Map([["client|list", 1]]))).toBe(4800);
});

test("a command seen for the first time counts from nothing", () => {
  expect(ownUsec(stats({}), stats({ info: [2, 30] }), new Map([["info", 2]]))).toBe(30);
});

test("a reset in between, or no commandstats, leaves the cost unknown", () => {
  const own = new Map([["client|list", 1]]);
  expect(ownUsec(stats({ "client|list": [9, 900] }), stats({ "client|list": [1, 100] }), own)).toBe(null);
  expect(ownUsec(stats({}), stats({}), own)).toBe(null);
});
