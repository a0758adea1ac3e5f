import type { SettingValue } from "../model";
import type { KnownDefault } from "./import-draft";
import type { YamlScalar } from "./yaml-tree";

export type ValueRead =
  | SettingValue
  | { readonly kind: "unread"; readonly reason: string }
  /** On, and what that is stands elsewhere: the system's default. */
  | { readonly kind: "assumed"; readonly value: SettingValue; readonly known: KnownDefault };
export type ValueReader = (scalar: YamlScalar) => ValueRead;

type Endless = "infinite" | "unset";

/** What a number means to a program that stands for none. Where it is not said, the number is refused. */
export interface SpecialNumbers {
  /** Zero; "as-is": a value like any other. */
  readonly zero?: Endless | "as-is";
  /** Any number below zero. */
  readonly negative?: Endless;
  /** `null`, `None`, `~` */
  readonly nothing?: Endless;
}

const SEC_MS = 1000;
const MIN_MS = 60 * SEC_MS;
const HOUR_MS = 60 * MIN_MS;
const DAY_MS = 24 * HOUR_MS;
/** Longer is no time-out but a mistake in its unit. */
const MAX_MS = 100 * 365 * DAY_MS;
const MAX_COUNT = 2 ** 31;

/** A plain number of units: `5000`, `0.5`, `10_000`. `unit`: for messages, "milliseconds". */
export function durationIn(unitMs: number, unit: string, special: SpecialNumbers): ValueReader {
  return (scalar) => {
    const nothing = nothingOf(scalar, special);
    if (nothing !== null) return nothing;
    const number = numberOf(scalar.text);
    return number === null ? unread(`a number of ${unit} is expected`) : duration(number * unitMs, special);
  };
}

const SPRING_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: SEC_MS,
  m: MIN_MS,
  h: HOUR_MS,
  d: DAY_MS,
};

/**
 * Spring Boot's durations: `2s`, `500ms`, ISO 8601 `PT2S`, or a number of milliseconds
 * (https://docs.spring.io/spring-boot/reference/features/external-config.html, "Converting Durations").
 */
export function springDuration(special: SpecialNumbers): ValueReader {
  return (scalar) => {
    const nothing = nothingOf(scalar, special);
    if (nothing !== null) return nothing;
    const text = scalar.text.trim();
    if (/^\$\{/.test(text)) return unread("it comes from the environment when the program starts");
    const [, number = "", unit = ""] = /^([+-]?\d{1,18}) ?([a-zA-Z]{0,2})$/.exec(text) ?? [];
    const unitMs = SPRING_UNITS[unit === "" ? "ms" : unit.toLowerCase()];
    if (number !== "" && unitMs !== undefined) return duration(Number(number) * unitMs, special);
    const iso = isoDurationMs(text);
    return iso === null ? unread("a duration such as 500ms, 2s or PT2S is expected") : duration(iso, special);
  };
}

/** `PT1.5S`, `P1DT2H`; null: it is none. */
export function isoDurationMs(text: string): number | null {
  const parts =
    /^([+-]?)P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/i.exec(
      text,
    );
  if (parts === null || /^[+-]?P$/i.test(text)) return null;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = parts;
  const ms =
    Number(days) * DAY_MS + Number(hours) * HOUR_MS + Number(minutes) * MIN_MS + Number(seconds) * SEC_MS;
  return sign === "-" ? -ms : ms;
}

const GO_UNITS: Readonly<Record<string, number>> = { ...SPRING_UNITS, µs: 1e-3, μs: 1e-3 };
const GO_DURATION = /^([+-]?)((?:\d{1,18}(?:\.\d{0,18})?(?:ns|us|µs|μs|ms|s|m|h)){1,7})$/;

/** Go's durations: `3s`, `1m30s` (https://pkg.go.dev/time#ParseDuration), or a number of nanoseconds. */
export function goDuration(special: SpecialNumbers): ValueReader {
  return (scalar) => {
    const nothing = nothingOf(scalar, special);
    if (nothing !== null) return nothing;
    const text = scalar.text.trim();
    const [, sign = "", parts = ""] = GO_DURATION.exec(text) ?? [];
    if (parts !== "") {
      const pieces = parts.matchAll(/(\d+(?:\.\d*)?)(\D+)/g);
      const ms = [...pieces].reduce(
        (sum, [, amount, unit = ""]) => sum + Number(amount) * (GO_UNITS[unit] ?? 0),
        0,
      );
      return duration(sign === "-" ? -ms : ms, special);
    }
    const nanoseconds = numberOf(text);
    if (nanoseconds === null) return unread("a duration such as 3s is expected, or a number of nanoseconds");
    // -1 and -2 have a meaning of their own; a thousandth of a millisecond has none.
    if (nanoseconds > 0 && nanoseconds < 100_000)
      return unread("a bare number counts nanoseconds, and this is less than 0.1 ms: write it with its unit");
    return duration(nanoseconds / 1e6, special);
  };
}

export function count(special: SpecialNumbers): ValueReader {
  return (scalar) => {
    const nothing = nothingOf(scalar, special);
    if (nothing !== null) return nothing;
    const number = numberOf(scalar.text);
    if (number === null || !Number.isInteger(number)) return unread("a whole number is expected");
    const endless = specialOf(number, special);
    if (endless !== null) return endless;
    return number > MAX_COUNT ? unread("no such number can be meant") : { kind: "count", count: number };
  };
}

/** `true`, `yes`, `on`, `1` and their opposites. */
export function flagOf(text: string): boolean | null {
  if (/^(true|yes|on|1)$/i.test(text.trim())) return true;
  return /^(false|no|off|0)$/i.test(text.trim()) ? false : null;
}

export const flag: ValueReader = ({ text }) => {
  const isOn = flagOf(text);
  return isOn === null ? unread("true or false is expected") : { kind: "flag", isOn };
};

/** Linux sends the first keepalive probe after two hours unless it is told otherwise. */
export const SYSTEM_KEEPALIVE: ValueRead = {
  kind: "assumed",
  value: { kind: "duration", ms: 2 * HOUR_MS },
  known: { name: "Linux tcp_keepalive_time", reference: "https://docs.kernel.org/networking/ip-sysctl.html" },
};

/** A flag that turns TCP keepalive on, without a word on when the first probe goes out. */
export const keepaliveFlag: ValueReader = (scalar) => {
  const isOn = flag(scalar);
  if (isOn.kind !== "flag") return isOn;
  return isOn.isOn ? SYSTEM_KEEPALIVE : { kind: "unset" };
};

/** A decimal number; null: it is none, or too long to be meant. */
export function numberOf(text: string): number | null {
  const digits = text.trim();
  if (!/^[+-]?\d[\d_]{0,24}(\.\d{1,20})?$/.test(digits)) return null;
  return Number(digits.replaceAll("_", ""));
}

export function duration(ms: number, special: SpecialNumbers): ValueRead {
  const endless = specialOf(ms, special);
  if (endless !== null) return endless;
  if (ms > MAX_MS) return unread("this is more than 100 years");
  // Microseconds are the finest that any setting here means.
  return { kind: "duration", ms: Math.round(ms * 1000) / 1000 };
}

export function unread(reason: string): ValueRead {
  return { kind: "unread", reason };
}

function nothingOf(scalar: YamlScalar, { nothing }: SpecialNumbers): ValueRead | null {
  const isNothing = scalar.isNull || /^(none|null|nil|undefined)?$/i.test(scalar.text.trim());
  if (!isNothing) return null;
  return nothing === undefined ? unread("no value stands here") : { kind: nothing };
}

function specialOf(number: number, { zero, negative }: SpecialNumbers): ValueRead | null {
  if (number < 0) return negative === undefined ? unread("it may not be below zero") : { kind: negative };
  if (number !== 0 || zero === "as-is") return null;
  return zero === undefined ? unread("it may not be zero") : { kind: zero };
}
