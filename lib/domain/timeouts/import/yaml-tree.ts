import type { ImportReject } from "../model";
import { parseWithinBounds } from "./yaml-bounds";
import { expandYaml } from "./yaml-expansion";

/** YAML or JSON with the line of each value. Aliases and merges (`<<`) are written out, so there is no cycle. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: "map";
  readonly line: number;
  /** Each key once: of those that are written twice, the last. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  /** Of the key. */
  readonly line: number;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly line: number;
  /** As it is written, without quotes: "0x10" stays so. Empty for null. */
  readonly text: string;
  /** True: `null`, `~`, or nothing stands there. */
  readonly isNull: boolean;
}

export interface YamlText {
  /** Null: the document is empty, or nothing of it is readable. Where it is wrong, it ends before that line. */
  readonly root: YamlNode | null;
  readonly rejects: readonly ImportReject[];
}

/**
 * Reads one document; `firstLine` is the number of its first line. Never throws; the time and memory that it takes are
 * bounded, whatever the text. Rejects never repeat what stands in it: it may be a secret.
 */
export function readYaml(text: string, firstLine = 1): YamlText {
  const parsed = parseWithinBounds(text);
  const { root, problems } = expandYaml(parsed, firstLine);
  const stop = parsed.stop === null ? [] : [{ ...parsed.stop, line: parsed.stop.line + firstLine - 1 }];
  const rejects = [...problems, ...stop].map(({ line, reason }) => ({ line, text: "", reason }));
  return { root, rejects };
}
