/** Numbers, units, durations as people read them. Pure; units stand after a narrow no-break space. */

import { inCount, inPercent, inRate, inSpan } from "@/lib/domain/findings/wording";

/** U+202F: a thin space at which a line never breaks. */
export const THIN = "\u202f";
/** Stands where a number is not known. Never used for zero. */
export const UNKNOWN = "—";

const SEC = 1000;
const MIN = 60 * SEC;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

const signOf = (value: number) => (value < 0 ? "−" : "");

/** 412870 → "412,870" */
export function formatCount(count: number | null | undefined): string {
  return isKnown(count) ? signOf(Math.round(count)) + inCount(Math.abs(count)) : UNKNOWN;
}

/** As exact as it deserves, without exponents: 1204.4 → "1,204", 41.23 → "41.2", 5 → "5.0", 0.0312 → "0.031", 0 → "0". */
export function formatNumber(value: number | null | undefined): string {
  if (!isKnown(value)) return UNKNOWN;
  if (value === 0) return "0";
  const size = Math.abs(value);
  return signOf(value) + (size < 0.001 ? "<0.001" : inRate(size));
}

/** A rate per second: 5 → "5.0 / s" */
export function formatRate(perSec: number | null | undefined): string {
  return isKnown(perSec) ? `${formatNumber(perSec)}${THIN}/${THIN}s` : UNKNOWN;
}

/** 0.61 → "61 %", 0.0011 → "0.11 %", 1.18 → "118 %". Never rounds something to nothing, or nearly all to all. */
export function formatPercent(ratio: number | null | undefined): string {
  return isKnown(ratio) ? signOf(ratio) + inPercent(Math.abs(ratio)) : UNKNOWN;
}

/** A measured span: 2 → "2 ms", 0.21 → "0.21 ms", 41230 → "41.2 s", 750_000 → "12 min 30 s", 7_500_000 → "2 h 5 min". */
export function formatDuration(durationMs: number | null | undefined): string {
  if (!isKnown(durationMs)) return UNKNOWN;
  const sign = durationMs < 0 ? "−" : "";
  const ms = Math.abs(durationMs);
  if (ms < SEC - 0.5) {
    const text = ms === 0 ? "0" : ms < 10 ? String(Number(ms.toPrecision(2))) : String(Math.round(ms));
    return `${sign}${text}${THIN}ms`;
  }
  if (ms < MIN - 50) return `${sign}${String(Number((ms / SEC).toFixed(1)))}${THIN}s`;
  if (ms < HOUR) return sign + pair(ms, MIN, "min", SEC, "s");
  if (ms < DAY) return sign + pair(ms, HOUR, "h", MIN, "min");
  return sign + pair(ms, DAY, "d", HOUR, "h");
}

function pair(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const total = Math.round(ms / small);
  const perBig = big / small;
  const head = Math.floor(total / perBig);
  const tail = total % perBig;
  const first = `${formatCount(head)}${THIN}${bigUnit}`;
  return tail === 0 ? first : `${first} ${tail}${THIN}${smallUnit}`;
}

/** How old something is, in one short word, rounded down: "3 s", "48 s", "12 min", "3 h", "2 d". */
export function formatAge(ageMs: number | null | undefined): string {
  return isKnown(ageMs) ? inSpan(ageMs) : UNKNOWN;
}

/** "12 min ago"; below a second "now". */
export function formatAgo(ageMs: number | null | undefined): string {
  if (!isKnown(ageMs)) return "never";
  return ageMs < SEC ? "now" : `${formatAge(ageMs)} ago`;
}

/** The length of a window as its label: 900_000 → "15 min", 3_600_000 → "1 h", 604_800_000 → "7 d". */
export function formatSpan(spanMs: number): string {
  for (const [unitMs, unit] of [
    [DAY, "d"],
    [HOUR, "h"],
    [MIN, "min"],
  ] as const) {
    // A day is written "24 h", as on the button that chooses it.
    if (unitMs === DAY && spanMs < 2 * DAY) continue;
    if (spanMs >= unitMs && spanMs % unitMs === 0) return `${formatCount(spanMs / unitMs)}${THIN}${unit}`;
  }
  return formatDuration(spanMs);
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** 1536 → "1.5 KiB" */
export function formatBytes(bytes: number | null | undefined): string {
  if (!isKnown(bytes)) return UNKNOWN;
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const text =
    unit === 0 || value >= 99.95 ? formatCount(Math.round(value)) : String(Number(value.toFixed(1)));
  return `${bytes < 0 ? "−" : ""}${text}${THIN}${BYTE_UNITS[unit]}`;
}

/** "1 cluster", "42 clusters" */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c" */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined) return "";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
