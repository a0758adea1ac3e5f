import type { Layer, SETTING_KINDS, Setting, SettingKind } from "./model";

type Kinds = typeof SETTING_KINDS;

/** The keys of a layer that hold values of one kind. */
export type KeysOf<L extends Layer, K extends SettingKind> = {
  [Key in keyof Kinds[L]]: Kinds[L][Key] extends K ? Key : never;
}[keyof Kinds[L]] &
  string;

/** Nothing is known of it: not even that it is unset. */
export interface Unknown {
  readonly state: "unknown";
  readonly layer: Layer;
  readonly key: string;
  /** Whose it would be; null: everybody's. */
  readonly subject: string | null;
}

/** It waits, or keeps, for ever; or it is known that nothing limits it. */
export interface Unlimited {
  readonly state: "infinite" | "unset";
  readonly setting: Setting;
}

export interface FoundDuration {
  readonly state: "duration";
  readonly ms: number;
  readonly setting: Setting;
}

export interface FoundCount {
  readonly state: "count";
  readonly count: number;
  readonly setting: Setting;
}

export interface FoundFlag {
  readonly state: "flag";
  readonly isOn: boolean;
  readonly setting: Setting;
}

export interface FoundWord {
  readonly state: "word";
  readonly word: string;
  readonly setting: Setting;
}

export type DurationLookup = FoundDuration | Unlimited | Unknown;
export type CountLookup = FoundCount | Unlimited | Unknown;
export type FlagLookup = FoundFlag | Unknown;
export type WordLookup = FoundWord | Unknown;
export type Lookup = DurationLookup | CountLookup | FlagLookup | WordLookup;

/** Zero switches these off, in Redis and in every library that has them. */
const OFF_AT_ZERO: ReadonlySet<string> = new Set([
  "server.timeout",
  "server.tcpKeepalive",
  "client.tcpKeepalive",
  "client.tcpUserTimeout",
  "client.healthCheckInterval",
  "client.topologyRefresh",
  "pool.evictionPeriod",
  "pool.maxLifetime",
  "load-balancer.idle",
  "network.natIdle",
  "network.conntrackIdle",
  "proxy.clientTimeout",
  "proxy.serverTimeout",
  "client.commandTimeout",
  "client.connectTimeout",
]);

export function asDuration(setting: Setting): DurationLookup | null {
  const { value } = setting;
  if (value.kind === "infinite" || value.kind === "unset") return { state: value.kind, setting };
  if (value.kind !== "duration" || Number.isNaN(value.ms)) return null;
  // Below zero is for ever wherever it is allowed: JVM name caches, commons-pool2, go-redis.
  if (value.ms < 0 || value.ms === Number.POSITIVE_INFINITY) return { state: "infinite", setting };
  if (value.ms === 0 && OFF_AT_ZERO.has(`${setting.layer}.${setting.key}`))
    return { state: "unset", setting };
  return { state: "duration", ms: value.ms, setting };
}

export function asCount(setting: Setting): CountLookup | null {
  const { value } = setting;
  if (value.kind === "infinite" || value.kind === "unset") return { state: value.kind, setting };
  return value.kind === "count" && Number.isFinite(value.count)
    ? { state: "count", count: value.count, setting }
    : null;
}

export function asFlag(setting: Setting): FlagLookup | null {
  const { value } = setting;
  if (value.kind === "unset") return { state: "flag", isOn: false, setting };
  return value.kind === "flag" ? { state: "flag", isOn: value.isOn, setting } : null;
}

export function asWord(setting: Setting): WordLookup | null {
  const { value } = setting;
  return value.kind === "word" ? { state: "word", word: value.word, setting } : null;
}

/** Milliseconds, Infinity where nothing limits it, null where it is unknown. */
export function limitMs(lookup: DurationLookup): number | null {
  switch (lookup.state) {
    case "duration":
      return lookup.ms;
    case "infinite":
    case "unset":
      return Number.POSITIVE_INFINITY;
    case "unknown":
      return null;
  }
}

/** The settings that were found, for a finding to point at. */
export function settingsOf(...lookups: readonly Lookup[]): Setting[] {
  return lookups.flatMap((lookup) => (lookup.state === "unknown" ? [] : [lookup.setting]));
}

export function unknownOf(...lookups: readonly Lookup[]): Unknown[] {
  return lookups.flatMap((lookup) => (lookup.state === "unknown" ? [lookup] : []));
}
