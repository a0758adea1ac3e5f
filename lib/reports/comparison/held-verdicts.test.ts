import { expect, it } from "vitest";
import type { SkewAssessment, SkewVerdict } from "@/lib/domain/skew/model";
import type { VerdictRecord } from "@/lib/store/reads/read-verdicts";
import { heldVerdicts } from "./held-verdicts";

const AT = Date.UTC(2026, 10, 22, 14, 3, 0);
const MIN = 60_000;

function verdict(kind: SkewVerdict["kind"], given: Partial<SkewVerdict> = {}): SkewVerdict {
  return {
    kind,
    by: "proxy",
    subject: null,
    group: null,
    sinceMs: AT - 10 * MIN,
    confidence: 0.9,
    trend: null,
    evidence: [],
    condition: null,
    ...given,
  };
}

function stored(said: SkewVerdict, lastAgoMs: number, endedAgoMs: number | null): VerdictRecord {
  return {
    since: new Date(AT - 20 * MIN),
    saidAt: new Date(AT - 20 * MIN),
    lastAt: new Date(AT - lastAgoMs),
    endedAt: endedAgoMs === null ? null : new Date(AT - endedAgoMs),
    verdict: said,
  };
}

function assessed(...verdicts: SkewVerdict[]): SkewAssessment {
  const unattributed = { seen: 0, unseen: null, ratio: null };
  return { by: "proxy", atMs: AT, skew: 1, subjects: [], verdicts, unattributed };
}

const drift = verdict("lifo-drift", { subject: "proxy-3" });
const restarted = verdict("proxy-restarted", { subject: "proxy-1", confidence: 0.99 });
const shown = (held: ReturnType<typeof heldVerdicts>) =>
  held.map(({ verdict: { kind, subject }, untilMs }) => [kind, subject, untilMs]);

it("those that hold lead in the order of the collector, those that ended follow, the last first", () => {
  const records = [
    stored(restarted, 0, null),
    stored(drift, 0, null),
    stored(verdict("leak", { subject: "proxy-2" }), 5 * MIN, 5 * MIN),
    stored(verdict("proxy-added", { subject: "proxy-4" }), 3 * MIN, 3 * MIN),
  ];
  expect(shown(heldVerdicts(records, assessed(drift, restarted), AT))).toEqual([
    ["lifo-drift", "proxy-3", null],
    ["proxy-restarted", "proxy-1", null],
    ["proxy-added", "proxy-4", AT - 3 * MIN],
    ["leak", "proxy-2", AT - 5 * MIN],
  ]);
});

it("what was said and is not stored yet is said; that all is balanced only when nothing else is so", () => {
  const balanced = verdict("balanced");
  expect(shown(heldVerdicts([], assessed(balanced), AT))).toEqual([["balanced", null, null]]);
  expect(shown(heldVerdicts([], assessed(drift), AT))).toEqual([["lifo-drift", "proxy-3", null]]);
  expect(shown(heldVerdicts([stored(drift, 30_000, null)], assessed(balanced), AT))).toEqual([
    ["lifo-drift", "proxy-3", null],
  ]);
});

it("what holds is told in the newest words, and began when it was first said to have begun", () => {
  const newest = verdict("lifo-drift", {
    ...drift,
    group: "orders-api",
    confidence: 0.99,
    sinceMs: AT - MIN,
  });
  expect(heldVerdicts([stored(drift, 50_000, null)], assessed(newest), AT)).toEqual([
    { verdict: { ...newest, sinceMs: AT - 20 * MIN }, lastMs: AT - 50_000, untilMs: null },
  ]);
});

it("a verdict that nobody repeats ended when it was last said; one that ended after the window held at its end", () => {
  expect(shown(heldVerdicts([stored(drift, 4 * MIN, null)], null, AT))).toEqual([
    ["lifo-drift", "proxy-3", AT - 4 * MIN],
  ]);
  expect(shown(heldVerdicts([stored(drift, -MIN, -MIN)], null, AT))).toEqual([
    ["lifo-drift", "proxy-3", null],
  ]);
});

it("without a word of the collector the surest leads", () => {
  const sure = verdict("leak", { subject: "proxy-2", confidence: 0.95 });
  const records = [stored(drift, 0, null), stored(sure, 0, null)];
  expect(shown(heldVerdicts(records, null, AT)).map(([kind]) => kind)).toEqual(["leak", "lifo-drift"]);
});
