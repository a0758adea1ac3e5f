import { type ByteReader, CorruptBytes } from "./byte-reader";
import type { ByteWriter } from "./byte-writer";
import { HostTable } from "./host-table";
import type { Connection } from "./model";
import { NumberedTexts, NumberedTuples } from "./numbered";

/** name, user, libName, libVer, group: texts by number. */
const IDENTITY_PARTS = 5;
/** host, proxy + 1 (0: none), 1 when a port follows the host. */
const PLACE_PARTS = 3;

/**
 * Writes lists of connections, each in order of id, after one table of the texts that all of them use.
 * Identities (with group) and places (host with proxy) are written once; values stand column by column, like beside like.
 */
export function writeConnectionLists(
  writer: ByteWriter,
  lists: readonly (readonly Connection[])[],
  atMs: number,
): void {
  const texts = new NumberedTexts();
  const identities = new NumberedTuples();
  const places = new NumberedTuples();
  const hosts = new HostTable();
  const blocks = lists.map((connections) =>
    connections.map((connection) => {
      const { name, user, libName, libVer, group, proxy } = connection;
      const { host, port } = hosts.intern(connection.addr);
      return {
        id: connection.id,
        identity: identities.number([name, user, libName, libVer, group].map((text) => texts.number(text))),
        place: places.number([
          texts.number(hosts.hostAt(host)),
          proxy === null ? 0 : texts.number(proxy) + 1,
          port < 0 ? 0 : 1,
        ]),
        openedAtMs: connection.openedAtMs,
        port: Math.max(0, port),
      };
    }),
  );
  texts.write(writer);
  identities.write(writer, IDENTITY_PARTS);
  places.write(writer, PLACE_PARTS);
  for (const block of blocks) {
    writer.varint(block.length);
    writeAscending(
      writer,
      block.map(({ id }) => id),
    );
    for (const { identity } of block) writer.varint(identity);
    for (const { place } of block) writer.varint(place);
    writeInstants(
      writer,
      block.map(({ openedAtMs }) => openedAtMs),
      atMs,
    );
    for (const { port } of block) writer.byte(port >>> 8);
    for (const { port } of block) writer.byte(port & 0xff);
  }
}

/** Reads what `writeConnectionLists` wrote. Throws CorruptBytes. */
export function readConnectionLists(reader: ByteReader, lists: number, atMs: number): Connection[][] {
  const texts = NumberedTexts.read(reader);
  const identities = NumberedTuples.read(reader, IDENTITY_PARTS);
  const places = NumberedTuples.read(reader, PLACE_PARTS);
  const textAt = (number: number | undefined) => at(texts, number);
  const clients = identities.map(([name, user, libName, libVer, group]) => ({
    name: textAt(name),
    user: textAt(user),
    libName: textAt(libName),
    libVer: textAt(libVer),
    group: textAt(group),
  }));
  const origins = places.map(([host, proxy = 0, hasPort]) => ({
    host: textAt(host),
    proxy: proxy === 0 ? null : textAt(proxy - 1),
    hasPort: hasPort === 1,
  }));
  return Array.from({ length: lists }, () => {
    const count = reader.count();
    const ids = readAscending(reader, count);
    const clientOf = readNumbers(count, () => reader.varint());
    const originOf = readNumbers(count, () => reader.varint());
    const openedAtMs = readInstants(reader, count, atMs);
    const high = readNumbers(count, () => reader.byte());
    const low = readNumbers(count, () => reader.byte());
    return ids.map((id, row) => {
      const { name, user, libName, libVer, group } = at(clients, clientOf[row]);
      const { host, proxy, hasPort } = at(origins, originOf[row]);
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

function at<Value>(list: readonly Value[], number: number | undefined): Value {
  const value = number === undefined ? undefined : list[number];
  if (value === undefined) throw new CorruptBytes("a reference leads nowhere");
  return value;
}
