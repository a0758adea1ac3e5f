import type { MetricSignalRow } from "@/lib/contract/aws";
import type { CloudWatchNow, MetricSignal } from "@/lib/domain/cloudwatch/model";
import type { MetricMinutes } from "@/lib/domain/cloudwatch/points";
import { judgeMetrics, SIGNALS } from "@/lib/domain/cloudwatch/signals";
import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import { limitsOf } from "@/lib/domain/elasticache/parameters";
import type { Store } from "@/lib/store/client";
import type { Span } from "../window";
import { type KnownSeries, readHoursBySeries } from "./cloudwatch";
import { type HourOfPoints, MINUTE_MS } from "./lines";
import { mergeSignals } from "./merge-signals";
import { signalRowOf } from "./signal-row";

const HOUR_MS = 60 * MINUTE_MS;
/** Longer windows are judged at their end only: who looks at weeks looks for shapes. */
const MAX_JUDGED_MS = 24 * HOUR_MS;
/** Stored hours that are read to judge. */
const MAX_HOURS = 2_500;
/** What a judgement looks back on, and how far apart judgements stand: what was passed is told for five minutes. */
const LOOK_BACK_MS = 30 * MINUTE_MS;
const EVERY_MS = 5 * MINUTE_MS;

export interface SignalSources {
  readonly window: Span;
  readonly series: readonly KnownSeries[];
  readonly facts: ElastiCacheFacts | null;
  /** The collector's newest word. */
  readonly told: CloudWatchNow | null;
}

/**
 * Thresholds that were passed in the window: its own minutes judged again, as the collector did then, where that can be
 * bounded; and what the collector says now, where the window reaches up to it.
 */
export async function signalsOver(store: Store, sources: SignalSources): Promise<MetricSignalRow[]> {
  const { window, told } = sources;
  const judged = await judgeWindow(store, sources);
  const isOver = ({ sinceMs, untilMs }: MetricSignal) => untilMs > window.fromMs && sinceMs < window.toMs;
  return mergeSignals([...judged, ...(told?.signals ?? [])].filter(isOver)).map(signalRowOf);
}

const JUDGED = new Set(Object.values(SIGNALS).flatMap(({ metrics, beside = [] }) => [...metrics, ...beside]));

async function judgeWindow(
  store: Store,
  { window, series, facts, told }: SignalSources,
): Promise<MetricSignal[]> {
  if (facts === null) return [];
  const judged = series.filter(({ record }) => JUDGED.has(record.metric));
  const lengthMs = window.toMs - window.fromMs;
  const isShort = lengthMs <= MAX_JUDGED_MS && judged.length * Math.ceil(lengthMs / HOUR_MS + 1) <= MAX_HOURS;
  const fromMs = isShort ? window.fromMs : window.toMs;
  if (judged.length * 2 > MAX_HOURS) return [];
  const minutes = await readMinutes(store, judged, { fromMs: fromMs - LOOK_BACK_MS, toMs: window.toMs });
  const around = {
    topology: facts.topology,
    limits: facts.parameters === null ? null : limitsOf(facts.parameters),
    openedPerSec: [],
    plan: told?.plan ?? { coreEveryMs: null, restEveryMs: null },
  };
  const signals: MetricSignal[] = [];
  for (let atMs = window.toMs; atMs >= fromMs; atMs -= EVERY_MS) {
    const recent = minutes.map((one) => lastMinutes(one, atMs)).filter((one) => one.atMs.length > 0);
    if (recent.length > 0) signals.push(...judgeMetrics({ ...around, series: recent, nowMs: atMs }));
  }
  return signals;
}

async function readMinutes(
  store: Store,
  series: readonly KnownSeries[],
  window: Span,
): Promise<MetricMinutes[]> {
  const hours = await readHoursBySeries(
    store,
    series.map(({ record }) => record.seriesId),
    window,
  );
  return series.map(({ record }) => {
    const { subject, metric, statistic, seriesId } = record;
    return { subject, metric, statistic, ...minutesOf(hours.get(seriesId) ?? []) };
  });
}

function minutesOf(hours: readonly HourOfPoints[]): Pick<MetricMinutes, "atMs" | "values"> {
  const atMs: number[] = [];
  const values: number[] = [];
  for (const hour of hours) {
    for (const [minute, value] of hour.points.entries()) {
      if (value === null) continue;
      atMs.push(hour.at.getTime() + minute * MINUTE_MS);
      values.push(value);
    }
  }
  return { atMs, values };
}

/** Minutes that were over at a moment, half an hour of them. */
function lastMinutes(series: MetricMinutes, untilMs: number): MetricMinutes {
  const from = firstFrom(series.atMs, untilMs - LOOK_BACK_MS);
  const to = firstFrom(series.atMs, untilMs - MINUTE_MS + 1);
  return { ...series, atMs: series.atMs.slice(from, to), values: series.values.slice(from, to) };
}

/** Index of the first moment that is not before `fromMs`, by halving. */
function firstFrom(atMs: readonly number[], fromMs: number): number {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((atMs[middle] ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
