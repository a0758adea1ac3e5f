import type { YamlEntry, YamlNode, YamlScalar } from "./yaml-tree";

/** What stands under a path of keys; null: nothing does. */
export function nodeAt(node: YamlNode | null, ...path: readonly string[]): YamlNode | null {
  let here = node;
  for (const key of path) here = entryOf(here, key)?.value ?? null;
  return here;
}

export function entryOf(node: YamlNode | null, key: string): YamlEntry | null {
  return node?.kind === "map" ? (node.entries.find((entry) => entry.key === key) ?? null) : null;
}

export function itemsAt(node: YamlNode | null, ...path: readonly string[]): readonly YamlNode[] {
  const found = nodeAt(node, ...path);
  return found?.kind === "list" ? found.items : [];
}

/** A value that says something: not null, not a map, not a list. */
export function scalarAt(node: YamlNode | null, ...path: readonly string[]): YamlScalar | null {
  const found = nodeAt(node, ...path);
  return found?.kind === "scalar" && !found.isNull ? found : null;
}

export function textAt(node: YamlNode | null, ...path: readonly string[]): string | null {
  return scalarAt(node, ...path)?.text ?? null;
}

export function entriesOf(node: YamlNode | null): readonly YamlEntry[] {
  return node?.kind === "map" ? node.entries : [];
}
