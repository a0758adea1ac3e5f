import type { SettingValue } from "../model";
import { isPlaceholder, PLACEHOLDER } from "./placeholder";

const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
/** HAProxy refuses more: its timers have 31 bits, about 24.8 days. */
const MAX_MS = 2 ** 31 - 1;

/**
 * The value of a `timeout`: whole numbers, of ms where there is no unit (https://docs.haproxy.org/2.6/configuration.html#2.5).
 * 0 is for ever. Microseconds become whole milliseconds, rounded up, as HAProxy does.
 */
export function haproxyTime(
  words: readonly string[],
): SettingValue | { readonly kind: "unread"; readonly reason: string } {
  const [text = "", ...more] = words;
  if (isPlaceholder(text)) return unread(PLACEHOLDER);
  if (text === "") return unread("no value stands here");
  const [, digits = "", unit = ""] = /^(\d{1,20})([a-z]{0,2})$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit === "" ? "ms" : unit];
  if (digits === "" || unitMs === undefined || more.length > 0)
    return unread("HAProxy reads a whole number with one of us, ms, s, m, h, d right behind it");
  const ms = Math.ceil(Number(digits) * unitMs);
  if (ms > MAX_MS) return unread("HAProxy refuses more than 24.8 days");
  return ms === 0 ? { kind: "infinite" } : { kind: "duration", ms };
}

function unread(reason: string) {
  return { kind: "unread", reason } as const;
}
