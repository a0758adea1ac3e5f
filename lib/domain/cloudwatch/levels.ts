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

/** Goes backwards and copies nothing: a day is judged every five minutes of it. */
function holds(level: Level, { atMs, values }: Readings): Held | null {
  const newestMs = atMs.at(-1);
  const newest = values.at(-1);
  if (newestMs === undefined || newest === undefined) return null;
  const fromMs = newestMs - (level.within - 1) * POINT_MS;
  let known = 0;
  let minutes = 0;
  let last: number | null = null;
  for (let index = atMs.length - 1; (atMs[index] ?? Number.NEGATIVE_INFINITY) >= fromMs; index--) {
    known++;
    if ((values[index] ?? Number.NEGATIVE_INFINITY) < level.atLeast) continue;
    minutes++;
    last ??= index;
  }
  const lastMs = last === null ? undefined : atMs[last];
  if (last === null || lastMs === undefined) return null;
  if (minutes < level.minutes || newestMs - lastMs >= OVER_AFTER_MS) return null;
  return { level, ...runUpTo(last, level, { atMs, values }), newest, minutes, known };
}

/** The last run, up to a minute beyond the level: a pause shorter than five minutes does not end it. */
function runUpTo(
  last: number,
  level: Level,
  { atMs, values }: Readings,
): Pick<Held, "sinceMs" | "untilMs" | "worst"> {
  const lastMs = atMs[last] ?? 0;
  let sinceMs = lastMs;
  let worst = values[last] ?? level.atLeast;
  for (let index = last - 1; index >= 0; index--) {
    const minuteMs = atMs[index] ?? 0;
    if (sinceMs - minuteMs > OVER_AFTER_MS) break;
    const value = values[index] ?? Number.NEGATIVE_INFINITY;
    if (value < level.atLeast) continue;
    sinceMs = minuteMs;
    worst = Math.max(worst, value);
  }
  return { sinceMs, untilMs: lastMs + POINT_MS, worst };
}
