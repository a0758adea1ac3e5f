import { expect, it } from "vitest";
import { LABEL } from "../skew/evidence-labels";
import type { SkewVerdict } from "../skew/model";
import { briefVerdict } from "./skew-words";

const SINCE = Date.UTC(2026, 10, 22, 13, 20, 40);

function verdict(given: Partial<SkewVerdict>, evidence: Readonly<Record<string, number>> = {}): SkewVerdict {
  return {
    kind: "balanced",
    by: "proxy",
    subject: "proxy-3",
    group: null,
    sinceMs: SINCE,
    confidence: 0.95,
    trend: null,
    condition: null,
    ...given,
    evidence: Object.entries(evidence).map(([label, value]) => ({ label, value, unit: "ratio" })),
  };
}

const SHARES = { [LABEL.share]: 0.612, [LABEL.fairShare]: 0.25 };

it.each<[Partial<SkewVerdict>, Readonly<Record<string, number>>, string]>([
  [
    { kind: "lifo-drift", trend: "growing" },
    SHARES,
    "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %) since 13:20, and growing",
  ],
  [{ kind: "lifo-drift", sinceMs: null }, {}, "LIFO drift: proxy-3 holds not its share of connections"],
  [
    { kind: "uneven-arrivals" },
    { [LABEL.arrivals]: 2.04 },
    "uneven arrivals: proxy-3 gets 2.0 times its share of new connections since 13:20",
  ],
  [
    { kind: "proxy-restarted" },
    { [LABEL.share]: 0.04, [LABEL.fairShare]: 0.25 },
    "proxy-3 restarted at 13:20 and holds 4.0 % of connections (fair 25 %)",
  ],
  [{ kind: "proxy-added" }, SHARES, "proxy-3 was added at 13:20 and holds 61 % of connections (fair 25 %)"],
  [
    { kind: "leak", group: "orders-api", trend: "growing" },
    { [LABEL.longIdle]: 1_240 },
    "leak: 1,240 connections of orders-api idle for long since 13:20, and growing",
  ],
  [
    { kind: "hot-connections", group: "batch" },
    { [LABEL.loadRatio]: 2.4 },
    "hot connections: proxy-3 carries 2.4 times its share of the load, by batch since 13:20",
  ],
  [{ kind: "balanced" }, { [LABEL.departure]: 0.04 }, "balanced within 4.0 % of fair shares"],
  [{ kind: "balanced" }, {}, "balanced"],
  [
    { kind: "insufficient-data", condition: "3 closes seen, 54 are needed" },
    {},
    "not enough to judge by: 3 closes seen, 54 are needed",
  ],
])("%j", (given, evidence, words) => {
  expect(briefVerdict(verdict(given, evidence), SINCE + 3_600_000).replaceAll("\u202f", " ")).toBe(words);
});

it("what began more than a day ago is told with its date", () => {
  const restarted = verdict({ kind: "proxy-restarted" }, SHARES);
  expect(briefVerdict(restarted, SINCE + 86_300_000)).toContain("restarted at 13:20 ");
  expect(briefVerdict(restarted, SINCE + 86_400_000)).toContain("restarted at 2026-11-22 13:20 ");
});
