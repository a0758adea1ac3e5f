import { type ClientRows, identityOf, SPANS_PER_ROW } from "@/lib/domain/redis/client-rows";
import type { ClientIdentity } from "./model";

/** Fields of ClientIdentity, and where their spans lie in a row. */
const PARTS = 4;
const FIRST_SPAN = 2;
/** In place of a length: no bytes were seen for the identity yet. Longer than any text that the parser keeps. */
const UNSEEN = 0xffff;

/**
 * Distinct identities, each once. The bytes last seen for an identity are kept beside it, so that a row of the next
 * sweep is recognised by comparing bytes: no string is made for a connection that did not change.
 */
export class IdentityTable {
  private readonly byKey = new Map<string, number>();
  private readonly list: ClientIdentity[] = [];
  private starts = new Uint32Array(64);
  private lengths = new Uint16Array(64 * PARTS);
  private pool = new Uint8Array(4096);
  private poolUsed = 0;

  get size(): number {
    return this.list.length;
  }

  at(identity: number): ClientIdentity {
    return this.list[identity] ?? NOBODY;
  }

  /** True when the row's bytes are those last seen for the identity. False may still be the same text. */
  matchesBytes(identity: number, rows: ClientRows, row: number): boolean {
    const { bytes, spans } = rows;
    const { pool, lengths } = this;
    let known = this.starts[identity] ?? 0;
    let span = row * SPANS_PER_ROW + FIRST_SPAN;
    for (let part = identity * PARTS; part < (identity + 1) * PARTS; part++, span += 2) {
      const start = spans[span] ?? 0;
      const end = spans[span + 1] ?? 0;
      if (end - start !== lengths[part]) return false;
      for (let at = start; at < end; at++) if (bytes[at] !== pool[known++]) return false;
    }
    return true;
  }

  /** Identity of a row, and its bytes remembered. */
  internRow(rows: ClientRows, row: number): number {
    const identity = this.intern(identityOf(rows, row));
    if (!this.matchesBytes(identity, rows, row)) this.rememberBytes(identity, rows, row);
    return identity;
  }

  intern(client: ClientIdentity): number {
    const key = `${client.name}\0${client.user}\0${client.libName}\0${client.libVer}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const identity = this.list.length;
    this.byKey.set(key, identity);
    const { name, user, libName, libVer } = client;
    this.list.push({ name, user, libName, libVer });
    if (identity >= this.starts.length) this.grow();
    this.lengths[identity * PARTS] = UNSEEN;
    return identity;
  }

  /** Takes an identity over from another table, with its bytes. */
  adopt(from: IdentityTable, identity: number): number {
    const isNew = this.list.length;
    const adopted = this.intern(from.at(identity));
    if (adopted < isNew) return adopted;
    const start = from.starts[identity] ?? 0;
    const size = from.bytesOf(identity);
    this.reserve(size);
    this.lengths.set(from.lengths.subarray(identity * PARTS, (identity + 1) * PARTS), adopted * PARTS);
    this.starts[adopted] = this.poolUsed;
    this.pool.set(from.pool.subarray(start, start + size), this.poolUsed);
    this.poolUsed += size;
    return adopted;
  }

  private rememberBytes(identity: number, rows: ClientRows, row: number): void {
    const first = row * SPANS_PER_ROW + FIRST_SPAN;
    const spans = rows.spans.subarray(first, first + 2 * PARTS);
    this.lengths.fill(0, identity * PARTS, (identity + 1) * PARTS);
    this.reserve(spans.reduce((sum, edge, index) => sum + (index % 2 === 0 ? -edge : edge), 0));
    this.starts[identity] = this.poolUsed;
    for (let part = 0; part < PARTS; part++) {
      const bytes = rows.bytes.subarray(spans[2 * part], spans[2 * part + 1]);
      this.lengths[identity * PARTS + part] = bytes.length;
      this.pool.set(bytes, this.poolUsed);
      this.poolUsed += bytes.length;
    }
  }

  /** Room for so many bytes: bytes that no identity points at any more are squeezed out before the pool grows. */
  private reserve(size: number): void {
    if (this.poolUsed + size <= this.pool.length) return;
    let inUse = 0;
    for (let identity = 0; identity < this.list.length; identity++) inUse += this.bytesOf(identity);
    let capacity = this.pool.length;
    while (inUse + size > capacity / 2) capacity *= 2;
    const pool = new Uint8Array(capacity);
    let used = 0;
    for (let identity = 0; identity < this.list.length; identity++) {
      const start = this.starts[identity] ?? 0;
      const end = start + this.bytesOf(identity);
      pool.set(this.pool.subarray(start, end), used);
      this.starts[identity] = used;
      used += end - start;
    }
    this.pool = pool;
    this.poolUsed = used;
  }

  private bytesOf(identity: number): number {
    const lengths = this.lengths.subarray(identity * PARTS, (identity + 1) * PARTS);
    return lengths[0] === UNSEEN ? 0 : lengths.reduce((sum, length) => sum + length, 0);
  }

  private grow(): void {
    this.starts = copyInto(new Uint32Array(this.starts.length * 2), this.starts);
    this.lengths = copyInto(new Uint16Array(this.lengths.length * 2), this.lengths);
  }
}

const NOBODY: ClientIdentity = { name: "", user: "", libName: "", libVer: "" };

function copyInto<Column extends Uint8Array | Uint16Array | Uint32Array>(to: Column, from: Column): Column {
  to.set(from);
  return to;
}
