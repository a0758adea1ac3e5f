import type { ProxyReadingResult } from "./model";
import { readSelector, readSeries, type Series } from "./prometheus-text";
import { kindOfText, listed, readable, unreadable, uptimeFrom } from "./reading";

/** Which metric says what: `metric` or `metric{label="value"}`. Null: nothing does. */
export interface MetricMapping {
  readonly connections: string | null;
  readonly opened: string | null;
  readonly closed: string | null;
  readonly requests: string | null;
  readonly uptime: string | null;
}

/**
 * A Prometheus endpoint's text format. Series that match are summed; a metric without a series is unknown, not zero.
 * `uptime` may be seconds, or the moment of the start as in `process_start_time_seconds`.
 */
export function parsePrometheus(text: string, metrics: MetricMapping, nowMs: number): ProxyReadingResult {
  const series = text.split(/\r?\n/).flatMap((line) => readSeries(line) ?? []);
  if (series.length === 0)
    return unreadable(`answers ${otherThan(text)}, not Prometheus metrics: append /metrics to the URL`);
  // The format ends each line with a line feed: without the last one a series may be missing, and so may its digits.
  if (!text.endsWith("\n")) return unreadable("cut its metrics in the middle of a line");
  const missing: string[] = [];
  const sum = (metric: string | null): number | null => {
    const found = metric === null ? null : sumMatching(series, metric);
    if (metric !== null && found === null) missing.push(metric);
    return found;
  };
  const reading = {
    connections: sum(metrics.connections),
    openedTotal: sum(metrics.opened),
    closedTotal: sum(metrics.closed),
    requestsTotal: sum(metrics.requests),
    uptimeSec: uptimeFrom(sum(metrics.uptime), nowMs),
  };
  const isSilent = metrics.connections !== null ? reading.connections === null : reading.openedTotal === null;
  if (isSilent) return unreadable(`has no metric ${missing[0] ?? ""}; ${nearest(series, missing[0] ?? "")}`);
  return readable(reading);
}

function sumMatching(series: readonly Series[], metric: string): number | null {
  const wanted = readSelector(metric);
  if (wanted === null) return null;
  const matching = series.filter(
    ({ name, labels }) =>
      name === wanted.name && [...wanted.labels].every(([label, value]) => labels.get(label) === value),
  );
  return matching.length === 0 ? null : matching.reduce((sum, { value }) => sum + value, 0);
}

/** What there is of that name with other labels, else metrics that begin alike. */
function nearest(series: readonly Series[], metric: string): string {
  const { name, labels } = readSelector(metric) ?? { name: metric, labels: new Map<string, string>() };
  const same = series.filter((one) => one.name === name);
  if (same.length > 0) {
    const values = same.map((one) =>
      [...labels.keys()].map((label) => `${label}="${one.labels.get(label) ?? ""}"`),
    );
    return `it has ${name} with ${listed([...new Set(values.map((pairs) => pairs.join(",")))])}`;
  }
  const family = name.split("_")[0] ?? "";
  const names = [...new Set(series.map((one) => one.name))];
  const related = names.filter((one) => one.startsWith(family));
  return `it has ${listed(related.length > 0 ? related : names)}`;
}

function otherThan(text: string): string {
  return kindOfText(text) ?? "something else";
}
