import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../url";
import { askSkew } from "./ask";
import { declareStatistics } from "./fleet-file";
import { cellMomentMs, skewHref, subjectHref } from "./links";
import { shareMoments } from "./moments";
import { stepWords } from "./remedy-words";
import { skewSituation, splitVerdicts } from "./situation";
import { START_MS, STEP_MS, skewAnswer, verdict } from "./testing/skew-answer";

const two = { a: [0.5, 0.5], b: [0.5, 0.5] };

test.each([
  ["nobody is declared", skewAnswer({}), true, { kind: "nobody" }],
  ["one alone", skewAnswer({ a: [1] }), true, { kind: "alone", name: "a" }],
  ["older than what is kept", skewAnswer({ a: [null], b: [null] }), false, { kind: "nothing-stored" }],
  [
    "just begun",
    skewAnswer({ a: [null], b: [null] }, { assessedAt: null }),
    true,
    { kind: "shown", assessment: "never" },
  ],
  ["assessed", skewAnswer(two), true, { kind: "shown", assessment: "fresh" }],
  [
    "silent",
    skewAnswer(two, { assessedAt: null, verdicts: [verdict()] }),
    true,
    { kind: "shown", assessment: "stale" },
  ],
  [
    "history",
    skewAnswer(two, { assessedAt: null, verdicts: [verdict()] }),
    false,
    { kind: "shown", assessment: "fresh" },
  ],
] as const)("%s", (_, answer, live, situation) => {
  expect(skewSituation(answer, live)).toEqual(situation);
});

test("verdicts that hold come before those that ended, the strongest leads", () => {
  const ended = verdict({ until: "2026-11-22T13:05:00.000Z" });
  const [first, second] = [verdict(), verdict({ kind: "leak" })];
  expect(splitVerdicts({ verdicts: [first, second, ended] })).toEqual({
    leading: first,
    others: [second],
    past: [ended],
  });
  expect(splitVerdicts({ verdicts: [ended] }).leading).toBeNull();
});

test("proxies are asked for by asking for nobody in particular: the server knows what there is", () => {
  expect(askSkew(DEFAULT_VIEW)).not.toHaveProperty("by");
  expect(askSkew({ ...DEFAULT_VIEW, by: "group" })).not.toHaveProperty("by");
  expect(askSkew({ ...DEFAULT_VIEW, by: "zone" })).toMatchObject({ by: "zone", last: "1h" });
});

test("a row leads to its connections at the moment shown", () => {
  const view = {
    ...DEFAULT_VIEW,
    window: { kind: "between", fromMs: START_MS, toMs: START_MS + STEP_MS } as const,
  };
  const href = subjectHref("orders", view, "proxy", "proxy-3", START_MS + 10 * STEP_MS);
  expect(href).toMatch(/^\/clusters\/orders\/clients\?.*at=2026-11-22T13:01:00Z&proxy=proxy-3$/);
  expect(subjectHref("orders", DEFAULT_VIEW, "node", "n:1", START_MS)).toBe(
    "/clusters/orders/clients?node=n:1",
  );
  expect(subjectHref("orders", view, "zone", "a", START_MS)).toBeNull();
  expect(skewHref("a/b", DEFAULT_VIEW)).toBe("/clusters/a%2Fb/skew");
  expect(cellMomentMs({ fromMs: START_MS, toMs: START_MS + 1500 }, START_MS + STEP_MS)).toBe(START_MS);
  expect(cellMomentMs({ fromMs: START_MS, toMs: START_MS + 1e6 }, START_MS + 2500)).toBe(START_MS + 2000);
});

test("marks: since when, and the two moments compared", () => {
  const answer = skewAnswer(two, { verdicts: [verdict()] });
  expect(shareMoments(answer, { compare: { aMs: 1, bMs: 2 } }).map(({ label }) => label)).toEqual([
    "since 13:02:00",
    "A",
    "B",
  ]);
  expect(shareMoments(skewAnswer(two), { compare: null })).toEqual([]);
});

test("a command that acts on a server says that it is never run from here, once", () => {
  const step = { title: "Close", library: null, code: "# on n\nCLIENT KILL ID 12", cost: null };
  expect(stepWords(step).caution).toMatch(/never run by Evenkeel/);
  expect(stepWords({ ...step, cost: "Never run by Evenkeel." }).caution).toBeNull();
  const setting = { title: "Set", library: "Jedis 3.6.3", code: "config.setLifo(false);", cost: null };
  expect(stepWords(setting)).toEqual({ copyLabel: "Set, Jedis 3.6.3", caution: null });
});

test("statistics are declared with the cluster's own names", () => {
  const text = declareStatistics("orders", ["edge-1", "edge-2", "edge-3"]);
  expect(text).toContain("- id: orders");
  expect(text).toContain("- name: edge-2");
  expect(text).not.toContain("edge-3");
});
