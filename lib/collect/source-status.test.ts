import { expect, test } from "vitest";
import { createReachability } from "./reachability";
import { sourceOf } from "./source-status";
import { failure } from "./sources/redis-failure";

const timeout = failure("timeout", "does not answer within 2000 ms");
const sweep = { mode: "full", intervalMs: 10_000, reason: null, rejectedLines: 0, connections: 3 } as const;

test("one failed probe is not yet an error, however far apart the probes are; two are", () => {
  const reachability = createReachability(null);
  const sourceAt = (nowMs: number) =>
    sourceOf({ reachability, refusals: [], listFailure: null, sweep, nowMs });
  reachability.note(null, 1000);
  reachability.note(timeout, 31_000);
  expect(sourceAt(31_000)).toMatchObject({ lastError: null, lastSuccessAt: new Date(1000) });
  reachability.note(timeout, 61_000);
  expect(sourceAt(61_000)).toMatchObject({ lastError: timeout.sentence, detail: { failure: "timeout" } });
});

test("a node that never answered has its reason from the first try on", () => {
  const reachability = createReachability(null);
  reachability.note(timeout, 1000);
  const source = sourceOf({ reachability, refusals: [], listFailure: null, sweep, nowMs: 1000 });
  expect(source).toMatchObject({ lastError: timeout.sentence, lastSuccessAt: null });
});
