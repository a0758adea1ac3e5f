import { type ClientColumns, FIELD_CODES, FIRST_TEXT, FLAGS, flagBit, ID, SKIP } from "./client-columns";
import { type Layout, storeNumber } from "./client-layout";
import { type RejectReason, SPANS_PER_ROW } from "./client-rows";
import { CLIENT_TEXT_BYTES } from "./client-text";

const CARRIAGE_RETURN = 13;
const SPACE = 32;
const EQUALS = 61;
const VERBATIM_PREFIX = "txt:";
const LONGEST_KEY = 64;

export type ParsedLine =
  | { readonly state: "row"; readonly layout: Layout }
  | { readonly state: "empty" }
  | { readonly state: "rejected"; readonly reason: RejectReason };

interface Field {
  readonly code: number;
  readonly keyStart: number;
  readonly equals: number;
}

/** Reads one line field by field, whatever its layout, into the row under construction. The first of a repeated field counts. */
export function parseAnyLayout(
  bytes: Buffer,
  lineStart: number,
  lineEnd: number,
  columns: ClientColumns,
): ParsedLine {
  const end = bytes[lineEnd - 1] === CARRIAGE_RETURN && lineEnd > lineStart ? lineEnd - 1 : lineEnd;
  const start = skipVerbatimPrefix(bytes, lineStart, end);
  if (start >= end) return { state: "empty" };
  columns.clearRow();
  const fields: Field[] = [];
  let seen = 0;
  for (let at = start; at < end; ) {
    const { equals, stop } = nextField(bytes, at, end);
    if (equals > at) {
      const known = FIELD_CODES.get(bytes.toString("latin1", at, Math.min(equals, at + LONGEST_KEY))) ?? SKIP;
      const code = (seen & (1 << known)) === 0 ? known : SKIP;
      seen |= 1 << known;
      fields.push({ code, keyStart: at, equals });
      const isStored = code === SKIP || storeValue(bytes, equals + 1, stop, code, columns);
      if (!isStored && code === ID) return { state: "rejected", reason: "bad id" };
    }
    at = stop + 1;
  }
  if ((seen & (1 << ID)) === 0) return { state: "rejected", reason: "no id" };
  return { state: "row", layout: layoutOf(bytes, fields) };
}

/** Where the field at `at` ends, and where its key does; `equals` is 0 when it has none. */
function nextField(bytes: Buffer, at: number, end: number): { equals: number; stop: number } {
  let equals = 0;
  let stop = at;
  for (; stop < end && bytes[stop] !== SPACE; stop++) {
    if (equals === 0 && bytes[stop] === EQUALS) equals = stop;
  }
  return { equals, stop };
}

/** RESP3 verbatim strings begin with their format; some clients hand it on. */
function skipVerbatimPrefix(bytes: Buffer, start: number, end: number): number {
  const after = start + VERBATIM_PREFIX.length;
  return after <= end && bytes.toString("latin1", start, after) === VERBATIM_PREFIX ? after : start;
}

function storeValue(
  bytes: Buffer,
  start: number,
  end: number,
  code: number,
  columns: ClientColumns,
): boolean {
  const row = columns.count;
  if (code >= FIRST_TEXT) {
    const span = row * SPANS_PER_ROW + 2 * (code - FIRST_TEXT);
    columns.spans[span] = start;
    columns.spans[span + 1] = Math.min(end, start + CLIENT_TEXT_BYTES);
    return true;
  }
  if (code === FLAGS) {
    let flags = 0;
    for (let at = start; at < end; at++) flags |= flagBit(bytes[at] ?? 0);
    columns.flags[row] = flags;
    return true;
  }
  const text = bytes.toString("latin1", start, end);
  return /^[0-9]{1,19}$/.test(text) && storeNumber(columns, row, code, Number(text));
}

function layoutOf(bytes: Buffer, fields: readonly Field[]): Layout {
  return {
    codes: Uint8Array.from(fields, (field) => field.code),
    keyLengths: Uint8Array.from(fields, (field) => field.equals - field.keyStart),
    firstBytes: Uint8Array.from(fields, (field) => bytes[field.keyStart] ?? 0),
    lastBytes: Uint8Array.from(fields, (field) => bytes[field.equals - 1] ?? 0),
  };
}
