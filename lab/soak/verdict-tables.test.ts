import { expect, test } from "vitest";
import { EXPECTATIONS, type Expectation } from "@/lab/soak/expectations";
import { followSaidVerdicts, type SaidVerdict } from "@/lab/soak/said-verdicts";
import { isRight, tableOfSaid, tableOfScenarios } from "@/lab/soak/verdict-tables";
import type { SkewVerdict } from "@/lib/domain/skew/model";

const T = Date.UTC(2026, 0, 1, 12);

function verdict(given: Partial<SkewVerdict>): SkewVerdict {
  return {
    kind: "balanced",
    by: "proxy",
    subject: null,
    group: null,
    sinceMs: T,
    confidence: 0.9,
    trend: null,
    evidence: [],
    condition: null,
    ...given,
  };
}

function said(given: Partial<SkewVerdict>, more: Partial<SaidVerdict> = {}): SaidVerdict {
  return { cluster: "orders", verdict: verdict(given), saidAtMs: T + 42_000, endedAtMs: null, ...more };
}

function expectationOf(scenario: string): Expectation {
  const found = EXPECTATIONS.find((expectation) => expectation.scenario === scenario);
  if (found === undefined) throw new Error(`nothing is expected of ${scenario}`);
  return found;
}

const drift = { kind: "lifo-drift", subject: "proxy-3" } as const;

test("a verdict is kept from when it was said to when it no longer stood", () => {
  const verdicts = followSaidVerdicts();
  const episode = { by: "proxy", saidAt: new Date(T), verdict: verdict(drift) } as const;
  verdicts.take("orders", [episode], T + 1_000);
  verdicts.take("catalog", [], T + 2_000);
  verdicts.take("orders", [{ ...episode, verdict: verdict({ ...drift, confidence: 0.97 }) }], T + 3_000);
  expect(verdicts.all()).toMatchObject([{ verdict: { confidence: 0.97 }, saidAtMs: T, endedAtMs: null }]);
  verdicts.take("orders", [], T + 9_000);
  expect(verdicts.all()).toMatchObject([{ cluster: "orders", endedAtMs: T + 9_000 }]);
  expect(tableOfSaid(verdicts.all(), T + 10_000)).toMatch(
    /orders {3}proxy {2}lifo-drift {2}proxy-3 .* 12:00:00 .* 0\.97 .* 9 s {3}FALSE$/m,
  );
});

test("nothing but balance and too little data is harmless", () => {
  const table = tableOfSaid([said({}), said({ kind: "insufficient-data" })], T + 60_000);
  expect(table).toContain("18 s, holds");
  expect(table).not.toContain("FALSE");
});

test.each([
  ["the kind and its subject", "lifo-drift", [said(drift)], true],
  ["its zone besides", "lifo-drift", [said(drift), said({ ...drift, by: "zone", subject: "zone-a" })], true],
  ["another proxy", "lifo-drift", [said({ ...drift, subject: "proxy-1" })], false],
  ["another word before the right one", "lifo-drift", [said({ kind: "leak" }), said(drift)], false],
  ["another cluster's", "lifo-drift", [said(drift, { cluster: "feed" })], false],
  ["nothing", "lifo-drift", [said({})], false],
  ["nothing in the control experiment", "fifo-control", [said({})], true],
  ["a drift in the control experiment", "fifo-control", [said(drift)], false],
  ["a leak without its group", "leak", [said({ kind: "leak", subject: "proxy-1" })], false],
  ["a leak of any proxy with its group", "leak", [said({ kind: "leak", group: "orders-worker" })], true],
])("%s: %s", (_, scenario, all, right) => {
  const outcome = { expectation: expectationOf(scenario), startedAtMs: T, said: all, failure: null };
  expect(isRight(outcome)).toBe(right);
  expect(isRight({ ...outcome, failure: "the lab is gone" })).toBe(false);
  expect(tableOfScenarios([outcome])).toContain(right ? "right" : "WRONG");
});

test("the table of scenarios tells the seconds from the deed to the word", () => {
  const outcome = {
    expectation: expectationOf("lifo-drift"),
    startedAtMs: T,
    said: [said(drift)],
    failure: null,
  };
  expect(tableOfScenarios([outcome])).toMatch(
    /^lifo-drift {2}42 .* lifo-drift {2}proxy-3 .* 0\.90 {3}right$/m,
  );
});
