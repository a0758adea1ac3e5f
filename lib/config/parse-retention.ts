import type { RetentionConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readDuration } from "./parse-watch";

const DAY_MS = 86_400_000;

export const DEFAULT_RETENTION: RetentionConfig = {
  sweepDays: 14,
  minuteDays: 30,
  hourDays: 400,
  metricDays: 90,
};

/** Key in the file, field, most: a slip of the unit must not fill a disk. */
const PERIODS: readonly (readonly [string, keyof RetentionConfig, number])[] = [
  ["sweeps", "sweepDays", 90],
  ["minutes", "minuteDays", 400],
  ["hours", "hourDays", 3650],
  ["metrics", "metricDays", 3650],
];

/** `retention`: how long measurements are kept. Expiry drops a day's partition, so periods are whole days. */
export function parseRetention(document: FleetDocument, place: Place | undefined): RetentionConfig {
  const keys = PERIODS.map(([key]) => key);
  const fields = place === undefined ? null : document.fields(place, keys);
  if (fields === null) return DEFAULT_RETENTION;
  const retention: { -readonly [key in keyof RetentionConfig]: number } = { ...DEFAULT_RETENTION };
  for (const [key, field, mostDays] of PERIODS) {
    const written = fields.get(key);
    if (written === undefined) continue;
    const ms = readDuration(document, written, DAY_MS, mostDays * DAY_MS);
    if (ms === null) continue;
    if (ms % DAY_MS === 0) retention[field] = ms / DAY_MS;
    else document.reportAt(written, "this is not a number of whole days", "14d");
  }
  checkOrder(document, place, retention);
  return retention;
}

/** A coarser step is rolled up from the finer one and must outlive it. */
function checkOrder(
  document: FleetDocument,
  place: Place | undefined,
  { sweepDays, minuteDays, hourDays }: RetentionConfig,
): void {
  if (place === undefined || (sweepDays <= minuteDays && minuteDays <= hourDays)) return;
  document.reportAt(
    place,
    `sweeps (${sweepDays} d), minutes (${minuteDays} d) and hours (${hourDays} d) must not be kept shorter from one to the next`,
    "sweeps ≤ minutes ≤ hours; by default 14d, 30d, 400d",
  );
}
