/**
 * Bytes that a client chose (names, users, libraries) as text that is safe to store and to show.
 * Invalid UTF-8, control characters and direction overrides become `\xNN`, so that nothing is lost and nothing moves.
 */

/** Longer texts are cut here and end in an ellipsis: a 60 kB client name must not travel through every layer. */
export const CLIENT_TEXT_LIMIT = 256;

/** Bytes that can still matter to the first 256 characters (four bytes each at most, and one more to see the cut). */
export const CLIENT_TEXT_BYTES = 4 * (CLIENT_TEXT_LIMIT + 1);

/** Text of `bytes[start, end)`: at most 256 characters, or 256 and an ellipsis. */
export function clientText(bytes: Buffer, start: number, end: number): string {
  let plain = end - start <= CLIENT_TEXT_LIMIT;
  for (let at = start; plain && at < end; at++) {
    const byte = bytes[at] ?? 0;
    plain = byte >= 0x20 && byte < 0x7f;
  }
  return plain ? bytes.toString("latin1", start, end) : escapedText(bytes, start, end);
}

function escapedText(bytes: Buffer, start: number, end: number): string {
  let text = "";
  let length = 0;
  for (let at = start; at < end; ) {
    const size = characterSize(bytes, at, end);
    const piece =
      size > 0 && isShowable(bytes, at, size)
        ? bytes.toString("utf8", at, at + size)
        : escapeBytes(bytes, at, size || 1);
    if (length + piece.length > CLIENT_TEXT_LIMIT) return `${text}…`;
    text += piece;
    length += piece.length;
    at += size || 1;
  }
  return text;
}

/** Size of the well-formed UTF-8 character at `at`, or 0. Overlong forms and surrogates are malformed (RFC 3629). */
function characterSize(bytes: Buffer, at: number, end: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const size =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (size === 0 || at + size > end) return 0;
  for (let next = at + 1; next < at + size; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[at + 1] ?? 0;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return size;
}

/** Control, format and separator characters: invisible, or able to turn the text around them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]/u;

function isShowable(bytes: Buffer, at: number, size: number): boolean {
  const lead = bytes[at] ?? 0;
  if (size === 1) return lead >= 0x20 && lead !== 0x7f;
  return !HIDDEN.test(bytes.toString("utf8", at, at + size));
}

function escapeBytes(bytes: Buffer, at: number, size: number): string {
  let text = "";
  for (let next = at; next < at + size; next++)
    text += `\\x${(bytes[next] ?? 0).toString(16).padStart(2, "0")}`;
  return text;
}
