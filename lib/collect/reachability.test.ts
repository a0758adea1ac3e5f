import { expect, test } from "vitest";
import { createReachability } from "./reachability";
import { failure } from "./sources/redis-failure";

const hung = failure("timeout", "does not answer within 2000 ms");

test("one failed probe is no silence; the second one is, dated to the first", () => {
  const reachability = createReachability(null);
  expect(reachability.note(null, 0)).toBe(null);
  expect(reachability.note(hung, 1000)).toBe(null);
  expect(reachability.isAnswering()).toBe(true);
  expect(reachability.note(hung, 3000)).toEqual({ state: "silent", sinceMs: 1000, reason: hung });
  expect(reachability.isAnswering()).toBe(false);
  expect(reachability.note(hung, 5000)).toBe(null);
  expect(reachability.note(null, 61_000)).toEqual({ state: "answering", silentMs: 60_000 });
});

test("a single failure between answers tells nothing", () => {
  const reachability = createReachability(true);
  reachability.note(hung, 0);
  expect(reachability.note(null, 1000)).toBe(null);
  expect(reachability.failure()).toBe(null);
});

test("a node that was silent before our restart is told when it answers, and not told silent again", () => {
  const reachability = createReachability(false);
  reachability.note(hung, 0);
  expect(reachability.note(hung, 1000)).toBe(null);
  expect(createReachability(false).note(null, 0)).toEqual({ state: "answering", silentMs: null });
});
