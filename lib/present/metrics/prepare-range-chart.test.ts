import { describe, expect, test } from "vitest";
import { formatStep, MOST_TRACKS, prepareRangeChart, subjectLabels } from "./prepare-range-chart";
import { infoOf, metricsAnswer, seriesOf } from "./testing/metrics-answer";
import { chartSpecs } from "./topics";

const tones = new Map([["10.0.0.1:6379", 3]]);

function chartOf(
  series: readonly ReturnType<typeof seriesOf>[],
  change: Parameters<typeof metricsAnswer>[1] = {},
  limit: number | null = null,
) {
  const answer = metricsAnswer(series, change);
  const [spec] = chartSpecs(answer.series);
  if (!spec) throw new Error("no chart");
  return prepareRangeChart(answer, spec, { tones, labels: subjectLabels(answer.series), limit });
}

const connections = (node: string, values: (number | null)[], subject = "orders-001") =>
  seriesOf({ metric: "CurrConnections", unit: "count", node, subject, values });
const ours = (node: string, values: (number | null)[]) =>
  seriesOf({
    source: "engine",
    metric: "connected_clients",
    unit: "count",
    statistic: null,
    node,
    subject: node,
    values,
  });

describe("one node told of by two sources", () => {
  const chart = chartOf([connections("10.0.0.1:6379", [212, 214]), ours("10.0.0.1:6379", [208])]);

  test("has one name and one colour, and two lines", () => {
    expect(chart?.subjects).toEqual([{ key: "10.0.0.1:6379", label: "orders-001", tone: 3 }]);
    expect(chart?.tracks.map(({ mark, word }) => [mark, word])).toEqual([
      ["wide", "CloudWatch"],
      ["thin", "INFO"],
    ]);
  });

  test("says how fine each of them is", () => {
    expect(chart?.resolution).toBe("60\u202fs CloudWatch, 10\u202fs INFO");
  });
});

test("a bucket of several points says so", () => {
  const series = seriesOf({ values: [3] });
  const grids = [
    {
      source: "cloudwatch" as const,
      stepMs: 300_000,
      resolutionMs: 60_000,
      at: ["2026-11-22T13:50:00.000Z"],
    },
  ];
  expect(chartOf([series], { grids })?.resolution).toBe("5\u202fmin CloudWatch (60\u202fs points)");
  expect(formatStep(15_000)).toBe("15\u202fs");
});

test("a threshold that is near is drawn, one that is far is said", () => {
  const near = chartOf([seriesOf({ values: [93] })]);
  expect(near?.reference).toEqual({ name: "threshold 90\u202f%", value: 90 });
  expect(near?.note).toBeNull();
  const far = chartOf([seriesOf({ values: [4] })]);
  expect(far?.reference).toBeNull();
  expect(far?.note).toBe("threshold 90\u202f% is far above");
  expect(far?.max).toBe(4);
});

test("the limit of connections is that of the nodes, not a threshold of CloudWatch", () => {
  const metrics = [infoOf({ metric: "CurrConnections", threshold: 0.8, unit: "count" })];
  expect(chartOf([connections("a", [50_000])], { metrics }, 65_000)?.reference).toEqual({
    name: "limit 65,000",
    value: 65_000,
  });
  expect(chartOf([connections("a", [50_000])], { metrics })?.reference).toBeNull();
});

describe("at most a dozen lines", () => {
  const nodes = Array.from({ length: 30 }, (_, index) => `10.0.1.${index}:6379`);

  test("of one source: the dozen with the largest values", () => {
    const chart = chartOf(
      nodes.map((node, index) => seriesOf({ node, subject: `n-${index}`, values: [index] })),
    );
    expect(chart?.tracks).toHaveLength(MOST_TRACKS);
    expect(chart?.subjects.map((subject) => subject.label)).toContain("n-29");
    expect(chart?.subjects.map((subject) => subject.label)).not.toContain("n-17");
    expect(chart?.note).toContain("the 12 largest of 30");
  });

  test("of two sources: both lines of half as many", () => {
    const chart = chartOf(
      nodes.flatMap((node, index) => [connections(node, [index], `n-${index}`), ours(node, [index])]),
    );
    expect(chart?.tracks).toHaveLength(MOST_TRACKS);
    expect(chart?.subjects).toHaveLength(6);
  });
});

test("percentiles in milliseconds beside microseconds share one axis", () => {
  const latency = (statistic: string, unit: "microseconds" | "milliseconds", value: number) =>
    seriesOf({ metric: "SuccessfulReadRequestLatency", statistic, unit, values: [value] });
  const chart = chartOf([latency("p99", "microseconds", 400), latency("p50", "milliseconds", 0.1)]);
  expect(chart?.tracks.map((track) => track.values[0])).toEqual([400, 100]);
  expect(chart?.resolution).toBe("60\u202fs CloudWatch, p99 · p50");
});

test("zero all the time is something that is known, and nothing that has to be drawn", () => {
  expect(chartOf([seriesOf({ values: [0, 0] })])?.hasSomething).toBe(false);
  expect(chartOf([seriesOf({ values: [0, 1] })])?.hasSomething).toBe(true);
});

test("a title begins as a sentence does", () => {
  expect(chartOf([seriesOf({ metric: "Novelty", values: [1] })], { metrics: [] })?.title).toBe("Novelty");
  const metrics = [infoOf({ metric: "SwapUsage", title: "swap" })];
  expect(chartOf([seriesOf({ metric: "SwapUsage", values: [1] })], { metrics })?.title).toBe("Swap");
});

test("a node that CloudWatch does not know is called by its short address", () => {
  const address = "orders-002.abc123.0001.euc1.cache.amazonaws.com:6379";
  expect(subjectLabels([ours(address, [1])]).get(address)).toBe("orders-002");
});
