import type { MetricSignalRow } from "@/lib/contract/aws";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { compareNatural } from "../charts/series-tones";
import { countOf, formatAgo, formatSpan } from "../words";
import { formatStretch } from "./read-range";
import { formatMetric } from "./units";

const WORST_FIRST: Readonly<Record<MetricSignalRow["state"], number>> = {
  critical: 0,
  warning: 1,
  notice: 2,
};

/** Worst first; of one state the newest, then by name. */
export function orderSignals(signals: readonly MetricSignalRow[]): MetricSignalRow[] {
  return [...signals].sort(
    (a, b) =>
      WORST_FIRST[a.state] - WORST_FIRST[b.state] ||
      Date.parse(b.until) - Date.parse(a.until) ||
      compareNatural(a.subject, b.subject) ||
      compareNatural(a.metric, b.metric),
  );
}

/** "13:58–14:03 · threshold 0 · EngineCPUUtilization" */
export function signalFacts(signal: MetricSignalRow): string[] {
  return [
    `${formatStretch(Date.parse(signal.since), Date.parse(signal.until))} UTC`,
    `threshold ${formatMetric(signal.unit, signal.threshold)}`,
    `worst ${formatMetric(signal.unit, signal.value)}`,
    `${signal.metric} of ${signal.subject}`,
  ];
}

/** What stands first where no threshold was passed: what was looked at, and how new it is. */
export function calmSentence(answer: MetricsAnswer): string {
  const series = answer.series.filter((one) => one.source === "cloudwatch");
  const judged = answer.metrics.filter((info) => info.source === "cloudwatch" && info.threshold !== null);
  const nodes = new Set(series.flatMap((one) => one.node ?? [])).size;
  const newest = answer.cloudwatch?.newestPoint ?? null;
  const looked =
    judged.length === 0
      ? `${countOf(series.length, "series", "series")} of CloudWatch`
      : `${countOf(judged.length, "metric")} with a threshold`;
  const of = nodes === 0 ? "" : ` on ${countOf(nodes, "node")}`;
  const age = newest === null ? null : Date.parse(answer.now) - Date.parse(newest);
  const last = age === null ? "" : `; the newest point is from ${formatAgo(age)}`;
  return `No threshold is passed: ${looked}${of}${last}.`;
}

/** How long the window is, for sentences that speak of the whole of it. */
export function windowSpan(answer: Pick<MetricsAnswer, "window">): string {
  const spanMs = Date.parse(answer.window.to) - Date.parse(answer.window.from);
  return formatSpan(Math.round(spanMs / 60_000) * 60_000);
}
