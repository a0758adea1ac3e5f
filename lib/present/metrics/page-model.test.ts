import { describe, expect, test } from "vitest";
import { nodeRow } from "../cluster/testing/node-row";
import { commonLimit, prepareMetricsPage } from "./page-model";
import { cloudWatchSituation, declareElastiCache } from "./situation";
import { askedOf, metricsAnswer, seriesOf } from "./testing/metrics-answer";

const NO_CHOICE = { about: null, node: null, tones: new Map(), limit: null };
const cpu = seriesOf({ values: [4] });
const swap = seriesOf({ metric: "SwapUsage", unit: "bytes", values: [0, 0] });
const lag = seriesOf({ metric: "ReplicationLag", unit: "seconds", values: [null, null] });
const other = seriesOf({ subject: "orders-002", node: "10.0.0.2:6379", values: [7] });
const proxy = seriesOf({
  source: "proxy",
  metric: "connections",
  subject: "proxy-1",
  node: null,
  unit: "count",
  values: [3],
});

describe("what the page draws", () => {
  const answer = metricsAnswer([cpu, swap, lag, other, proxy]);

  test("metrics that moved are drawn, the others are named", () => {
    const model = prepareMetricsPage(answer, NO_CHOICE);
    expect(model.topics.map(({ topic }) => topic)).toEqual(["cpu", "proxies"]);
    expect(model.quiet.map((chart) => chart.key)).toEqual(["cloudwatch-SwapUsage"]);
    expect(model.silent.map((chart) => chart.key)).toEqual(["cloudwatch-ReplicationLag"]);
    expect(model.available).toEqual(["cpu", "memory", "replication", "proxies"]);
  });

  test("a topic that is asked for shows its zeros, too", () => {
    const model = prepareMetricsPage(answer, { ...NO_CHOICE, about: "memory" });
    expect(model.topics.map(({ charts }) => charts.map((chart) => chart.key))).toEqual([
      ["cloudwatch-SwapUsage"],
    ]);
    expect(model.quiet).toEqual([]);
    expect(model.available).toContain("cpu");
  });

  test.each(["10.0.0.2:6379", "orders-002"])("a node is chosen by its address or AWS's name: %s", (node) => {
    const model = prepareMetricsPage(answer, { ...NO_CHOICE, node });
    const cpuChart = model.topics.find(({ topic }) => topic === "cpu")?.charts[0];
    expect(cpuChart?.subjects.map((subject) => subject.label)).toEqual(["orders-002"]);
    expect(model.topics.map(({ topic }) => topic)).toContain("proxies");
    expect(model.nodes.map((one) => one.label)).toEqual(["orders-001", "orders-002"]);
  });

  test("a node that nobody knows leaves the proxies", () => {
    const model = prepareMetricsPage(answer, { ...NO_CHOICE, node: "gone:1" });
    expect(model.topics.map(({ topic }) => topic)).toEqual(["proxies"]);
  });
});

test("the limit of all nodes is the one that they share, else that of the parameter group", () => {
  const node = (maxclients: number) =>
    nodeRow({ headroom: { node: "n", connections: 1, maxclients, ratio: 0 } });
  const none = { elasticache: null };
  expect(commonLimit({ ...none, nodes: [node(65_000), node(65_000)] })).toBe(65_000);
  expect(commonLimit({ ...none, nodes: [node(65_000), node(10_000)] })).toBeNull();
  expect(commonLimit({ ...none, nodes: [nodeRow({ headroom: null })] })).toBeNull();
  expect(commonLimit(undefined)).toBeNull();
});

describe("what is said of CloudWatch above the charts", () => {
  const failing = {
    source: "CloudWatch metrics",
    state: "failing" as const,
    lastSuccessAt: null,
    ageMs: null,
    error: "denied",
    lastErrorAt: null,
    remedy: null,
  };
  const kindOf = (...args: Parameters<typeof metricsAnswer>) =>
    cloudWatchSituation(metricsAnswer(...args)).kind;

  test("nobody declared it", () => {
    expect(kindOf([], { service: "none", cloudwatch: null })).toBe("undeclared");
  });

  test("it is there, or on its way", () => {
    expect(kindOf([cpu])).toBe("shown");
    expect(kindOf([], { cloudwatch: askedOf({ newestPoint: null }) })).toBe("awaiting");
    expect(kindOf([], { cloudwatch: null })).toBe("awaiting");
  });

  test("it is refused before the first point; points that are there stay", () => {
    const cloudwatch = askedOf({ newestPoint: null });
    expect(kindOf([], { cloudwatch, calls: [failing] })).toBe("failing");
    expect(kindOf([cpu], { calls: [failing] })).toBe("shown");
  });

  test("the budget is zero, or spent", () => {
    const { bill } = askedOf();
    const none = { ...bill, budgetUsd: 0, isExhausted: true };
    expect(kindOf([], { cloudwatch: askedOf({ newestPoint: null, bill: none }) })).toBe("no-budget");
    expect(kindOf([cpu], { cloudwatch: askedOf({ bill: none }) })).toBe("shown");
    const spent = { ...bill, isExhausted: true };
    expect(kindOf([cpu], { cloudwatch: askedOf({ bill: spent }) })).toBe("exhausted");
    expect(kindOf([], { cloudwatch: askedOf({ newestPoint: null, bill: spent }) })).toBe("exhausted");
  });
});

test("what to write into the fleet file names the cluster", () => {
  expect(declareElastiCache("orders")).toContain("  - id: orders\n    elasticache:");
});
