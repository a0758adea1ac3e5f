import { describe, expect, test } from "vitest";
import type { AwsCallRow } from "@/lib/contract/aws";
import type { MetricComparison } from "@/lib/contract/metrics";
import { DEFAULT_VIEW } from "../url";
import { THIN } from "../words";
import { askMetrics } from "./ask";
import { backfillWords, cadenceWords, formatUsd, spentRatio, spentTone, spentWords } from "./bill";
import { callTitle, callWords, gatherFailures, iamActions } from "./calls";
import { comparisonSentences, prepareComparisons } from "./comparisons";
import { metricsHref } from "./links";
import { calmSentence, orderSignals, signalFacts, windowSpan } from "./signals";
import {
  askedOf,
  infoOf,
  instant,
  MINUTE_MS,
  metricsAnswer,
  NOW_MS,
  seriesOf,
  signalOf,
} from "./testing/metrics-answer";

const thin = (text: string) => text.replaceAll("~", THIN);

function callOf(change: Partial<AwsCallRow> = {}): AwsCallRow {
  return {
    source: "ElastiCache events",
    state: "failing",
    lastSuccessAt: null,
    ageMs: null,
    error: "DescribeEvents in eu-central-1 was denied",
    lastErrorAt: instant(NOW_MS),
    remedy: "Grant elasticache:DescribeEvents and elasticache:DescribeEvents.",
    ...change,
  };
}

describe("signals", () => {
  test("worst first, then the newest", () => {
    const ordered = orderSignals([
      signalOf({ state: "notice", subject: "n" }),
      signalOf({ subject: "old", until: instant(NOW_MS - 9 * MINUTE_MS) }),
      signalOf({ subject: "new" }),
      signalOf({ state: "critical", subject: "c" }),
    ]);
    expect(ordered.map((signal) => signal.subject)).toEqual(["c", "new", "old", "n"]);
  });

  test("a signal says when, against which threshold, and how far", () => {
    expect(signalFacts(signalOf())).toEqual([
      "13:50–13:55 UTC",
      thin("threshold 90~%"),
      thin("worst 93~%"),
      "EngineCPUUtilization of orders-001",
    ]);
  });

  test("calm says what was looked at and how new it is", () => {
    const answer = metricsAnswer([seriesOf(), seriesOf({ subject: "orders-002", node: "10.0.0.2:6379" })], {
      metrics: [infoOf()],
    });
    expect(calmSentence(answer)).toBe(
      thin(
        "No threshold is passed: 1 metric with a threshold on 2 nodes; the newest point is from 3~min ago.",
      ),
    );
    expect(windowSpan(answer)).toBe(thin("10~min"));
  });
});

describe("calls", () => {
  test("a state has a mark and a word", () => {
    expect(callWords(callOf())).toEqual({ mark: "warning", word: "fails" });
    expect(callWords(callOf({ state: "ok" })).mark).toBe("ok");
    expect(callWords(callOf({ state: "never" })).word).toBe("not asked yet");
  });

  test("what to grant is taken from the remedy, each action once", () => {
    expect(iamActions(callOf().remedy)).toEqual(["elasticache:DescribeEvents"]);
    expect(iamActions("Set the clock of this machine.")).toEqual([]);
    expect(iamActions(null)).toEqual([]);
  });

  test("calls that fail for one reason are one notice; those that answer are none", () => {
    const gathered = gatherFailures([
      callOf({ remedy: "Renew the credentials." }),
      callOf({ source: "CloudWatch metrics", remedy: "Renew the credentials." }),
      callOf({ source: "ElastiCache topology", remedy: null }),
      callOf({ source: "ElastiCache parameters", state: "ok" }),
    ]);
    expect(gathered.map(({ calls }) => calls.map((call) => call.source))).toEqual([
      ["ElastiCache events", "CloudWatch metrics"],
      ["ElastiCache topology"],
    ]);
  });

  test("a title says since when there is no answer", () => {
    expect(callTitle(callOf())).toBe("ElastiCache events: has not answered yet");
    expect(callTitle(callOf({ ageMs: 760_000 }))).toBe(thin("ElastiCache events: last answered 12~min ago"));
  });
});

describe("the bill", () => {
  test.each([
    [0, "0~USD"],
    [0.004, "<0.01~USD"],
    [1.234, "1.23~USD"],
    [50, "50~USD"],
    [5400.4, "5,400~USD"],
  ])("%d is written %s", (usd, text) => {
    expect(formatUsd(usd)).toBe(thin(text));
  });

  test("spent of the budget, also without one", () => {
    const { bill } = askedOf();
    expect(spentWords(bill)).toBe(thin("1.2~USD of 50~USD this month (2.4~%)"));
    expect(spentRatio({ ...bill, budgetUsd: 0 })).toBeNull();
    expect(spentTone(bill)).toBe("plain");
    expect(spentTone({ ...bill, estimateUsd: 60 })).toBe("warning");
    expect(spentTone({ ...bill, isExhausted: true })).toBe("critical");
  });

  test("how often is asked, and what is left out", () => {
    expect(cadenceWords(askedOf())).toBe(thin("the core set every 1~min, the rest every 5~min"));
    expect(cadenceWords(askedOf({ restEveryMs: null }))).toBe(
      thin("the core set every 1~min, the rest not at all"),
    );
    expect(cadenceWords(askedOf({ coreEveryMs: null }))).toBe("nothing is asked for");
  });

  test("history says how far it is, and why it waits", () => {
    const backfill = {
      wantedFrom: "",
      reached: "",
      doneRatio: 0.27,
      state: "running" as const,
      reason: null,
    };
    expect(backfillWords(backfill)).toBe(thin("History is being fetched: 27~% done"));
    expect(backfillWords({ ...backfill, state: "waiting", reason: "the budget of this hour is used" })).toBe(
      thin("History waits: the budget of this hour is used; 27~% done"),
    );
    expect(backfillWords({ ...backfill, state: "done" })).toBe("History is fetched");
  });
});

describe("CloudWatch beside our own count", () => {
  const comparison = (change: Partial<MetricComparison>): MetricComparison => ({
    subject: "orders-001",
    node: "10.0.0.1:6379",
    kind: "connections",
    cloudwatch: 216.2,
    counted: 212.1,
    difference: 4.1,
    minutes: 57,
    ...change,
  });

  test("by kind and by name, with the side of the difference", () => {
    const lines = prepareComparisons([
      comparison({ kind: "opened-per-second", difference: -0.2 }),
      comparison({ subject: "orders-010" }),
      comparison({ subject: "orders-002", difference: 0 }),
    ]);
    expect(lines.map((line) => [line.subject, line.difference])).toEqual([
      ["orders-002", "0"],
      ["orders-010", "+4.1"],
      ["orders-001", "−0.2"],
    ]);
  });

  test("the difference is said with what it consists of", () => {
    const [said] = comparisonSentences([comparison({}), comparison({ difference: 6 })]);
    expect(said).toMatch(/^CurrConnections counts 4\.1 to 6\.0 more than CLIENT LIST\./);
    expect(comparisonSentences([comparison({ difference: -2 }), comparison({ difference: 3 })])[0]).toMatch(
      /between 2\.0 fewer and 3\.0 more/,
    );
    expect(comparisonSentences([comparison({ difference: -2 })])[0]).toMatch(/counts 2\.0 fewer/);
    expect(comparisonSentences([])).toEqual([]);
  });
});

test("the page is asked for and linked to with its window", () => {
  const window = { kind: "last" as const, spanMs: 6 * 3_600_000 };
  expect(askMetrics({ window })).toEqual({ last: "6h", points: 360 });
  const view = { ...DEFAULT_VIEW, window, q: "x" };
  expect(metricsHref("orders", view, { about: "network" })).toBe(
    "/clusters/orders/metrics?last=6h&about=network",
  );
});
