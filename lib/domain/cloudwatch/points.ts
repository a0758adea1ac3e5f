import { type MetricKey, type MetricPoints, type MetricValues, type MinuteWindow, POINT_MS } from "./model";

/**
 * The minutes that one query brought, in order. What is no number, or no minute of the window, is left out; of two
 * values for one minute the later in the answer stands.
 */
export function pointsOf(raw: MetricValues, window: MinuteWindow): MetricPoints {
  const minutes = new Map<number, number>();
  for (const [index, atMs] of raw.atMs.entries()) {
    const value = raw.values[index];
    const minuteMs = Math.floor(atMs / POINT_MS) * POINT_MS;
    if (value === undefined || !Number.isFinite(value)) continue;
    if (minuteMs >= window.fromMs && minuteMs < window.toMs) minutes.set(minuteMs, value);
  }
  return {
    subject: raw.subject,
    metric: raw.metric,
    statistic: raw.statistic,
    fetchedFromMs: window.fromMs,
    fetchedToMs: window.toMs,
    ...inOrder(minutes),
  };
}

/** Minutes of one series, ascending, values as CloudWatch gave them. */
export interface MetricMinutes extends MetricKey {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** A series with newer points put over it, from `keepFromMs` on. A point that an answer lacks stays: it is not taken back. */
export function withPoints(
  before: MetricMinutes | undefined,
  points: MetricPoints,
  keepFromMs: number,
): MetricMinutes {
  const minutes = new Map<number, number>();
  for (const { atMs, values } of before === undefined ? [points] : [before, points]) {
    for (const [index, minuteMs] of atMs.entries()) {
      const value = values[index];
      if (value !== undefined && minuteMs >= keepFromMs) minutes.set(minuteMs, value);
    }
  }
  return {
    subject: points.subject,
    metric: points.metric,
    statistic: points.statistic,
    ...inOrder(minutes),
  };
}

/** Without the points that `known` has with the same value: of what is asked for again, hardly anything is new. */
export function pointsBeyond(points: MetricPoints, known: MetricMinutes | undefined): MetricPoints {
  if (known === undefined) return points;
  const values = new Map(known.atMs.map((atMs, index) => [atMs, known.values[index]]));
  const isNew = (_: number, index: number) => {
    const atMs = points.atMs[index];
    return atMs === undefined || values.get(atMs) !== points.values[index];
  };
  return { ...points, atMs: points.atMs.filter(isNew), values: points.values.filter(isNew) };
}

function inOrder(minutes: ReadonlyMap<number, number>): { atMs: number[]; values: number[] } {
  const sorted = [...minutes].sort(([left], [right]) => left - right);
  return { atMs: sorted.map(([atMs]) => atMs), values: sorted.map(([, value]) => value) };
}
