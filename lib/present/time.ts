/** Instants as people read them: UTC everywhere, a named zone only when asked. Pure; `nowMs` is an argument. */

const DAY_MS = 86_400_000;

const utcParts = formatterFor("UTC");
const byZone = new Map<string, Intl.DateTimeFormat>();

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  readonly zone: string;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
}

function partsOf(atMs: number, formatter: Intl.DateTimeFormat): Parts {
  const found = new Map(formatter.formatToParts(atMs).map((part) => [part.type, part.value]));
  const read = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? "";
  return {
    year: read("year"),
    // en-GB writes "Sept"; every other month has three letters.
    month: read("month").slice(0, 3),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
    zone: read("timeZoneName"),
  };
}

/** Milliseconds of an ISO instant, or null: nobody downstream sees NaN. */
export function readInstant(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** "13:48:06" */
export function formatClock(atMs: number): string {
  const p = partsOf(atMs, utcParts);
  return `${p.hour}:${p.minute}:${p.second}`;
}

/** "13:48" */
export function formatMinutes(atMs: number): string {
  const p = partsOf(atMs, utcParts);
  return `${p.hour}:${p.minute}`;
}

/** "22 Nov", with the year when it is not this one. */
export function formatDay(atMs: number, nowMs: number): string {
  const p = partsOf(atMs, utcParts);
  return p.year === partsOf(nowMs, utcParts).year ? `${p.day} ${p.month}` : `${p.day} ${p.month} ${p.year}`;
}

/** "22 Nov 2026, 13:48:06 UTC" */
export function formatInstant(atMs: number): string {
  const p = partsOf(atMs, utcParts);
  return `${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute}:${p.second} UTC`;
}

/** Today the clock alone, else with the day: "13:48:06", "21 Nov 13:48:06". */
export function formatWhen(atMs: number, nowMs: number): string {
  const sameDay = Math.floor(atMs / DAY_MS) === Math.floor(nowMs / DAY_MS);
  return sameDay ? formatClock(atMs) : `${formatDay(atMs, nowMs)} ${formatClock(atMs)}`;
}

/** The same instant on the reader's wall: "22 Nov 2026, 14:48:06 CET". Unknown zones fall back to UTC. */
export function formatInZone(atMs: number, timeZone: string): string {
  let formatter = byZone.get(timeZone);
  if (formatter === undefined) {
    try {
      formatter = formatterFor(timeZone);
    } catch {
      formatter = utcParts;
    }
    byZone.set(timeZone, formatter);
  }
  const p = partsOf(atMs, formatter);
  return `${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute}:${p.second} ${p.zone}`;
}

/** "13:00 – 14:00, 22 Nov"; over midnight "21 Nov 23:30 – 22 Nov 00:30"; seconds only where they are not zero. */
export function formatWindow(fromMs: number, toMs: number, nowMs: number): string {
  const seconds = fromMs % 60_000 !== 0 || toMs % 60_000 !== 0;
  const clock = seconds ? formatClock : formatMinutes;
  const day = formatDay(fromMs, nowMs);
  const lastDay = formatDay(toMs, nowMs);
  if (day === lastDay) return `${clock(fromMs)} – ${clock(toMs)}, ${day}`;
  return `${day} ${clock(fromMs)} – ${lastDay} ${clock(toMs)}`;
}

/** The minute nearest to a moment, for labels in which seconds would be noise. */
export function wholeMinute(atMs: number): number {
  return Math.round(atMs / 60_000) * 60_000;
}

/** For an input field: "2026-11-22 13:48:06" in UTC. */
export function formatInstantInput(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace("T", " ");
}

const AGO = /^(?:now\s*)?-\s*(\d+(?:\.\d+)?)\s*(s|m|min|h|d)(?:\s+ago)?$/;
const AGO_WORDS = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)\s+ago$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const DATE_CLOCK =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:z|utc|gmt)?$/i;
const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: DAY_MS };

/**
 * What somebody types or pastes into a time field, read as UTC: "13:48" (the latest one that has passed),
 * "2026-11-22 13:48:06", an ISO instant with offset, seconds or milliseconds of the epoch, "-2h", "now". Null: not a time.
 */
export function parseInstantInput(text: string, nowMs: number): number | null {
  const input = text.trim().toLowerCase();
  if (input === "now") return nowMs;
  const ago = AGO.exec(input) ?? AGO_WORDS.exec(input);
  if (ago) return nowMs - Number(ago[1]) * (UNIT_MS[ago[2] ?? ""] ?? 0);
  if (/^\d{10}$/.test(input)) return Number(input) * 1000;
  if (/^\d{13}$/.test(input)) return Number(input);
  const clock = CLOCK.exec(input);
  if (clock) {
    const offset = clockMs(clock[1], clock[2], clock[3], clock[4]);
    if (offset === null) return null;
    const today = Math.floor(nowMs / DAY_MS) * DAY_MS + offset;
    return today <= nowMs ? today : today - DAY_MS;
  }
  const dated = DATE_CLOCK.exec(input);
  if (dated) {
    const day = dayMs(Number(dated[1]), Number(dated[2]), Number(dated[3]));
    const offset = clockMs(dated[4] ?? "0", dated[5] ?? "0", dated[6], dated[7]);
    return day === null || offset === null ? null : day + offset;
  }
  if (/^\d{4}-\d{2}-\d{2}t.*[+-]\d{2}:?\d{2}$/.test(input)) return readInstant(text.trim());
  return null;
}

/** Null for a day that the calendar does not have: `Date` would roll 31 February over into March. */
function dayMs(year: number, month: number, day: number): number | null {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : null;
}

function clockMs(hour?: string, minute?: string, second?: string, fraction?: string): number | null {
  const h = Number(hour);
  const m = Number(minute);
  const s = Number(second ?? "0");
  if (h > 23 || m > 59 || s > 59) return null;
  return ((h * 60 + m) * 60 + s) * 1000 + Math.floor(Number(`0.${fraction ?? "0"}`) * 1000);
}
