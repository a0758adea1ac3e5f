import {
  AGE,
  type ClientColumns,
  DB,
  FIRST_TEXT,
  FLAGS,
  flagBit,
  ID,
  IDLE,
  REPLY_PEAK,
  SKIP,
  TOT_CMDS,
} from "./client-columns";
import { SPANS_PER_ROW } from "./client-rows";
import { CLIENT_TEXT_BYTES } from "./client-text";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const EQUALS = 61;
const ZERO = 48;
const NINE = 57;
const LARGEST_INT32 = 2 ** 31 - 1;

/** The fields of a line in their order. All lines of one server have the same, so it is learned once and then expected. */
export interface Layout {
  readonly codes: Uint8Array;
  readonly keyLengths: Uint8Array;
  readonly firstBytes: Uint8Array;
  readonly lastBytes: Uint8Array;
}

const NONE = new Uint8Array(0);
export const UNKNOWN_LAYOUT: Layout = { codes: NONE, keyLengths: NONE, firstBytes: NONE, lastBytes: NONE };

/**
 * Reads one line that has the expected layout into the row under construction; the caller vouches for a line feed ahead.
 * Returns where the next line starts, or 0 when the line is different and must be read by `parseAnyLayout`.
 * Keys are told by length, first and last byte: no field that is kept shares all three with another of any version.
 */
export function parseKnownLayout(
  bytes: Buffer,
  start: number,
  layout: Layout,
  columns: ClientColumns,
): number {
  const { codes, keyLengths, firstBytes, lastBytes } = layout;
  const row = columns.count;
  const spans = columns.spans;
  const fields = codes.length;
  let at = start;
  let byte = 0;
  for (let field = 0; field < fields; field++) {
    const keyLength = keyLengths[field] ?? 0;
    const equals = at + keyLength;
    if (bytes[equals] !== EQUALS || bytes[at] !== firstBytes[field] || bytes[equals - 1] !== lastBytes[field])
      return 0;
    const value = equals + 1;
    const code = codes[field] ?? SKIP;
    at = value;
    byte = bytes[at] ?? LINE_FEED;
    if (code === SKIP || code >= FIRST_TEXT) {
      while (byte > SPACE || (byte !== SPACE && byte !== LINE_FEED)) byte = bytes[++at] ?? LINE_FEED;
      if (code !== SKIP) {
        const span = row * SPANS_PER_ROW + 2 * (code - FIRST_TEXT);
        spans[span] = value;
        spans[span + 1] = Math.min(at, value + CLIENT_TEXT_BYTES);
      }
    } else if (code === FLAGS) {
      let flags = 0;
      while (byte > SPACE) {
        flags |= flagBit(byte);
        byte = bytes[++at] ?? LINE_FEED;
      }
      columns.flags[row] = flags;
    } else {
      let number = 0;
      while (byte >= ZERO && byte <= NINE) {
        number = number * 10 + (byte - ZERO);
        byte = bytes[++at] ?? LINE_FEED;
      }
      if (at === value || !storeNumber(columns, row, code, number)) return 0;
    }
    if (byte === LINE_FEED) return field === fields - 1 && bytes[at - 1] !== CARRIAGE_RETURN ? at + 1 : 0;
    if (byte !== SPACE) return 0;
    at++;
  }
  return 0;
}

/** False when the number does not fit its column, which then keeps what it holds. */
export function storeNumber(columns: ClientColumns, row: number, code: number, number: number): boolean {
  if (number > (code === ID || code === TOT_CMDS ? Number.MAX_SAFE_INTEGER : LARGEST_INT32)) return false;
  switch (code) {
    case ID:
      columns.id[row] = number;
      return true;
    case AGE:
      columns.ageSec[row] = number;
      return true;
    case IDLE:
      columns.idleSec[row] = number;
      return true;
    case DB:
      columns.db[row] = number;
      return true;
    case TOT_CMDS:
      columns.totCmds[row] = number;
      return true;
    case REPLY_PEAK:
      columns.replyPeakBytes[row] = number;
      return true;
    default:
      return false;
  }
}
