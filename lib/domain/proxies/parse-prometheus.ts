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

const CUT = "cut its metrics in the middle of a line";

/**
 * A Prometheus endpoint's text format. Series that match are summed; a metric without a series is unknown, not zero.
 * `uptime` may be seconds, or the moment of the start as in `process_start_time_seconds`.
 */
export function parsePrometheus(text: string, metrics: MetricMapping, nowMs: number): ProxyReadingResult {
  const lines = text.split(/\r?\n/);
  // Of pages with tens of thousands of series a handful is read.
  const names = Object.values(metrics).flatMap(
    (metric: string | null) => metric?.split("{")[0]?.trim() ?? [],
  );
  const series = readAll(lines.filter((line) => names.some((name) => line.startsWith(name))));
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
  if (isSilent) return unreadable(explain(text, readAll(lines), missing[0] ?? ""));
  // The format ends each line with a line feed: without the last one a series may be missing, and so may its digits.
  return text.endsWith("\n") ? readable(reading) : unreadable(CUT);
}

function readAll(lines: readonly string[]): readonly Series[] {
  return lines.flatMap((line) => readSeries(line) ?? []);
}

function explain(text: string, series: readonly Series[], missing: string): string {
  if (series.length === 0)
    return `answers ${kindOfText(text) ?? "something else"}, not Prometheus metrics: append /metrics to the URL`;
  return text.endsWith("\n") ? `has no metric ${missing}; ${nearest(series, missing)}` : CUT;
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
