import type { MetricSignal } from "@/lib/domain/cloudwatch/model";

const STATES: readonly MetricSignal["state"][] = ["critical", "warning", "notice"];
/** As when one is judged: a pause shorter than this does not end it. */
const PAUSE_MS = 5 * 60_000;

/**
 * What was said at several moments as what happened: signals of one kind, subject and metric that touch are one, told as
 * at its worst, and at the latest of its worst moments. Newest first.
 */
export function mergeSignals(said: readonly MetricSignal[]): MetricSignal[] {
  const runs = new Map<string, MetricSignal[]>();
  for (const signal of [...said].sort((left, right) => left.sinceMs - right.sinceMs)) {
    const key = JSON.stringify([signal.kind, signal.subject, signal.metric]);
    const own = runs.get(key) ?? [];
    runs.set(key, own);
    const last = own.at(-1);
    if (last === undefined || signal.sinceMs - last.untilMs > PAUSE_MS) own.push(signal);
    else own[own.length - 1] = mergeTwo(last, signal);
  }
  return [...runs.values()]
    .flat()
    .sort((left, right) => right.untilMs - left.untilMs || left.subject.localeCompare(right.subject));
}

function mergeTwo(earlier: MetricSignal, later: MetricSignal): MetricSignal {
  const isWorse = STATES.indexOf(earlier.state) < STATES.indexOf(later.state);
  const worst =
    isWorse || (earlier.state === later.state && later.untilMs < earlier.untilMs) ? earlier : later;
  return {
    ...worst,
    sinceMs: Math.min(earlier.sinceMs, later.sinceMs),
    untilMs: Math.max(earlier.untilMs, later.untilMs),
  };
}
