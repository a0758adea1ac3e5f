import type { SettingValue } from "../model";
import { type ImportDraft, type KnownDefault, quoted, type SettingPath } from "./import-draft";
import type { ValueReader } from "./scalar-values";
import { entryOf, textAt } from "./yaml-lookup";
import type { YamlMap, YamlNode } from "./yaml-tree";

/** One object of a manifest. */
export interface KubernetesObject {
  readonly kind: string;
  readonly name: string;
  /** "" where the manifest leaves it to the command that applies it. */
  readonly namespace: string;
  readonly line: number;
  readonly root: YamlMap;
}

/** Null: no kind or no name stands there. `generateName` is as good as a name. */
export function objectOf(root: YamlMap): KubernetesObject | null {
  const kind = textAt(root, "kind");
  const name = textAt(root, "metadata", "name") ?? textAt(root, "metadata", "generateName");
  if (kind === null || name === null) return null;
  return { kind, name, namespace: textAt(root, "metadata", "namespace") ?? "", line: root.line, root };
}

/** Helm writes the namespace into some of a chart's objects and leaves it out in others. */
export function isSameNamespace(one: KubernetesObject, other: KubernetesObject): boolean {
  return one.namespace === other.namespace || one.namespace === "" || other.namespace === "";
}

export function annotationsOf({ root }: KubernetesObject): YamlNode | null {
  return entryOf(entryOf(root, "metadata")?.value ?? null, "annotations")?.value ?? null;
}

export interface ReadField {
  readonly draft: ImportDraft;
  /** The map that the field would stand in. */
  readonly at: YamlNode | null;
  readonly field: string;
  readonly path: SettingPath;
  readonly subject: string;
  readonly read: ValueReader;
  /** What Kubernetes does where the field is missing; null: nothing is known then. */
  readonly otherwise: { readonly value: SettingValue; readonly known: KnownDefault } | null;
}

/** A field becomes a setting, its default where it is missing, or a reject where it cannot be read: then nothing is assumed. */
export function readField({ draft, at, field, path, subject, read, otherwise }: ReadField): void {
  const entry = entryOf(at, field);
  if (entry === null || (entry.value.kind === "scalar" && entry.value.isNull)) {
    if (otherwise !== null) draft.assume(path, subject, otherwise.value, otherwise.known);
    return;
  }
  if (entry.value.kind !== "scalar") {
    draft.reject(entry.line, field, "a single value is expected");
    return;
  }
  const value = read(entry.value);
  if (value.kind === "unread") draft.reject(entry.line, quoted(field, entry.value), value.reason);
  else if (value.kind === "assumed") draft.assume(path, subject, value.value, value.known);
  else draft.set(path, subject, value, entry.line);
}
