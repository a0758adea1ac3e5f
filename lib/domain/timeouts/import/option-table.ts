import type { SettingValue } from "../model";
import { type ImportDraft, quoted, type SettingPath } from "./import-draft";
import type { ValueReader } from "./scalar-values";
import type { YamlEntry, YamlMap } from "./yaml-tree";

/** One option of a library, and the setting that it is. An option may be several settings: a row each. */
export interface OptionRow {
  /** As the library spells it; case, `-` and `_` do not matter. */
  readonly option: string;
  readonly path: SettingPath;
  readonly read: ValueReader;
}

export interface OptionTable {
  readonly rows: readonly OptionRow[];
  /** Maps of options within the map: `socket` of node-redis. */
  readonly nested?: Readonly<Record<string, OptionTable>>;
  /** Says who and where, not how long: addresses, names, secrets. Passed over without a word. */
  readonly silent: readonly string[];
}

/** What every library is told about where Redis is and who asks; none of it is a time-out, some of it is secret. */
export const WHO_AND_WHERE: readonly string[] =
  "host port url path family addr addrs address addresses db database username password tls ssl name clientName connectionName library nodes network protocol".split(
    " ",
  );

/** One reading of a map of options: its entries become settings, what is not known a reject with its line. */
export function applyOptions(
  draft: ImportDraft,
  entries: readonly YamlEntry[],
  table: OptionTable,
  subject: string | null,
): void {
  const silent = new Set([...table.silent, ...WHO_AND_WHERE].map(plainKey));
  const rowsOf = new Map<string, OptionRow[]>();
  for (const row of table.rows) {
    const key = plainKey(row.option);
    rowsOf.set(key, [...(rowsOf.get(key) ?? []), row]);
  }
  const nestedOf = new Map(
    Object.entries(table.nested ?? {}).map(([name, inner]) => [plainKey(name), inner]),
  );
  for (const entry of entries) {
    const key = plainKey(entry.key);
    const nested = nestedOf.get(key);
    const rows = rowsOf.get(key) ?? [];
    if (nested !== undefined && entry.value.kind === "map") {
      applyOptions(draft, entry.value.entries, nested, subject);
    } else if (rows.length > 0) {
      applyRows(draft, entry, rows, subject);
    } else if (key.endsWith("password") && entry.value.kind === "scalar" && entry.value.text !== "") {
      draft.set("client.authentication", subject, { kind: "word", word: "password" }, entry.line);
    } else if (!silent.has(key)) {
      draft.reject(entry.line, plainWord(entry.key), "no setting of the time-out stack");
    }
  }
}

function applyRows(
  draft: ImportDraft,
  { key, line, value }: YamlEntry,
  rows: readonly OptionRow[],
  subject: string | null,
): void {
  if (value.kind !== "scalar") {
    draft.reject(line, key, "a single value is expected");
    return;
  }
  for (const { path, read } of rows) {
    const result = read(value);
    if (result.kind === "unread") {
      draft.reject(line, quoted(key, value), result.reason);
      return;
    }
    if (result.kind === "assumed") draft.assume(path, subject, result.value, result.known);
    else draft.set(path, subject, result, line);
  }
}

/** `MaxIdle`, `max-idle` and `max_idle` are one key, and so are `pool.max-idle` and `POOL_MAXIDLE`. */
export function plainKey(key: string): string {
  return key.slice(0, 200).toLowerCase().replace(/[-_.]/g, "");
}

/** A key as it may be repeated; "": it looks like an address or a sentence, and may hold a secret. */
export function plainWord(key: string): string {
  return /^[\w.$[\]-]{1,100}$/.test(key) ? key : "";
}

/** Whatever stands there, it means this: a fixed delay has no jitter. */
export function always(value: SettingValue): ValueReader {
  return () => value;
}

export interface FoundMap {
  readonly map: YamlMap;
  /** Keys that lead to it; empty at the root. */
  readonly path: readonly string[];
}

const MAX_MAPS = 50_000;

/** Maps that `isWanted`, outermost first: within one that is found nothing is looked for. What aliases repeat is seen once. */
export function findMaps(
  root: YamlMap,
  isWanted: (map: YamlMap, path: readonly string[]) => boolean,
): readonly FoundMap[] {
  const found: FoundMap[] = [];
  const seen = new Set<YamlMap>([root]);
  const waiting: FoundMap[] = [{ map: root, path: [] }];
  for (let at = 0; at < waiting.length && at < MAX_MAPS; at++) {
    const here = waiting[at];
    if (here === undefined) break;
    if (isWanted(here.map, here.path)) {
      found.push(here);
      continue;
    }
    for (const { key, value } of here.map.entries) {
      for (const inner of value.kind === "list" ? value.items : [value]) {
        if (inner.kind !== "map" || seen.has(inner)) continue;
        seen.add(inner);
        waiting.push({ map: inner, path: [...here.path, key] });
      }
    }
  }
  return found;
}
