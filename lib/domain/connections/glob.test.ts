import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesGlob } from "./glob";

describe("matchesGlob", () => {
  it.each([
    ["orders-api-*", "orders-api-7f9c4-x2x8l", true],
    ["orders-api-*", "orders-api", false],
    ["*-worker", "mail-worker", true],
    ["web-?", "web-1", true],
    ["web-?", "web-12", false],
    ["a*b*c", "a-b-b-c", true],
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["a.b", "axb", false],
    ["svc=pay:*", "svc=pay:eu", true],
  ])("%j on %j: %s", (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  it("agrees with a regular expression", () => {
    const letters = fc
      .array(fc.constantFrom("a", "b", "*", "?", "."), { maxLength: 8 })
      .map((list) => list.join(""));
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const escaped = pattern.replace(/\./g, "\\.").replace(/\*/g, "[^]*").replace(/\?/g, "[^]");
        expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${escaped}$`).test(text));
      }),
    );
  });

  it("stays quick where a regular expression would not", () => {
    expect(matchesGlob("*a".repeat(60), "a".repeat(30).padEnd(256, "b"))).toBe(false);
  });
});
