import type { ClientIdentity } from "@/lib/domain/connections/model";
import { clientText } from "./client-text";

/** Why a line of the reply could not be used. */
export type RejectReason = "truncated" | "no id" | "bad id";

export interface RejectedLine {
  /** Line of the reply, from 1. */
  readonly line: number;
  readonly reason: RejectReason;
  /** Beginning of the line, escaped like every text that a client chose. */
  readonly text: string;
}

/** Rejected lines that are kept with their text; beyond that they are only counted. */
export const REJECTS_KEPT = 20;

/**
 * A CLIENT LIST reply as columns: entry i of every array is one client. Absent numbers are -1.
 * Texts stay in `bytes`: `spans` holds start and end of each TEXT_FIELDS entry, SPANS_PER_ROW numbers a row.
 */
export interface ClientRows {
  readonly count: number;
  readonly bytes: Buffer;
  readonly id: Float64Array;
  readonly ageSec: Int32Array;
  readonly idleSec: Int32Array;
  readonly db: Int32Array;
  /** Bits of CLIENT_FLAGS. */
  readonly flags: Uint32Array;
  /** Commands since the client connected (Valkey 8, later Redis 8); -1 where the server does not say. */
  readonly totCmds: Float64Array;
  /** Largest use of the reply buffer lately (`rbp`, Redis 7.0), bytes; -1 where the server does not say. */
  readonly replyPeakBytes: Int32Array;
  readonly spans: Uint32Array;
  readonly rejects: readonly RejectedLine[];
  /** All rejected lines, kept or not. */
  readonly rejected: number;
  /** The reply does not end with a line feed: it was cut, and clients after the cut are missing. */
  readonly truncated: boolean;
}

export const TEXT_FIELDS = ["addr", "name", "user", "lib-name", "lib-ver", "cmd"] as const;
export const SPANS_PER_ROW = 2 * TEXT_FIELDS.length;

/** Letters of `flags=`, all versions from Redis 2.8 to 8 and Valkey 9; the order gives each its bit. */
const FLAG_LETTERS = "NMSOPxbtTRucAUrdeBIgo";

export const CLIENT_FLAGS: ReadonlyMap<string, number> = new Map(
  [...FLAG_LETTERS].map((letter, bit) => [letter, 2 ** bit]),
);
/** Set for a letter that is not in the table. */
export const UNKNOWN_FLAG = 2 ** 31;
/** The link to this replica's primary. */
export const PRIMARY_LINK_FLAG = bitOf("M");
/** A replica of this node. MONITOR clients have `O` and no `S`: they are clients. */
export const REPLICA_FLAG = bitOf("S");

/** Blocked, subscribed or monitoring: idle by design. */
export const WAITING_FLAGS = ["b", "P", "O"].reduce((bits, letter) => bits | bitOf(letter), 0);

function bitOf(letter: string): number {
  return 2 ** FLAG_LETTERS.indexOf(letter);
}

export function identityOf(rows: ClientRows, row: number): ClientIdentity {
  return {
    name: textOf(rows, row, 1),
    user: textOf(rows, row, 2),
    libName: textOf(rows, row, 3),
    libVer: textOf(rows, row, 4),
  };
}

/** `ip:port`, `[ip]:port` or, for a unix socket, `path:0`, as the server printed it. */
export function addrOf(rows: ClientRows, row: number): string {
  return textOf(rows, row, 0);
}

/** The last command, `get` or `client|list`; `NULL` before the first one. */
export function commandOf(rows: ClientRows, row: number): string {
  return textOf(rows, row, 5);
}

function textOf(rows: ClientRows, row: number, field: number): string {
  const at = row * SPANS_PER_ROW + 2 * field;
  return clientText(rows.bytes, rows.spans[at] ?? 0, rows.spans[at + 1] ?? 0);
}
