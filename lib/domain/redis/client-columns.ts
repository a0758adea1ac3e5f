import {
  CLIENT_FLAGS,
  type ClientRows,
  type RejectedLine,
  SPANS_PER_ROW,
  TEXT_FIELDS,
  UNKNOWN_FLAG,
} from "./client-rows";

/** What a field's value becomes. Codes from FIRST_TEXT on are spans, in the order of TEXT_FIELDS. */
export const SKIP = 0;
export const ID = 1;
export const AGE = 2;
export const IDLE = 3;
export const DB = 4;
export const FLAGS = 5;
export const TOT_CMDS = 6;
export const REPLY_PEAK = 7;
export const FIRST_TEXT = 8;

const NUMBER_FIELDS = {
  id: ID,
  age: AGE,
  idle: IDLE,
  db: DB,
  flags: FLAGS,
  "tot-cmds": TOT_CMDS,
  rbp: REPLY_PEAK,
};

export const FIELD_CODES: ReadonlyMap<string, number> = new Map([
  ...Object.entries(NUMBER_FIELDS),
  ...TEXT_FIELDS.map((field, index) => [field, FIRST_TEXT + index] as const),
]);

const ABSENT = -1;

/** Shortest line seen is about 130 bytes (Redis 2.8): room for most replies without growing. */
const BYTES_PER_ROW = 128;

/** Columns under construction; they grow when lines turn out shorter than expected. */
export class ClientColumns {
  count = 0;
  id: Float64Array;
  ageSec: Int32Array;
  idleSec: Int32Array;
  db: Int32Array;
  flags: Uint32Array;
  totCmds: Float64Array;
  replyPeakBytes: Int32Array;
  spans: Uint32Array;

  constructor(private readonly bytes: Buffer) {
    const rows = Math.ceil(bytes.length / BYTES_PER_ROW) + 1;
    this.id = new Float64Array(rows);
    this.ageSec = new Int32Array(rows).fill(ABSENT);
    this.idleSec = new Int32Array(rows).fill(ABSENT);
    this.db = new Int32Array(rows).fill(ABSENT);
    this.flags = new Uint32Array(rows);
    this.totCmds = new Float64Array(rows).fill(ABSENT);
    this.replyPeakBytes = new Int32Array(rows).fill(ABSENT);
    this.spans = new Uint32Array(rows * SPANS_PER_ROW);
  }

  /** Makes room for one more row. */
  reserve(): void {
    if (this.count < this.id.length) return;
    const rows = this.id.length * 2;
    this.id = copyInto(new Float64Array(rows), this.id);
    this.ageSec = copyInto(new Int32Array(rows).fill(ABSENT), this.ageSec);
    this.idleSec = copyInto(new Int32Array(rows).fill(ABSENT), this.idleSec);
    this.db = copyInto(new Int32Array(rows).fill(ABSENT), this.db);
    this.flags = copyInto(new Uint32Array(rows), this.flags);
    this.totCmds = copyInto(new Float64Array(rows).fill(ABSENT), this.totCmds);
    this.replyPeakBytes = copyInto(new Int32Array(rows).fill(ABSENT), this.replyPeakBytes);
    this.spans = copyInto(new Uint32Array(rows * SPANS_PER_ROW), this.spans);
  }

  /** Forgets what a line that could not be read to its end left in the row under construction. */
  clearRow(): void {
    const row = this.count;
    this.id[row] = ABSENT;
    this.ageSec[row] = ABSENT;
    this.idleSec[row] = ABSENT;
    this.db[row] = ABSENT;
    this.flags[row] = 0;
    this.totCmds[row] = ABSENT;
    this.replyPeakBytes[row] = ABSENT;
    this.spans.fill(0, row * SPANS_PER_ROW, (row + 1) * SPANS_PER_ROW);
  }

  finish(outcome: { rejects: readonly RejectedLine[]; rejected: number; truncated: boolean }): ClientRows {
    const { bytes, count, id, ageSec, idleSec, db, flags, totCmds, replyPeakBytes, spans } = this;
    return { bytes, count, id, ageSec, idleSec, db, flags, totCmds, replyPeakBytes, spans, ...outcome };
  }
}

function copyInto<Column extends Float64Array | Int32Array | Uint32Array>(to: Column, from: Column): Column {
  to.set(from);
  return to;
}

const FLAG_BITS = new Uint32Array(256).fill(UNKNOWN_FLAG);
for (const [letter, bit] of CLIENT_FLAGS) FLAG_BITS[letter.charCodeAt(0)] = bit;

/** Bit of one letter of `flags=`. */
export function flagBit(letter: number): number {
  return FLAG_BITS[letter] ?? UNKNOWN_FLAG;
}
