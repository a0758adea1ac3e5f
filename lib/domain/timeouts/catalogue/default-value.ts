import type { Layer, SettingValue } from "../model";

/** A value that holds where nobody set it, and the page that says so. */
export interface DefaultValue {
  readonly layer: Layer;
  readonly key: string;
  readonly value: SettingValue;
  readonly reference: string;
}

export const seconds = (count: number): SettingValue => ({ kind: "duration", ms: count * 1000 });
export const ms = (count: number): SettingValue => ({ kind: "duration", ms: count });
export const count = (value: number): SettingValue => ({ kind: "count", count: value });
export const flag = (isOn: boolean): SettingValue => ({ kind: "flag", isOn });
export const word = (text: string): SettingValue => ({ kind: "word", word: text });
export const INFINITE: SettingValue = { kind: "infinite" };
export const UNSET: SettingValue = { kind: "unset" };

/** Linux sends the first keepalive probe after two hours unless told otherwise (tcp_keepalive_time). */
export const SYSTEM_KEEPALIVE = seconds(7200);

type Values = Readonly<Record<string, SettingValue>>;

/** Values of one layer that one page documents. */
export function documented(reference: string, layer: Layer, values: Values): DefaultValue[] {
  return Object.entries(values).map(([key, value]) => ({ layer, key, value, reference }));
}
