import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableJson, storableText } from "./storable-text";

describe("storableText", () => {
  it.each([
    ["plain", "plain"],
    ["a\0b\0", "ab"],
    ["pair 🚀 stays", "pair 🚀 stays"],
    ["half \ud83d alone", "half  alone"],
    ["half \ude80 alone", "half  alone"],
    ["", ""],
  ])("%j is stored as %j", (text, stored) => {
    expect(storableText(text)).toBe(stored);
  });

  it("leaves nothing that PostgreSQL refuses, and changes nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "é", "\0", "\ud83d", "\ude80", "🚀") }), (text) => {
        const characters = [...text].filter((character) => !/^[\0\ud800-\udfff]$/.test(character));
        expect(storableText(text)).toBe(characters.join(""));
        expect(Buffer.from(storableText(text)).toString()).toBe(storableText(text));
      }),
    );
  });

  it("reaches into JSON", () => {
    expect(JSON.parse(storableJson({ "a\0": ["x\0", { b: "\ud800" }], n: 1, d: new Date(0) }))).toEqual({
      a: ["x", { b: "" }],
      n: 1,
      d: "1970-01-01T00:00:00.000Z",
    });
  });
});
