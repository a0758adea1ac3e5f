import type { ProxyReading, ProxyReadingResult } from "./model";

/** An answer that tells nothing. */
export const UNTOLD: ProxyReading = {
  connections: null,
  openedTotal: null,
  closedTotal: null,
  requestsTotal: null,
  bytesInTotal: null,
  bytesOutTotal: null,
  backConnections: null,
  uptimeSec: null,
  ageMs: null,
};

/** Above it a number of seconds is a moment (since 1970), not an uptime: 2001, or 31 years. */
const LEAST_EPOCH_SEC = 1_000_000_000;
const NAMES_SHOWN = 6;

export function readable(known: Partial<ProxyReading>): ProxyReadingResult {
  return { state: "ok", reading: { ...UNTOLD, ...known } };
}

/** `reason` goes on from the proxy's name: "answers HTML, …". */
export function unreadable(reason: string): ProxyReadingResult {
  return { state: "unreadable", reason };
}

/** A count as it stands in an answer; null where it is none. Beyond 2^53 it is the nearest double, as JSON has it too. */
export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,20}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && number >= 0 && Number.isFinite(number) ? number : null;
}

/** The sum of what is known; null where nothing is. */
export function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

/** Uptime from a number that is either an uptime or, by its size, the moment of the start in seconds since 1970. */
export function uptimeFrom(seconds: number | null, nowMs: number): number | null {
  if (seconds === null || seconds < LEAST_EPOCH_SEC) return seconds;
  const uptimeSec = nowMs / 1000 - seconds;
  return uptimeSec >= 0 ? uptimeSec : null;
}

/** What a text is that is not of the expected format: "HTML". Null: nobody knows. */
export function kindOfText(text: string): string | null {
  const start = text.slice(0, 2000).trimStart();
  if (start === "") return "nothing";
  if (/^<(!doctype|html|head|body|\?xml|h\d)/i.test(start)) return "HTML";
  if (/^[{[]/.test(start)) return "JSON";
  if (/^# (HELP|TYPE) /m.test(start)) return "Prometheus metrics";
  if (/^#?\s*pxname,/.test(start)) return "HAProxy CSV";
  if (/^[-+$*]|^HTTP\/1/.test(start)) return start.startsWith("HTTP") ? "HTTP" : "the Redis protocol";
  return null;
}

/** `a, b and 3 more`, each name shortened: what an answer holds instead of what was looked for. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, NAMES_SHOWN).map((name) => printable(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/** Text of an answer, fit for a message: one line, no control characters, not long. */
export function printable(text: string): string {
  const line = text.replace(/[^\x20-\x7e]/g, "?");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
