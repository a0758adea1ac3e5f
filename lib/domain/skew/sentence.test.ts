import { expect, test } from "vitest";
import { LABEL } from "./evidence-labels";
import type { SkewVerdict, VerdictKind } from "./model";
import { verdictSentence } from "./sentence";

function verdict(
  kind: VerdictKind,
  evidence: Record<string, number>,
  over: Partial<SkewVerdict> = {},
): SkewVerdict {
  return {
    kind,
    by: "proxy",
    subject: "proxy-3",
    group: "orders-api",
    sinceMs: null,
    confidence: 0.9,
    trend: null,
    evidence: Object.entries(evidence).map(([label, value]) => ({ label, value, unit: "count" })),
    condition: null,
    ...over,
  };
}

const drift = {
  [LABEL.share]: 0.61,
  [LABEL.fairShare]: 0.25,
  [LABEL.compared]: 4,
  [LABEL.openedOwn]: 5,
  [LABEL.openedLeast]: 4.9,
  [LABEL.openedMost]: 5.1,
  [LABEL.hazard]: 1 / 4.3,
  [LABEL.latencyOwn]: 207,
  [LABEL.latencyOthers]: 2,
};

test.each([
  [
    "a drift, with the slower answer",
    verdict("lifo-drift", drift),
    "All four proxies receive new connections evenly (25 ± 1 % each), but connections through proxy-3 are closed 4.3× less often. It answers slowest (207 ms against 2 ms), so last-in-first-out pools keep handing its connections out and let the fast ones idle away.",
  ],
  [
    "a drift without a probe, settled",
    verdict("lifo-drift", { [LABEL.hazard]: 0.2, [LABEL.share]: 0.75 }, { trend: "settled" }),
    "New connections are spread evenly, but connections through proxy-3 are closed 5.0× less often. Its connections stay in use while the others' idle away: last-in-first-out pools keep handing out what was returned last. It has settled at 75 % of the connections.",
  ],
  [
    "uneven arrivals",
    verdict("uneven-arrivals", { [LABEL.arrivals]: 1.6, [LABEL.share]: 0.4, [LABEL.fairShare]: 0.25 }),
    "proxy-3 receives 1.6× its fair share of new connections and holds 40 % of them all (fair 25 %). Its connections are closed as the others' are: what sends them there is uneven.",
  ],
  [
    "a restart",
    verdict("proxy-restarted", { [LABEL.before]: 150, [LABEL.share]: 0.05, [LABEL.fairShare]: 0.25 }),
    "proxy-3 restarted and lost its 150 connections: it holds 5 % of the connections (fair 25 %) and gets only its share of new ones, so it stays low until the others close theirs.",
  ],
  [
    "an addition",
    verdict("proxy-added", { [LABEL.share]: 0.05, [LABEL.fairShare]: 0.2 }),
    "proxy-3 is new: it holds 5 % of the connections (fair 20 %) and gets only its share of new ones, so it stays low until the others close theirs.",
  ],
  [
    "a leak everywhere",
    verdict(
      "leak",
      { [LABEL.longIdle]: 80, [LABEL.longerThan]: 60, [LABEL.longRise]: 720 },
      { subject: null },
    ),
    "orders-api does not give connections back: 80 of its connections have been idle for more than 60 s, 720 more an hour, while new ones are opened in their place.",
  ],
  [
    "hot connections",
    verdict("hot-connections", { [LABEL.loadRatio]: 2.4, [LABEL.busiest]: 0.9 }),
    "Connections are spread evenly, but proxy-3 carries 2.4× its fair share of the load: the busiest 5 % of connections carry 90 % of the commands, most of them of orders-api.",
  ],
  [
    "balance",
    verdict("balanced", { [LABEL.departure]: 0.06, [LABEL.compared]: 12 }, { subject: null }),
    "The connections of the 12 proxies are balanced within 6 % of their fair share: no more than chance.",
  ],
  [
    "too little",
    verdict("insufficient-data", {}, { subject: null, condition: "2 of 3 sweeps were seen so far" }),
    "Not enough is known to say more: 2 of 3 sweeps were seen so far.",
  ],
])("%s", (_, one, sentence) => {
  expect(verdictSentence(one)).toBe(sentence);
});
