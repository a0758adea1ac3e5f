/** No slot: the id is not in the table. */
export const NO_SLOT = -1;
/** In place of idle seconds: not said, or idle by design. */
export const NO_IDLE = -1;

const FIRST_CAPACITY = 64;
/** Fibonacci hashing: ids are consecutive numbers, the golden ratio spreads them over the index. */
const GOLDEN = 0x9e3779b1;

/**
 * The open connections of one node as columns, found by client id through an open-addressed index of slots.
 * About 60 bytes a connection with its share of index and names, where an object in a Map takes 400 (measured).
 */
export class ConnectionTable {
  size = 0;
  /** Slots ever used: all live slots are below. */
  used = 0;
  id = new Float64Array(FIRST_CAPACITY);
  openedAtMs = new Float64Array(FIRST_CAPACITY);
  /** Commands at the last sweep; -1: not known. */
  totCmds = new Float64Array(FIRST_CAPACITY);
  /** Idle at the sweep that saw the connection last, seconds; or NO_IDLE. */
  idleSec = new Int32Array(FIRST_CAPACITY);
  identity = new Uint32Array(FIRST_CAPACITY);
  host = new Uint32Array(FIRST_CAPACITY);
  /** -1: the address has no port that could be kept apart from the host. */
  port = new Int32Array(FIRST_CAPACITY);
  cell = new Uint32Array(FIRST_CAPACITY);
  /** The last sweep that saw the connection; 0: the slot is free. */
  seenIn = new Uint32Array(FIRST_CAPACITY);
  private index = new Int32Array(2 * FIRST_CAPACITY).fill(NO_SLOT);
  private shift = 32 - Math.log2(2 * FIRST_CAPACITY);
  private free: number[] = [];

  find(id: number): number {
    const { index, id: ids } = this;
    const mask = index.length - 1;
    for (let at = Math.imul(id, GOLDEN) >>> this.shift; ; at = (at + 1) & mask) {
      const slot = index[at] ?? NO_SLOT;
      if (slot === NO_SLOT || ids[slot] === id) return slot;
    }
  }

  /** Slot for an id that is not in the table yet; the caller fills the other columns. */
  add(id: number, sweep: number): number {
    if (this.free.length === 0 && this.used === this.id.length) this.grow();
    const slot = this.free.pop() ?? this.used++;
    this.id[slot] = id;
    this.seenIn[slot] = sweep;
    this.link(slot);
    this.size++;
    return slot;
  }

  remove(slot: number): void {
    this.unlink(this.id[slot] ?? 0);
    this.seenIn[slot] = 0;
    this.id[slot] = -1;
    this.free.push(slot);
    this.size--;
  }

  clear(): void {
    this.index.fill(NO_SLOT);
    this.seenIn.fill(0);
    this.free = [];
    this.used = 0;
    this.size = 0;
  }

  *slots(): Generator<number> {
    for (let slot = 0; slot < this.used; slot++) if ((this.seenIn[slot] ?? 0) > 0) yield slot;
  }

  private link(slot: number): void {
    const { index } = this;
    const mask = index.length - 1;
    let at = Math.imul(this.id[slot] ?? 0, GOLDEN) >>> this.shift;
    while (index[at] !== NO_SLOT) at = (at + 1) & mask;
    index[at] = slot;
  }

  /** Closes the hole by moving later entries of the same run back (Knuth 6.4, algorithm R): no tombstones. */
  private unlink(id: number): void {
    const { index } = this;
    const mask = index.length - 1;
    let hole = Math.imul(id, GOLDEN) >>> this.shift;
    while (this.id[index[hole] ?? 0] !== id) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; index[at] !== NO_SLOT; at = (at + 1) & mask) {
      const slot = index[at] ?? 0;
      const home = Math.imul(this.id[slot] ?? 0, GOLDEN) >>> this.shift;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        index[hole] = slot;
        hole = at;
      }
    }
    index[hole] = NO_SLOT;
  }

  private grow(): void {
    const capacity = this.id.length * 2;
    this.id = widen(new Float64Array(capacity), this.id);
    this.openedAtMs = widen(new Float64Array(capacity), this.openedAtMs);
    this.totCmds = widen(new Float64Array(capacity), this.totCmds);
    this.idleSec = widen(new Int32Array(capacity), this.idleSec);
    this.identity = widen(new Uint32Array(capacity), this.identity);
    this.host = widen(new Uint32Array(capacity), this.host);
    this.port = widen(new Int32Array(capacity), this.port);
    this.cell = widen(new Uint32Array(capacity), this.cell);
    this.seenIn = widen(new Uint32Array(capacity), this.seenIn);
    this.index = new Int32Array(2 * capacity).fill(NO_SLOT);
    this.shift--;
    for (const slot of this.slots()) this.link(slot);
  }
}

function widen<Column extends Float64Array | Uint32Array | Int32Array>(to: Column, from: Column): Column {
  to.set(from);
  return to;
}
