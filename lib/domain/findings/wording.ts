/** U+202F: stands between a number and its unit; a line never breaks there. */
const THIN = "\u202f";

/** 62400 → "62,400" */
export function inCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** 0.958 → "96 %", 0.0021 → "0.21 %"; never "100 %" for less than all, never "0 %" for more than nothing. */
export function inPercent(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return `0${THIN}%`;
  if (percent < 0.01) return `<0.01${THIN}%`;
  if (percent < 1) return `${percent.toFixed(2)}${THIN}%`;
  if (percent < 9.95) return `${percent.toFixed(1)}${THIN}%`;
  if (percent >= 99.5 && percent < 100) return `99.9${THIN}%`;
  return `${inCount(percent)}${THIN}%`;
}

/** 48_000 → "48 s", 750_000 → "12 min", 7_500_000 → "2 h", three days → "3 d"; rounded down, as an age is. */
export function inSpan(spanMs: number): string {
  const sec = Math.max(0, Math.floor(spanMs / 1000));
  if (sec < 120) return `${sec}${THIN}s`;
  if (sec < 7200) return `${Math.floor(sec / 60)}${THIN}min`;
  if (sec < 172_800) return `${Math.floor(sec / 3600)}${THIN}h`;
  return `${inCount(Math.floor(sec / 86_400))}${THIN}d`;
}

/** 0.4 → "24 min", 5.2 → "5.2 h", 23.6 → "24 h" */
export function inHours(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))}${THIN}min`;
  return `${hours < 9.95 ? hours.toFixed(1) : inCount(hours)}${THIN}h`;
}

/** 2.34 → "2.3", 0.034 → "0.034", 1204 → "1,204" */
export function inRate(perSec: number): string {
  if (perSec >= 99.5) return inCount(perSec);
  if (perSec >= 1) return perSec.toFixed(1);
  return String(Number(perSec.toPrecision(2)));
}

/** "14:02:11" of an instant, UTC. */
export function inClock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** 1, "proxy", "proxies" → "1 proxy" */
export function inPlural(count: number, one: string, many = `${one}s`): string {
  return `${inCount(count)} ${count === 1 ? one : many}`;
}

/** A server's words cut to what fits into a sentence, on one line. */
export function inBrief(text: string, limit = 160): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
