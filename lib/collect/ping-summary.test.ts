import { expect, test } from "vitest";
import { summarisePings } from "./ping-summary";

test("times come from the pings that were answered, failures are counted beside them", () => {
  expect(summarisePings([3, null, 1, 2, null])).toEqual({
    minMs: 1,
    medianMs: 2,
    maxMs: 3,
    sent: 5,
    failed: 2,
  });
});

test("the median of an even number is the mean of the two in the middle", () => {
  expect(summarisePings([4, 1, 2, 10]).medianMs).toBe(3);
});

test("no answer at all leaves the times unknown", () => {
  expect(summarisePings([null, null])).toEqual({
    minMs: null,
    medianMs: null,
    maxMs: null,
    sent: 2,
    failed: 2,
  });
  expect(summarisePings([])).toEqual({ minMs: null, medianMs: null, maxMs: null, sent: 0, failed: 0 });
});
