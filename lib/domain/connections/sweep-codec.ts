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
import { DELTA, KEYFRAME, seal, unseal } from "./sealed-bytes";

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

function decode<Value>(
  bytes: Uint8Array,
  kind: number,
  read: (reader: ByteReader, atMs: number) => Value,
): Decoded<Value> {
  try {
    const reader = new ByteReader(unseal(kind, bytes));
    const atMs = unzigzag(reader.varint());
    const value = read(reader, atMs);
    reader.end();
    return { state: "ok", atMs, value };
  } catch (error) {
    if (error instanceof CorruptBytes) return { state: "corrupt", reason: error.message };
    throw error;
  }
}
