import { expect, test } from "vitest";
import { followVerdicts, type VerdictEpisodeState } from "./episodes";
import type { SkewAssessment, SkewVerdict } from "./model";

const drift: SkewVerdict = {
  kind: "lifo-drift",
  by: "proxy",
  subject: "proxy-3",
  group: null,
  sinceMs: 1000,
  confidence: 0.9,
  trend: "growing",
  evidence: [],
  condition: null,
};

function said(atMs: number, ...verdicts: SkewVerdict[]): SkewAssessment {
  return {
    by: "proxy",
    atMs,
    skew: 1,
    subjects: [],
    verdicts,
    unattributed: { seen: 0, unseen: 0, ratio: 0 },
  };
}

test("an episode begins, is written again each minute, and ends a minute after it was last said", () => {
  let open: readonly VerdictEpisodeState[] = [];
  const written: number[] = [];
  for (let atMs = 10_000; atMs <= 200_000; atMs += 10_000) {
    const followed = followVerdicts(open, said(atMs, { ...drift, sinceMs: atMs }));
    if (followed.changed.length > 0) written.push(atMs);
    open = followed.open;
  }
  expect(written).toEqual([10_000, 70_000, 130_000, 190_000]);
  expect(open).toMatchObject([{ saidAtMs: 10_000, lastAtMs: 200_000, endedAtMs: null }]);
  expect(open[0]?.verdict.sinceMs).toBe(10_000);
  const held = followVerdicts(open, said(250_000));
  expect(held.open).toHaveLength(1);
  const ended = followVerdicts(held.open, said(260_000));
  expect(ended.open).toEqual([]);
  expect(ended.changed).toMatchObject([{ saidAtMs: 10_000, endedAtMs: 200_000 }]);
});

test("a verdict that flickers for less than a minute stays one episode", () => {
  const first = followVerdicts([], said(0, drift));
  const silent = followVerdicts(first.open, said(50_000));
  const again = followVerdicts(silent.open, said(55_000, drift));
  expect(again.open).toMatchObject([{ saidAtMs: 0, lastAtMs: 55_000 }]);
});

test("one that was said before a long absence of ours ended then, and what is said now begins anew", () => {
  const first = followVerdicts([], said(0, drift));
  const upgraded = followVerdicts(first.open, said(600_000, { ...drift, sinceMs: 300_000 }));
  expect(upgraded.open).toMatchObject([{ saidAtMs: 0, lastAtMs: 600_000, verdict: { sinceMs: 1000 } }]);
  const away = followVerdicts(first.open, said(86_400_000, { ...drift, sinceMs: 86_000_000 }));
  expect(away.open).toMatchObject([{ saidAtMs: 86_400_000, verdict: { sinceMs: 86_000_000 } }]);
  expect(away.changed).toMatchObject([
    { saidAtMs: 0, endedAtMs: 0 },
    { saidAtMs: 86_400_000, endedAtMs: null },
  ]);
});

test("what says that nothing is to be told makes no episode; another subject makes its own", () => {
  const balanced: SkewVerdict = { ...drift, kind: "balanced", subject: null };
  expect(followVerdicts([], said(0, balanced)).changed).toEqual([]);
  const two = followVerdicts([], said(0, drift, { ...drift, subject: "proxy-1" }));
  expect(two.open.map(({ verdict }) => verdict.subject)).toEqual(["proxy-3", "proxy-1"]);
});
