import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteReader, CorruptBytes } from "./byte-reader";
import { ByteWriter } from "./byte-writer";
import {
  readAscending,
  readConnectionLists,
  unzigzag,
  writeAscending,
  writeConnectionLists,
  zigzag,
} from "./connection-columns";
import type { Connection, SweepDelta } from "./model";

/**
 * Bytes of a sweep: version, kind, CRC-32 of all the rest (4, lowest first), content. Where that is shorter the content
 * is deflated: DEFLATED is set in the kind, and the inflated length comes first.
 */
const VERSION = 1;
const DELTA = 1;
const KEYFRAME = 2;
const DEFLATED = 0x80;
const CHECKSUM_AT = 2;
const HEADER_BYTES = 6;
/** No set of connections comes near it; a length beyond it is a corrupt one, not a reason to allocate. */
const LARGEST_CONTENT_BYTES = 2 ** 28;

export type Decoded<Value> =
  | { readonly state: "ok"; readonly atMs: number; readonly value: Value }
  | { readonly state: "corrupt"; readonly reason: string };

/** The difference between two sweeps. Needs no other bytes to be read; lists come back in order of id. */
export function encodeDelta(delta: SweepDelta, atMs: number): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(zigzag(atMs));
  writer.varint(delta.closed.length);
  writeAscending(
    writer,
    delta.closed.toSorted((a, b) => a - b),
  );
  writeConnectionLists(writer, [byId(delta.opened), byId(delta.changed)], atMs);
  return seal(DELTA, writer.finish());
}

export function decodeDelta(bytes: Uint8Array): Decoded<SweepDelta> {
  return decode(bytes, DELTA, (reader, atMs) => {
    const closed = readAscending(reader, reader.count());
    const [opened = [], changed = []] = readConnectionLists(reader, 2, atMs);
    return { opened, closed, changed };
  });
}

/** The whole set of a node's connections at a sweep. */
export function encodeKeyframe(connections: Iterable<Connection>, atMs: number): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(zigzag(atMs));
  writeConnectionLists(writer, [byId(Array.from(connections))], atMs);
  return seal(KEYFRAME, writer.finish());
}

export function decodeKeyframe(bytes: Uint8Array): Decoded<Connection[]> {
  return decode(bytes, KEYFRAME, (reader, atMs) => readConnectionLists(reader, 1, atMs)[0] ?? []);
}

/**
 * The set of connections after the last delta: a keyframe and the deltas of the same run after it, in order of time.
 * Deltas up to the keyframe's own sweep are already in it and are passed over. One corrupt part makes the whole corrupt.
 */
export function replay(
  keyframe: Uint8Array,
  deltas: readonly Uint8Array[],
): Decoded<Map<number, Connection>> {
  const start = decodeKeyframe(keyframe);
  if (start.state === "corrupt") return { state: "corrupt", reason: `keyframe: ${start.reason}` };
  const connections = new Map(start.value.map((connection) => [connection.id, connection]));
  let { atMs } = start;
  for (const [index, bytes] of deltas.entries()) {
    const step = decodeDelta(bytes);
    if (step.state === "corrupt") return { state: "corrupt", reason: `delta ${index + 1}: ${step.reason}` };
    if (step.atMs <= atMs) continue;
    atMs = step.atMs;
    applyDelta(connections, step.value);
  }
  return { state: "ok", atMs, value: connections };
}

/** Closed ones first: after a restart of the server an old id may be opened again. */
export function applyDelta(connections: Map<number, Connection>, delta: SweepDelta): void {
  for (const id of delta.closed) connections.delete(id);
  for (const connection of delta.opened) connections.set(connection.id, connection);
  for (const connection of delta.changed) connections.set(connection.id, connection);
}

function byId(connections: readonly Connection[]): Connection[] {
  return connections.toSorted((a, b) => a.id - b.id);
}

function seal(kind: number, content: Uint8Array): Uint8Array {
  const length = new ByteWriter();
  length.varint(content.length);
  const deflated = Buffer.concat([length.finish(), deflateRawSync(content)]);
  const isShorter = deflated.length < content.length;
  const body = isShorter ? deflated : content;
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = VERSION;
  header[1] = isShorter ? kind | DEFLATED : kind;
  header.writeUInt32LE(checksum(header, body), CHECKSUM_AT);
  return Buffer.concat([header, body]);
}

function checksum(header: Buffer, body: Uint8Array): number {
  return crc32(body, crc32(header.subarray(0, CHECKSUM_AT)));
}

function decode<Value>(
  bytes: Uint8Array,
  kind: number,
  read: (reader: ByteReader, atMs: number) => Value,
): Decoded<Value> {
  try {
    const reader = new ByteReader(open(kind, bytes));
    const atMs = unzigzag(reader.varint());
    const value = read(reader, atMs);
    reader.end();
    return { state: "ok", atMs, value };
  } catch (error) {
    if (error instanceof CorruptBytes) return { state: "corrupt", reason: error.message };
    throw error;
  }
}

function open(kind: number, bytes: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < HEADER_BYTES) throw new CorruptBytes("the bytes end too early");
  if (view[0] !== VERSION) throw new CorruptBytes(`unknown version ${view[0]}`);
  const written = view[1] ?? 0;
  if ((written & ~DEFLATED) !== kind) throw new CorruptBytes("not what was asked for");
  const body = view.subarray(HEADER_BYTES);
  if (checksum(view, body) !== view.readUInt32LE(CHECKSUM_AT))
    throw new CorruptBytes("the checksum does not fit");
  return (written & DEFLATED) === 0 ? body : inflate(body);
}

function inflate(body: Uint8Array): Uint8Array {
  const reader = new ByteReader(body);
  const length = reader.varint();
  if (length > LARGEST_CONTENT_BYTES) throw new CorruptBytes("a length is too large");
  try {
    return inflateRawSync(reader.rest(), { maxOutputLength: Math.max(1, length) });
  } catch {
    throw new CorruptBytes("cannot be inflated");
  }
}
