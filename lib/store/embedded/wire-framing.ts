/**
 * Cuts a PostgreSQL client's byte stream into units that must not be torn apart: everything up to a Sync, or one
 * simple query. Behind the embedded database all clients share one session, and with it the unnamed statement that
 * Parse fills and Bind uses: another client's Parse in between would make Bind run the wrong statement.
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
export type WireUnit =
  | { readonly kind: "startup"; readonly bytes: Buffer }
  | { readonly kind: "statements"; readonly bytes: Buffer }
  | { readonly kind: "tls-request" }
  | { readonly kind: "cancel-request" }
  | { readonly kind: "terminate" };

export interface WireFramer {
  /** Units complete with this chunk. Throws when a unit outgrows the limit: the connection is to be closed. */
  push(chunk: Buffer): WireUnit[];
}

const TLS_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
/** Far above a keyframe of a million connections; a bound for nonsense on the wire. */
const MAX_UNIT_BYTES = 256 * 1024 * 1024;

const QUERY = "Q".charCodeAt(0);
const SYNC = "S".charCodeAt(0);
const FUNCTION_CALL = "F".charCodeAt(0);
const TERMINATE = "X".charCodeAt(0);

export function createWireFramer(maxUnitBytes = MAX_UNIT_BYTES): WireFramer {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  /** Bytes needed before there is anything new to find: spares joining the chunks of a long message each time. */
  let neededBytes = 4;
  let started = false;
  /** Messages of an unfinished unit, already cut. */
  let unit: Buffer[] = [];
  let unitBytes = 0;

  function push(chunk: Buffer): WireUnit[] {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes + unitBytes > maxUnitBytes) {
      throw new RangeError(`a statement of more than ${maxUnitBytes} bytes`);
    }
    if (waitingBytes < neededBytes) return [];
    const bytes = waiting.length === 1 ? chunk : Buffer.concat(waiting);
    const units: WireUnit[] = [];
    let offset = 0;
    for (;;) {
      const length = messageLength(bytes, offset);
      if (length === null || bytes.length - offset < length) {
        neededBytes = length ?? (started ? 5 : 8);
        break;
      }
      const message = bytes.subarray(offset, offset + length);
      offset += length;
      const complete = started ? addMessage(message) : readFirstMessage(message);
      if (complete !== null) units.push(complete);
    }
    const rest = bytes.subarray(offset);
    waiting = rest.length > 0 ? [rest] : [];
    waitingBytes = rest.length;
    return units;
  }

  /** The first messages of a connection have no type byte. Null: not enough bytes to know. */
  function messageLength(bytes: Buffer, offset: number): number | null {
    const available = bytes.length - offset;
    const length = started
      ? available < 5
        ? null
        : bytes.readUInt32BE(offset + 1) + 1
      : available < 8
        ? null
        : bytes.readUInt32BE(offset);
    if (length !== null && length > maxUnitBytes) throw new RangeError(`a message of ${length} bytes`);
    if (length !== null && length < (started ? 5 : 8)) throw new RangeError("not the PostgreSQL protocol");
    return length;
  }

  function readFirstMessage(message: Buffer): WireUnit {
    const code = message.readUInt32BE(4);
    if (code === TLS_REQUEST || code === GSS_REQUEST) return { kind: "tls-request" };
    if (code === CANCEL_REQUEST) return { kind: "cancel-request" };
    started = true;
    return { kind: "startup", bytes: message };
  }

  function addMessage(message: Buffer): WireUnit | null {
    const type = message[0];
    if (type === TERMINATE) return { kind: "terminate" };
    unit.push(message);
    unitBytes += message.length;
    if (type !== SYNC && type !== QUERY && type !== FUNCTION_CALL) return null;
    const bytes = unit.length === 1 ? message : Buffer.concat(unit);
    unit = [];
    unitBytes = 0;
    return { kind: "statements", bytes };
  }

  return { push };
}
