import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitYamlDocuments } from "./yaml-documents";
import { readYaml, type YamlNode } from "./yaml-tree";

/** Without lines: what JSON would say, scalars as text. */
function plain(node: YamlNode | null): unknown {
  if (node === null) return null;
  if (node.kind === "list") return node.items.map(plain);
  if (node.kind === "map")
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return node.isNull ? null : node.text;
}

function elapsedMs(run: () => void): number {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}

describe("YAML as a tree", () => {
  it("keeps text as it is written, and the lines of keys and values", () => {
    expect(readYaml('a: 0x10\nb:\n  - 010 # c\n  - "1\\n2"\n', 11)).toEqual({
      root: {
        kind: "map",
        line: 11,
        entries: [
          { key: "a", line: 11, value: { kind: "scalar", line: 11, text: "0x10", isNull: false } },
          {
            key: "b",
            line: 12,
            value: {
              kind: "list",
              line: 13,
              items: [
                { kind: "scalar", line: 13, text: "010", isNull: false },
                { kind: "scalar", line: 14, text: "1\n2", isNull: false },
              ],
            },
          },
        ],
      },
      rejects: [],
    });
  });

  it("reads JSON, with tabs too, and gives it back (property)", () => {
    const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value, null, "\t");
        const expected = JSON.parse(text, (_, inner) =>
          inner === null || typeof inner === "object" ? inner : String(inner),
        );
        const { root, rejects } = readYaml(text);
        expect(rejects).toEqual([]);
        // -0 and 1e21 are kept as they are written.
        if (!/[-]0|e[+-]/.test(text) && !text.includes('"__proto__"') && !text.includes('"<<"'))
          expect(plain(root)).toEqual(expected);
      }),
    );
  });

  it("writes aliases and merges out; a key's own value wins, and of two the last", () => {
    const text =
      "base: &b {t: 1, u: 2}\none:\n  <<: *b\n  t: 5\n  t: 6\ntwo: *b\nthree: {<<: [{u: 8}, *b]}\n";
    expect(plain(readYaml(text).root)).toMatchObject({
      one: { t: "6", u: "2" },
      two: { t: "1", u: "2" },
      three: { t: "1", u: "8" },
    });
  });

  it.each([
    [
      "a tab",
      "a: 1\nb:\n\tc: 2\nd: 3\n",
      3,
      "a tab is used for indentation: what follows was not read",
      { a: "1", b: null },
    ],
    ["a quote that stays open", "a: 1\nb: 'x\nc: 2\n", 4, /not valid YAML/, { a: "1" }],
    ["an alias without anchor", "a: *nobody\nb: 2\n", 1, /no &name stands before it/, { a: null, b: "2" }],
    ["a second document", "a: 1\n---\nb: 2\n", 2, /another document begins/, { a: "1" }],
  ])("%s: what stands before it is read", (_, text, line, reason, expected) => {
    const { root, rejects } = readYaml(text);
    expect(plain(root)).toMatchObject(expected);
    expect(rejects[0]).toMatchObject({
      reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
    });
    expect(rejects[0]?.line).toBeGreaterThanOrEqual(line - 1);
    expect(rejects[0]?.line).toBeLessThanOrEqual(line + 1);
  });

  it("never repeats what stands in the file", () => {
    for (const text of [
      "a: s3cret: b\n",
      "p: *s3cret\n",
      "p: 's3cret\n",
      "\ts3cret: 1\n",
      "- s3cret\np: @s3cret\n",
    ])
      expect(JSON.stringify(readYaml(text).rejects)).not.toContain("s3cret");
  });

  it("does not write out a bomb of aliases", () => {
    const levels = Array.from({ length: 12 }, (_, at) => {
      const items = at === 0 ? "x" : `*a${at - 1}`;
      return `a${at}: &a${at} [${Array(10).fill(items).join(",")}]`;
    });
    const { rejects } = readYaml(levels.join("\n"));
    expect(rejects[0]?.reason).toMatch(/the aliases make this too large/);
  });

  it.each([
    ["nesting of lists", "[".repeat(5e6)],
    ["nesting of maps", "{a: ".repeat(1e6)],
    ["nesting in one line", "- ".repeat(2e6)],
    ["quotes", '"'.repeat(5e6)],
    ["anchors", "&a ".repeat(1.6e6)],
    ["tags", "!a ".repeat(1.6e6)],
    ["aliases", "a: *b\n".repeat(8e5)],
    ["tabs", "\t\n".repeat(2.5e6)],
    ["binary", "\u0000\u0001\uFFFD[{".repeat(1e6)],
    ["one long scalar", `a: |\n ${"x".repeat(5e6)}`],
    ["a long list", `a: [${"1,".repeat(2.5e6)}]`],
    ["ordinary lines", "pool:\n  timeout: 400\n".repeat(250_000)],
  ])("takes bounded time for 5 MB of %s", (_, text) => {
    expect(elapsedMs(() => readYaml(text))).toBeLessThan(20_000);
  });

  it("never throws (property)", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "a",
            ":",
            " ",
            "\n",
            "-",
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "'",
            '"',
            "|",
            "!",
            "#",
            "?",
            "\t",
            "<<",
          ),
        ),
        (parts) => {
          readYaml(parts.join(""));
          splitYamlDocuments(parts.join(""));
        },
      ),
    );
  });
});

describe("documents of a stream", () => {
  it("are split at their markers and keep their lines", () => {
    const text = "# licence\n---\na: 1\n--- # two\nb: 2\n...\n\n---\n---\n{c: 3}";
    expect(splitYamlDocuments(text).map(({ text, firstLine }) => [firstLine, text.trim()])).toEqual([
      [2, "a: 1"],
      [4, "# two\nb: 2"],
      [9, "{c: 3}"],
    ]);
  });
});
