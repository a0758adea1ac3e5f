import { type ByteReader, CorruptBytes } from "./byte-reader";
import type { ByteWriter } from "./byte-writer";
import { at, ConnectionNumbers, readIdentitiesAndPlaces } from "./connection-numbers";
import type { Connection } from "./model";

/**
 * Writes lists of connections, each in order of id, after one table of the texts, identities and places that all of
 * them use. Values stand column by column: like beside like compresses.
 */
export function writeConnectionLists(
  writer: ByteWriter,
  lists: readonly (readonly Connection[])[],
  atMs: number,
): void {
  const numbers = new ConnectionNumbers();
  const blocks = lists.map((connections) => connections.map((connection) => numbers.number(connection)));
  numbers.write(writer);
  for (const [list, block] of blocks.entries()) {
    const connections = lists[list] ?? [];
    writer.varint(block.length);
    const ids = connections.map(({ id }) => id);
    const instants = connections.map(({ openedAtMs }) => openedAtMs);
    writeAscending(writer, ids);
    for (const { identity } of block) writer.varint(identity);
    for (const { place } of block) writer.varint(place);
    writeInstants(writer, instants, atMs);
    for (const { port } of block) writer.byte(port >>> 8);
    for (const { port } of block) writer.byte(port & 0xff);
  }
}

/** Reads what `writeConnectionLists` wrote. Throws CorruptBytes. */
export function readConnectionLists(reader: ByteReader, lists: number, atMs: number): Connection[][] {
  const { identities, places } = readIdentitiesAndPlaces(reader);
  return Array.from({ length: lists }, () => {
    const count = reader.count();
    const ids = readAscending(reader, count);
    const identityOf = readNumbers(count, () => reader.varint());
    const placeOf = readNumbers(count, () => reader.varint());
    const openedAtMs = readInstants(reader, count, atMs);
    const high = readNumbers(count, () => reader.byte());
    const low = readNumbers(count, () => reader.byte());
    return ids.map((id, row) => {
      const { name, user, libName, libVer, group } = at(identities, identityOf[row]);
      const { host, proxy, hasPort } = at(places, placeOf[row]);
      const port = (high[row] ?? 0) * 0x100 + (low[row] ?? 0);
      const addr = hasPort ? `${host}:${port}` : host;
      return { id, addr, name, user, libName, libVer, openedAtMs: openedAtMs[row] ?? 0, proxy, group };
    });
  });
}

/** Ids in ascending order, as steps. */
export function writeAscending(writer: ByteWriter, ids: readonly number[]): void {
  let before = 0;
  for (const id of ids) {
    writer.varint(id - before);
    before = id;
  }
}

export function readAscending(reader: ByteReader, count: number): number[] {
  let id = 0;
  return readNumbers(count, () => {
    id += reader.varint();
    if (id > Number.MAX_SAFE_INTEGER) throw new CorruptBytes("an id is too large");
    return id;
  });
}

/**
 * Instants as steps from one to the next, the first from the sweep. Ages are whole seconds, so connections first seen
 * in the same sweep differ by whole seconds: such a step is written in seconds (even), any other in milliseconds (odd).
 */
function writeInstants(writer: ByteWriter, instants: readonly number[], atMs: number): void {
  let before = atMs;
  for (const instant of instants) {
    const step = instant - before;
    writer.varint(step % 1000 === 0 ? 2 * zigzag(step / 1000) : 2 * zigzag(step) + 1);
    before = instant;
  }
}

function readInstants(reader: ByteReader, count: number, atMs: number): number[] {
  let instant = atMs;
  return readNumbers(count, () => {
    const step = reader.varint();
    instant += step % 2 === 0 ? 1000 * unzigzag(step / 2) : unzigzag((step - 1) / 2);
    return instant;
  });
}

/** Signed to unsigned, small stays small: 0, -1, 1, -2 → 0, 1, 2, 3. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function readNumbers(count: number, read: () => number): number[] {
  const numbers: number[] = [];
  for (let index = 0; index < count; index++) numbers.push(read());
  return numbers;
}
