import { expect, test } from "vitest";
import { METRICS } from "@/lib/domain/cloudwatch/catalogue";
import { chartSpecs } from "./topics";

const cloudwatch = (metric: string) => ({ source: "cloudwatch" as const, metric });
const engine = (metric: string) => ({ source: "engine" as const, metric });

test("what CloudWatch counts and what INFO tells stand in one chart", () => {
  const [chart, ...others] = chartSpecs([engine("connected_clients"), cloudwatch("CurrConnections")]);
  expect(others).toEqual([]);
  expect(chart).toMatchObject({ topic: "connections", title: "Connections", hasLimit: true });
  expect(chart?.strands.map(({ source, mark }) => [source, mark])).toEqual([
    ["cloudwatch", "wide"],
    ["engine", "thin"],
  ]);
});

test("without CloudWatch the same chart has our line alone", () => {
  const [chart] = chartSpecs([engine("connected_clients")]);
  expect(chart?.strands.map((strand) => strand.source)).toEqual(["engine"]);
});

test("charts follow the order of the questions, and each metric has one", () => {
  const specs = chartSpecs([
    { source: "proxy", metric: "connections" },
    cloudwatch("Evictions"),
    cloudwatch("SwapUsage"),
    cloudwatch("EngineCPUUtilization"),
    cloudwatch("CurrConnections"),
    cloudwatch("CurrConnections"),
  ]);
  expect(specs.map((spec) => spec.key)).toEqual([
    "connections",
    "cloudwatch-EngineCPUUtilization",
    "cloudwatch-SwapUsage",
    "cloudwatch-Evictions",
    "proxy-connections",
  ]);
});

test("percentiles of one metric share a chart, the median recedes", () => {
  const [chart] = chartSpecs([cloudwatch("SuccessfulReadRequestLatency")]);
  expect(chart?.strands.map(({ statistic, mark }) => [statistic, mark])).toEqual([
    ["p99", "wide"],
    ["p50", "faint"],
  ]);
});

test("a metric that nobody has heard of is drawn among the others", () => {
  expect(chartSpecs([cloudwatch("Novelty")])[0]).toMatchObject({ topic: "other", title: null });
});

test("every metric that is asked for has a topic", () => {
  const specs = chartSpecs(METRICS.map(({ metric }) => cloudwatch(metric)));
  expect(specs.filter((spec) => spec.topic === "other")).toEqual([]);
});
