import { expect, it } from "vitest";
import type { MetricSignal } from "@/lib/domain/cloudwatch/model";
import { mergeSignals } from "./merge-signals";

const MIN = 60_000;

function said(fromMin: number, toMin: number, given: Partial<MetricSignal> = {}): MetricSignal {
  return {
    kind: "engine-cpu",
    subject: "orders-001",
    metric: "EngineCPUUtilization",
    state: "warning",
    sinceMs: fromMin * MIN,
    untilMs: toMin * MIN,
    value: 91,
    threshold: 90,
    unit: "percent",
    sentence: `until ${toMin}`,
    ...given,
  };
}

const told = (signals: readonly MetricSignal[]) =>
  mergeSignals(signals).map((one) => [one.sinceMs / MIN, one.untilMs / MIN, one.state, one.sentence]);

it("what was said again and again is one, as it was said last", () => {
  expect(told([said(10, 14), said(10, 19), said(12, 24)])).toEqual([[10, 24, "warning", "until 24"]]);
});

it("it is told as at its worst, from its first minute to its last", () => {
  const worst = said(10, 19, { state: "critical", value: 99 });
  expect(told([said(10, 24), worst, said(10, 14)])).toEqual([[10, 24, "critical", "until 19"]]);
});

it("after a pause it is another, newest first, and each subject and metric has its own", () => {
  const other = said(20, 22, { subject: "orders-002", sentence: "other" });
  expect(told([said(10, 14), other, said(30, 33)])).toEqual([
    [30, 33, "warning", "until 33"],
    [20, 22, "warning", "other"],
    [10, 14, "warning", "until 14"],
  ]);
});
