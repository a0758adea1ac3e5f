import { AGE_BUCKETS, addExposure, ageBucket } from "./age-buckets";
import { IDLE_BUCKETS, idleBucket } from "./idle-histogram";
import type { CellProfile } from "./model";

/** Numbers of one cell in `counts`: closed by age, idle, idle at close, closed once, waiting, pipelining. */
const IDLE = AGE_BUCKETS;
const IDLE_AT_CLOSE = IDLE + IDLE_BUCKETS;
const CLOSED_ONCE = IDLE_AT_CLOSE + IDLE_BUCKETS;
const WAITING = CLOSED_ONCE + 1;
const PIPELINING = WAITING + 1;
const STRIDE = PIPELINING + 1;
const FIRST_CELLS = 16;

/** The life tables of a sweep, one a cell, filled connection by connection without an object for any of them. */
export class CellProfiles {
  private exposureMs = new Float64Array(FIRST_CELLS * AGE_BUCKETS);
  private counts = new Uint32Array(FIRST_CELLS * STRIDE);
  /** The busiest of each cell, and their commands; null: not known. */
  private busiest: { readonly connections: Uint32Array; readonly commands: Float64Array } | null = null;
  /** Null: nothing precedes the sweep, so nothing is said to have lived or closed since. */
  private fromMs: number | null = null;
  private atMs = 0;

  reset(previousAtMs: number | null, atMs: number): void {
    this.exposureMs.fill(0);
    this.counts.fill(0);
    this.busiest = null;
    this.fromMs = previousAtMs === null ? null : Math.min(previousAtMs, atMs);
    this.atMs = atMs;
  }

  /** Makes room for cells up to this one. */
  reserve(cell: number): void {
    if ((cell + 1) * STRIDE <= this.counts.length) return;
    const cells = 2 * (cell + 1);
    const exposureMs = new Float64Array(cells * AGE_BUCKETS);
    exposureMs.set(this.exposureMs);
    const counts = new Uint32Array(cells * STRIDE);
    counts.set(this.counts);
    this.exposureMs = exposureMs;
    this.counts = counts;
  }

  /** One that is open at the sweep: it lived since the sweep before, or since it was opened. */
  addOpen(cell: number, openedAtMs: number): void {
    if (this.fromMs === null) return;
    const fromMs = Math.max(this.fromMs, openedAtMs);
    addExposure(this.exposureMs, cell * AGE_BUCKETS, fromMs - openedAtMs, this.atMs - openedAtMs);
  }

  /** One that closed: nobody saw when, so it is taken to have lived half of the time. `idleSec` -1: not known. */
  addClosed(cell: number, openedAtMs: number, idleSec: number): void {
    if (this.fromMs === null) return;
    const fromMs = Math.min(Math.max(this.fromMs, openedAtMs), this.atMs);
    const closedAgeMs = Math.max(0, (fromMs + this.atMs) / 2 - openedAtMs);
    addExposure(this.exposureMs, cell * AGE_BUCKETS, Math.max(0, fromMs - openedAtMs), closedAgeMs);
    this.count(cell, ageBucket(closedAgeMs));
    if (idleSec >= 0) this.count(cell, IDLE_AT_CLOSE + idleBucket(idleSec));
  }

  addClosedOnce(cell: number): void {
    if (this.fromMs !== null) this.count(cell, CLOSED_ONCE);
  }

  addIdle(cell: number, idleSec: number): void {
    this.count(cell, IDLE + idleBucket(idleSec));
  }

  addWaiting(cell: number): void {
    this.count(cell, WAITING);
  }

  addPipelining(cell: number): void {
    this.count(cell, PIPELINING);
  }

  /** `cellOf[i]` sent `commands[i]` commands, and is one of the busiest when that is one of the `chosen`. */
  setBusiest(chosen: Iterable<number>, cellOf: Uint32Array, commands: Float64Array): void {
    const cells = this.counts.length / STRIDE;
    const busiest = { connections: new Uint32Array(cells), commands: new Float64Array(cells) };
    for (const index of chosen) {
      const cell = cellOf[index] ?? 0;
      busiest.connections[cell] = (busiest.connections[cell] ?? 0) + 1;
      busiest.commands[cell] = (busiest.commands[cell] ?? 0) + (commands[index] ?? 0);
    }
    this.busiest = busiest;
  }

  profileOf(cell: number, pipeliningKnown: boolean): CellProfile {
    const { counts, exposureMs, busiest } = this;
    const start = cell * STRIDE;
    const slice = (from: number, size: number) =>
      Array.from(counts.subarray(start + from, start + from + size));
    return {
      exposureSec: Array.from(
        exposureMs.subarray(cell * AGE_BUCKETS, (cell + 1) * AGE_BUCKETS),
        (ms) => ms / 1000,
      ),
      closedByAge: slice(0, AGE_BUCKETS),
      closedOnce: counts[start + CLOSED_ONCE] ?? 0,
      idle: slice(IDLE, IDLE_BUCKETS),
      idleAtClose: slice(IDLE_AT_CLOSE, IDLE_BUCKETS),
      waiting: counts[start + WAITING] ?? 0,
      busiest:
        busiest === null
          ? null
          : { connections: busiest.connections[cell] ?? 0, commands: busiest.commands[cell] ?? 0 },
      pipelining: pipeliningKnown ? (counts[start + PIPELINING] ?? 0) : null,
    };
  }

  private count(cell: number, column: number): void {
    const at = cell * STRIDE + column;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}
