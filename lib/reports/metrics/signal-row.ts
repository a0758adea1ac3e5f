import type { MetricSignalRow } from "@/lib/contract/aws";
import type { MetricSignal } from "@/lib/domain/cloudwatch/model";
import { SIGNALS } from "@/lib/domain/cloudwatch/signals";
import { roundValue } from "../round";
import { inIso } from "../window";

/** A signal as it stands in answers, with what it means and where AWS explains it. */
export function signalRowOf({
  sinceMs,
  untilMs,
  value,
  threshold,
  ...signal
}: MetricSignal): MetricSignalRow {
  const { explanation, page } = SIGNALS[signal.kind];
  return {
    ...signal,
    since: inIso(sinceMs),
    until: inIso(untilMs),
    value: roundValue(value) ?? 0,
    threshold: roundValue(threshold) ?? 0,
    explanation,
    page,
  };
}
