import type { YamlScalar } from "./yaml-tree";

export interface Property {
  readonly key: string;
  /** Of its first line. */
  readonly line: number;
  readonly value: YamlScalar;
}

/** A part of a file between marks `#---`, by which Spring Boot divides it into documents. */
export type PropertyDocument = readonly Property[];

/**
 * Java's .properties: `key=value`, `key: value` or `key value`, `\` at the end of a line goes on in the next, `#` and `!`
 * begin comments (https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)).
 */
export function readProperties(text: string): readonly PropertyDocument[] {
  const documents: Property[][] = [[]];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const first = (lines[at] ?? "").trimStart();
    if (/^[#!]---\s*$/.test(first)) documents.push([]);
    if (first === "" || /^[#!]/.test(first)) continue;
    const line = at + 1;
    const pieces = [first];
    while (endsInBackslash(pieces.at(-1) ?? "") && at + 1 < lines.length) {
      at += 1;
      pieces.push((lines[at] ?? "").trimStart());
    }
    const whole = pieces.map((piece) => (endsInBackslash(piece) ? piece.slice(0, -1) : piece)).join("");
    documents.at(-1)?.push(propertyOf(whole, line));
  }
  return documents;
}

function propertyOf(text: string, line: number): Property {
  const [, key = ""] = /^((?:\\.|[^\\\s=:])*)/.exec(text) ?? [];
  const value = text.slice(key.length).replace(/^\s*[=:]?\s*/, "");
  return {
    key: unescaped(key),
    line,
    value: { kind: "scalar", line, text: unescaped(value).trimEnd(), isNull: false },
  };
}

function endsInBackslash(text: string): boolean {
  return (/\\+$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_, code: string | undefined, char: string | undefined) =>
      code === undefined
        ? (ESCAPES[char ?? ""] ?? char ?? "")
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
