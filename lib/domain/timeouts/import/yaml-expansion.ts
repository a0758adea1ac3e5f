import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode } from "yaml";
import type { BoundedYaml } from "./yaml-bounds";
import type { YamlEntry, YamlNode } from "./yaml-tree";

/** Values of a document, aliases written out. Beyond it an alias is left out: a few can stand for billions. */
const MAX_VALUES = 400_000;
const MAX_PROBLEMS = 100;

export interface YamlProblem {
  readonly line: number;
  readonly reason: string;
}

interface Written {
  readonly node: YamlNode;
  /** Values in it, itself counted. */
  readonly size: number;
}

/** A parsed document as a plain tree, up to its first error; its lines count from `firstLine`. */
export function expandYaml(
  { document, lines }: BoundedYaml,
  firstLine: number,
): { readonly root: YamlNode | null; readonly problems: readonly YamlProblem[] } {
  const expansion = new Expansion((offset) => lines.linePos(offset).line + firstLine - 1);
  const root = document === null ? null : expansion.root(document.contents, document.errors);
  return { root, problems: expansion.problems };
}

class Expansion {
  readonly problems: YamlProblem[] = [];
  readonly #lineAt: (offset: number) => number;
  readonly #anchors = new Map<string, Written>();
  #values = 0;
  /** Of the first error. What follows is mostly the parser's own confusion. */
  #endLine = Number.POSITIVE_INFINITY;

  constructor(lineAt: (offset: number) => number) {
    this.#lineAt = lineAt;
  }

  root(
    contents: ParsedNode | null,
    errors: readonly { pos: [number, number]; code: string; message: string }[],
  ) {
    const [error] = errors;
    if (error !== undefined) {
      this.#endLine = this.#lineAt(error.pos[0]);
      this.#report(this.#endLine, `${reasonOf(error.code, error.message)}: what follows was not read`);
    }
    return contents === null || !this.#isBeforeEnd(contents) ? null : this.#write(contents, 1).node;
  }

  /** `line`: for what is not there. */
  #write(node: ParsedNode | null, line: number): Written {
    this.#values++;
    if (node === null) return nothing(line);
    const here = this.#lineAt(node.range[0]);
    if (isAlias(node)) return this.#target(node.source, here);
    const written = this.#writeValue(node, here);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, written);
    return written;
  }

  #writeValue(node: ParsedNode, line: number): Written {
    if (isMap<ParsedNode, ParsedNode | null>(node)) return this.#writeMap(node.items, line);
    if (isSeq<ParsedNode>(node)) {
      const items = node.items
        .filter((item) => this.#isBeforeEnd(item))
        .map((item) => this.#write(item, line));
      const size = items.reduce((sum, item) => sum + item.size, 1);
      return { node: { kind: "list", line, items: items.map((item) => item.node) }, size };
    }
    if (!isScalar(node) || node.value === null) return nothing(line);
    const text = node.type === "PLAIN" ? (node.source ?? String(node.value)) : String(node.value);
    return { node: { kind: "scalar", line, text, isNull: false }, size: 1 };
  }

  #writeMap(pairs: readonly Pair<ParsedNode, ParsedNode | null>[], line: number): Written {
    const own = new Map<string, YamlEntry>();
    const merged = new Map<string, YamlEntry>();
    let size = 1;
    for (const { key: keyNode, value } of pairs) {
      if (!this.#isBeforeEnd(keyNode)) break;
      if (!isScalar(keyNode)) continue;
      const key = keyNode.source ?? String(keyNode.value);
      const keyLine = this.#lineAt(keyNode.range[0]);
      const written = this.#write(value, keyLine);
      size += written.size;
      if (key === "<<") mergeInto(merged, written.node);
      else own.set(key, { key, line: keyLine, value: written.node });
    }
    const entries = [...new Map([...merged, ...own]).values()];
    return { node: { kind: "map", line, entries }, size };
  }

  #target(name: string, line: number): Written {
    const target = this.#anchors.get(name);
    if (target !== undefined && this.#values + target.size <= MAX_VALUES) {
      this.#values += target.size;
      return target;
    }
    this.#report(
      line,
      target === undefined
        ? "*name is used, but no &name stands before it: this value was not read"
        : "written out, the aliases make this too large: this value was not read",
    );
    return nothing(line);
  }

  #isBeforeEnd(node: ParsedNode | null): boolean {
    return (
      node === null ||
      this.#endLine === Number.POSITIVE_INFINITY ||
      this.#lineAt(node.range[0]) < this.#endLine
    );
  }

  #report(line: number, reason: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line, reason });
  }
}

/** Of several maps that are merged (`<<: [*a, *b]`) the first counts. */
function mergeInto(entries: Map<string, YamlEntry>, node: YamlNode): void {
  for (const map of node.kind === "list" ? node.items : [node]) {
    if (map.kind !== "map") continue;
    for (const entry of map.entries) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  }
}

function nothing(line: number): Written {
  return { node: { kind: "scalar", line, text: "", isNull: true }, size: 1 };
}

/** The parser's messages repeat what stands in the file, after a colon or in quotes: that is cut off. */
function reasonOf(code: string, message: string): string {
  if (code === "TAB_AS_INDENT") return "a tab is used for indentation";
  const [reason = ""] = message.split(/: |["'`]/);
  return `not valid YAML (${(reason.trim() || code).toLowerCase()})`;
}
