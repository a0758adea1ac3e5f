import type { WatchConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { DURATION_HINT, PERCENT_HINT, parseDuration, parsePercent, printDuration } from "./human-units";

export const DEFAULT_WATCH: WatchConfig = {
  costBudget: 0.002,
  maxStallMs: 5,
  probeIntervalMs: 1000,
  infoIntervalMs: 10_000,
  sweepIntervalMs: 10_000,
  proxyIntervalMs: 5000,
  connectTimeoutMs: 2000,
  commandTimeoutMs: 2000,
};

type DurationField = Exclude<keyof WatchConfig, "costBudget">;

/** Key in the file, field, least and most: bounds that keep a slip of the unit from harming a server. */
const DURATIONS: readonly (readonly [string, DurationField, number, number])[] = [
  ["maxStall", "maxStallMs", 1, 1000],
  ["probeInterval", "probeIntervalMs", 200, 60_000],
  ["infoInterval", "infoIntervalMs", 1000, 600_000],
  ["sweepInterval", "sweepIntervalMs", 1000, 3_600_000],
  ["proxyInterval", "proxyIntervalMs", 1000, 600_000],
  ["connectTimeout", "connectTimeoutMs", 50, 60_000],
  ["commandTimeout", "commandTimeoutMs", 50, 60_000],
];

export const WATCH_KEYS: readonly string[] = ["costBudget", ...DURATIONS.map(([key]) => key)];

export function parseWatch(
  document: FleetDocument,
  place: Place | undefined,
  base: WatchConfig,
): WatchConfig {
  const fields = place === undefined ? null : document.fields(place, WATCH_KEYS);
  if (fields === null) return base;
  const watch: { -readonly [key in keyof WatchConfig]: WatchConfig[key] } = { ...base };
  const budget = fields.get("costBudget");
  if (budget !== undefined) watch.costBudget = readBudget(document, budget) ?? base.costBudget;
  for (const [key, field, leastMs, mostMs] of DURATIONS) {
    const written = fields.get(key);
    if (written !== undefined) watch[field] = readDuration(document, written, leastMs, mostMs) ?? base[field];
  }
  return watch;
}

export function readDuration(
  document: FleetDocument,
  place: Place,
  leastMs: number,
  mostMs: number,
): number | null {
  const text = document.text(place, DURATION_HINT);
  if (text === null) return null;
  const ms = parseDuration(text);
  if (ms === null) {
    document.reportAt(place, `"${text}" is not a duration`, DURATION_HINT);
    return null;
  }
  if (ms >= leastMs && ms <= mostMs) return ms;
  document.reportAt(
    place,
    `${text} is out of bounds`,
    `${printDuration(leastMs)} to ${printDuration(mostMs)}`,
  );
  return null;
}

function readBudget(document: FleetDocument, place: Place): number | null {
  const text = document.text(place, PERCENT_HINT);
  if (text === null) return null;
  const ratio = parsePercent(text);
  if (ratio === null) {
    document.reportAt(place, `"${text}" is not a percentage`, PERCENT_HINT);
    return null;
  }
  if (ratio > 0 && ratio <= 0.1) return ratio;
  document.reportAt(place, `${text} is out of bounds`, "more than 0%, at most 10% of a server's main thread");
  return null;
}
