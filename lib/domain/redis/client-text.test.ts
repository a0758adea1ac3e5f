import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLIENT_TEXT_BYTES, CLIENT_TEXT_LIMIT, clientText } from "./client-text";

function textOf(bytes: Buffer | readonly number[]): string {
  const buffer = Buffer.from(bytes);
  return clientText(buffer, 0, buffer.length);
}

describe("clientText", () => {
  it.each([
    ["plain text", Buffer.from("svc=pay:eu"), "svc=pay:eu"],
    ["quotes and markup", Buffer.from(`"'<script>&\\`), `"'<script>&\\`],
    ["letters of all alphabets", Buffer.from("bücher-日本-😀"), "bücher-日本-😀"],
    ["control characters", Buffer.from("a\u0000\u001b[31m\u007f"), "a\\x00\\x1b[31m\\x7f"],
    ["a direction override", Buffer.from("abc\u202Egnp"), "abc\\xe2\\x80\\xaegnp"],
    ["a zero-width space", Buffer.from("a\u200Bb"), "a\\xe2\\x80\\x8bb"],
    ["a lone continuation byte", [0x61, 0x80, 0x62], "a\\x80b"],
    ["a character that was cut", [0x61, 0xe6, 0x97], "a\\xe6\\x97"],
    ["an overlong form", [0xc0, 0xaf, 0xe0, 0x80, 0xaf], "\\xc0\\xaf\\xe0\\x80\\xaf"],
    ["a surrogate", [0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"],
    ["a code point that cannot be", [0xf4, 0x90, 0x80, 0x80, 0xff], "\\xf4\\x90\\x80\\x80\\xff"],
  ])("shows %s", (_, bytes, text) => {
    expect(textOf(bytes)).toBe(text);
  });

  it("reads only its span", () => {
    expect(clientText(Buffer.from("name=abc age=1"), 5, 8)).toBe("abc");
  });

  it("cuts at 256 characters and never inside of one or of an escape", () => {
    expect(textOf(Buffer.from("x".repeat(256)))).toBe("x".repeat(256));
    expect(textOf(Buffer.from("x".repeat(257)))).toBe(`${"x".repeat(256)}…`);
    expect(textOf(Buffer.from(`${"x".repeat(255)}😀`))).toBe(`${"x".repeat(255)}…`);
    expect(textOf(Buffer.from(`${"x".repeat(254)}\u0001`))).toBe(`${"x".repeat(254)}…`);
  });

  it("is well-formed, short and without hidden characters, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = textOf([...bytes]);
        expect(text.length).toBeLessThanOrEqual(CLIENT_TEXT_LIMIT + 1);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });

  it("needs no byte beyond those that the parser keeps", () => {
    const long = fc.array(fc.constantFrom("a", "é", "日", "😀", "\u0001"), {
      minLength: 257,
      maxLength: 600,
    });
    fc.assert(
      fc.property(long, (characters) => {
        const bytes = Buffer.from(characters.join(""));
        expect(clientText(bytes, 0, Math.min(bytes.length, CLIENT_TEXT_BYTES))).toBe(textOf(bytes));
      }),
    );
  });
});
