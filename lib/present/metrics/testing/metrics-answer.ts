import type { MetricSignalRow } from "@/lib/contract/aws";
import type { MetricInfo, MetricSeries, MetricsAnswer } from "@/lib/contract/metrics";

/** 14:00 UTC: windows of tests end here or begin here. */
export const NOW_MS = Date.UTC(2026, 10, 22, 14, 0, 0);
export const MINUTE_MS = 60_000;

export function instant(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** CPU of a node, minute by minute. */
export function seriesOf(change: Partial<MetricSeries> = {}): MetricSeries {
  return {
    source: "cloudwatch",
    metric: "EngineCPUUtilization",
    subject: "orders-001",
    node: "10.0.0.1:6379",
    statistic: "Average",
    unit: "percent",
    values: [],
    max: [],
    ...change,
  };
}

export function infoOf(change: Partial<MetricInfo> = {}): MetricInfo {
  return {
    source: "cloudwatch",
    metric: "EngineCPUUtilization",
    title: "CPU of the engine's thread",
    unit: "percent",
    level: "engine",
    explanation: "One thread runs all commands.",
    threshold: 90,
    page: { title: "Metrics for Valkey and Redis OSS", url: "https://docs.aws.amazon.com/elasticache" },
    ...change,
  };
}

export function signalOf(change: Partial<MetricSignalRow> = {}): MetricSignalRow {
  return {
    kind: "engine-cpu",
    state: "warning",
    subject: "orders-001",
    metric: "EngineCPUUtilization",
    since: instant(NOW_MS - 10 * MINUTE_MS),
    until: instant(NOW_MS - 5 * MINUTE_MS),
    value: 93.2,
    threshold: 90,
    unit: "percent",
    sentence: "The engine's thread of orders-001 was busy for 93 % of five minutes.",
    explanation: "One thread runs all commands.",
    page: { title: "Metrics for Valkey and Redis OSS", url: "https://docs.aws.amazon.com/elasticache" },
    ...change,
  };
}

/** How CloudWatch is asked when all is well. */
export function askedOf(
  change: Partial<NonNullable<MetricsAnswer["cloudwatch"]>> = {},
): NonNullable<MetricsAnswer["cloudwatch"]> {
  return {
    bill: {
      budgetUsd: 50,
      spentUsd: 1.2,
      estimateUsd: 9.4,
      metricsRequested: 120_000,
      calls: 400,
      isExhausted: false,
    },
    coreEveryMs: MINUTE_MS,
    restEveryMs: 5 * MINUTE_MS,
    metricsPerHour: 1332,
    callsPerHour: 72,
    sentence:
      "9 series each minute and 63 every five minutes cost 9.40 USD a month, within the budget of 50 USD.",
    hurriedUntil: null,
    newestPoint: instant(NOW_MS - 3 * MINUTE_MS),
    fetched: { from: instant(NOW_MS - 10 * MINUTE_MS), to: instant(NOW_MS) },
    backfill: null,
    ...change,
  };
}

/** The ten minutes before 14:00, with grids of all sources and whatever series are given. */
export function metricsAnswer(
  series: readonly MetricSeries[],
  change: Partial<MetricsAnswer> = {},
): MetricsAnswer {
  const fromMs = NOW_MS - 10 * MINUTE_MS;
  const gridOf = (stepMs: number) => {
    const count = (10 * MINUTE_MS) / stepMs;
    return { stepMs, at: Array.from({ length: count }, (_, index) => instant(fromMs + index * stepMs)) };
  };
  return {
    now: instant(NOW_MS),
    window: { from: instant(fromMs), to: instant(NOW_MS) },
    service: "elasticache",
    metrics: [infoOf()],
    grids: [
      { source: "cloudwatch", resolutionMs: MINUTE_MS, ...gridOf(MINUTE_MS) },
      { source: "engine", resolutionMs: 10_000, ...gridOf(10_000) },
      { source: "proxy", resolutionMs: 10_000, ...gridOf(10_000) },
    ],
    series: [...series],
    subjects: { shown: series.length, of: series.length },
    signals: [],
    comparisons: [],
    observations: [],
    calls: [],
    cloudwatch: askedOf(),
    ...change,
  };
}
