import { type MetricSignal, POINT_MS } from "./model";

const MINUTE_MS = 60_000;

/** From when on a metric means something: so many minutes of the last ones at or above a value. */
export interface Level {
  readonly state: MetricSignal["state"];
  readonly atLeast: number;
  readonly minutes: number;
  /** Of so many minutes up to the newest point. */
  readonly within: number;
}

/** Minutes of one series in the unit of its definition, ascending. */
export interface Readings {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** A level that holds: when it began, when it was last so, and how bad it was. */
export interface Held {
  readonly level: Level;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly worst: number;
  readonly newest: number;
  /** Minutes at or above the level, of those that are known within its span. */
  readonly minutes: number;
  readonly known: number;
}

/** A minute beyond the level that is older than this, before the newest point, is over. */
const OVER_AFTER_MS = 5 * MINUTE_MS;

/** The worst level that holds up to the newest point; null: none. `levels` stand worst first. */
export function holdingLevel(levels: readonly Level[], readings: Readings): Held | null {
  for (const level of levels) {
    const held = holds(level, readings);
    if (held !== null) return held;
  }
  return null;
}

function holds(level: Level, { atMs, values }: Readings): Held | null {
  const newestMs = atMs.at(-1);
  const newest = values.at(-1);
  if (newestMs === undefined || newest === undefined) return null;
  const fromMs = newestMs - (level.within - 1) * POINT_MS;
  const known = atMs.filter((minuteMs) => minuteMs >= fromMs).length;
  const beyond = atMs.flatMap((minuteMs, index) => {
    const value = values[index] ?? Number.NEGATIVE_INFINITY;
    return value >= level.atLeast ? [{ minuteMs, value }] : [];
  });
  const inside = beyond.filter(({ minuteMs }) => minuteMs >= fromMs);
  const last = inside.at(-1);
  if (last === undefined || inside.length < level.minutes || newestMs - last.minuteMs >= OVER_AFTER_MS)
    return null;
  const run = runUpTo(beyond);
  return {
    level,
    sinceMs: run[0]?.minuteMs ?? last.minuteMs,
    untilMs: last.minuteMs + POINT_MS,
    worst: Math.max(...run.map(({ value }) => value)),
    newest,
    minutes: inside.length,
    known,
  };
}

/** The minutes of the last run: a pause shorter than five minutes does not end it. */
function runUpTo<T extends { readonly minuteMs: number }>(beyond: readonly T[]): T[] {
  let start = beyond.length - 1;
  for (let index = start; index > 0; index--) {
    const gapMs = (beyond[index]?.minuteMs ?? 0) - (beyond[index - 1]?.minuteMs ?? 0);
    if (gapMs > OVER_AFTER_MS) break;
    start = index - 1;
  }
  return beyond.slice(Math.max(0, start));
}
