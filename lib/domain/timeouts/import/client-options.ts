import type { Import } from "../model";
import { withinBudget } from "./document-budget";
import { ImportDraft } from "./import-draft";
import type { ImportContext, Importer, Likeness } from "./importer";
import { applyOptions, findMaps, type OptionTable, plainKey, plainWord } from "./option-table";
import { splitYamlDocuments } from "./yaml-documents";
import { textAt } from "./yaml-lookup";
import { readYaml, type YamlMap } from "./yaml-tree";

/** A client library whose options are written down as JSON, YAML, or a JavaScript object without functions. */
export interface ClientLibrary {
  /** "ioredis": the importer's name, and the word for the library. */
  readonly name: string;
  /** "options of ioredis" */
  readonly format: string;
  /** Options that no other library here has under this name, as they may be spelled. */
  readonly marks: readonly string[];
  /** The option that becomes the name in CLIENT LIST. */
  readonly clientName: string;
  readonly table: OptionTable;
}

export function clientOptionsImporter(library: ClientLibrary): Importer {
  return {
    name: library.name,
    format: library.format,
    looksLike: (head, fileName) => likeness(library, head, fileName),
    read: (text, context) => readOptions(library, text, context),
  };
}

function likeness({ name, marks }: ClientLibrary, head: string, fileName: string): Likeness {
  if (!/\.(json|jsonc|json5|ya?ml|js|mjs|ts|txt)$/.test(fileName) && /\.\w+$/.test(fileName)) return "no";
  const found = marks.filter((mark) => new RegExp(`(?<![\\w.-])${mark}["']?\\s*:`).test(head)).length;
  const isNamed =
    fileName.includes(name) ||
    new RegExp(`(?<![\\w-])library["']?\\s*:\\s*["']?${name}(?![\\w-])`).test(head);
  if (isNamed) return "sure";
  if (found === 0) return "no";
  return found > 1 ? "sure" : "likely";
}

function readOptions(library: ClientLibrary, text: string, context: ImportContext): Import {
  const draft = new ImportDraft(library.format, context);
  const marks = new Set(library.marks.map(plainKey));
  const options = new Set(library.table.rows.map(({ option }) => plainKey(option)));
  const isWanted = (map: YamlMap, path: readonly string[]): boolean =>
    map.entries.some(
      ({ key }) => marks.has(plainKey(key)) || (path.length === 0 && options.has(plainKey(key))),
    ) || textAt(map, "library") === library.name;

  for (const part of withinBudget(draft, splitYamlDocuments(text))) {
    const { root, rejects } = readYaml(withoutComments(part.text), part.firstLine);
    draft.rejectAll(rejects);
    // A list of clients is as good as a map of them.
    const top =
      root?.kind === "list"
        ? { kind: "map" as const, line: 1, entries: [{ key: "", line: 1, value: root }] }
        : root;
    const found = top?.kind === "map" ? findMaps(top, isWanted) : [];
    for (const { map, path } of found) {
      const named = map.entries.find(({ key }) => plainKey(key) === plainKey(library.clientName))?.value;
      const clientName = named?.kind === "scalar" && named.text !== "" ? named.text : null;
      const subject =
        clientName ??
        (found.length > 1
          ? path
              .map(plainWord)
              .filter((key) => key !== "")
              .join(".") || null
          : null);
      draft.set("client.library", subject, { kind: "word", word: library.name }, map.line);
      applyOptions(draft, map.entries, library.table, subject);
    }
  }
  if (draft.settingCount === 0) draft.reject(null, "", `no options of ${library.name} were found`);
  return draft.done();
}

/** What begins like JSON may have comments like JavaScript's, which YAML would take for the next key. */
function withoutComments(text: string): string {
  const first = text.split("\n", 1000).find((line) => !/^\s*(\/\/.*)?$/.test(line)) ?? "";
  return /^\s*[{[]/.test(first) ? text.replace(/(^|[\s,{[])\/\/[^\n]*/g, "$1") : text;
}
