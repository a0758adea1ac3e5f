import type { SettingValue } from "../model";
import { isPlaceholder, PLACEHOLDER } from "./placeholder";
import type { YamlEntry, YamlNode } from "./yaml-tree";

/** Protobuf allows each field under two names: `connect_timeout` and `connectTimeout`. `name`: the first. */
export function envoyEntry(node: YamlNode | null, name: string): YamlEntry | null {
  if (node?.kind !== "map") return null;
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return node.entries.find(({ key }) => key === name || key === camel) ?? null;
}

/** What stands under a path of fields; null: nothing does. */
export function envoyAt(node: YamlNode | null, ...path: readonly string[]): YamlNode | null {
  let here = node;
  for (const name of path) here = envoyEntry(here, name)?.value ?? null;
  return here;
}

export function envoyItems(node: YamlNode | null, ...path: readonly string[]): readonly YamlNode[] {
  const found = envoyAt(node, ...path);
  return found?.kind === "list" ? found.items : [];
}

/** Null: no text stands there. */
export function envoyText(node: YamlNode | null, ...path: readonly string[]): string | null {
  const found = envoyAt(node, ...path);
  return found?.kind === "scalar" && found.text !== "" ? found.text : null;
}

export type EnvoyRead = SettingValue | { readonly kind: "unread"; readonly reason: string };

/** Of protobuf's durations: about 10,000 years. */
const MAX_SEC = 315_576_000_000;

/** `0.25s`: seconds with up to nine decimals and an s, nothing else (https://protobuf.dev/reference/protobuf/google.protobuf/#duration). */
export function envoyDuration(node: YamlNode): EnvoyRead {
  const text = node.kind === "scalar" ? node.text : "";
  if (isPlaceholder(text)) return { kind: "unread", reason: PLACEHOLDER };
  const [, digits = ""] = /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(text) ?? [];
  if (digits === "" || Number(digits) > MAX_SEC)
    return { kind: "unread", reason: "Envoy reads seconds with an s here, such as 0.25s, not below 0" };
  // Nanoseconds are whole; a binary fraction of a millisecond would not be.
  return { kind: "duration", ms: Math.round(Number(digits) * 1e9) / 1e6 };
}

/** A number of 32 bits without sign. */
export function envoyCount(node: YamlNode): EnvoyRead {
  const text = node.kind === "scalar" ? node.text : "";
  if (isPlaceholder(text)) return { kind: "unread", reason: PLACEHOLDER };
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return number < 2 ** 32
    ? { kind: "count", count: number }
    : { kind: "unread", reason: "Envoy reads a whole number here, not below 0" };
}
