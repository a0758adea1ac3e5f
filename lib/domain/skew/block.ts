/**
 * What happened to every subject in one block of time, as numbers in one array: bounded memory at 200 subjects, and sums
 * over a window are plain additions.
 */
export const FIELD = {
  /** Open at the block's end; NaN: not known. */
  open: 0,
  /** New ids. */
  ledgerOpened: 1,
  /** Without those that only one sweep saw. */
  ledgerClosed: 2,
  /** Closed after one sweep had seen them: health checks, one-shot clients, pools that evict within a sweep. */
  ledgerOnce: 3,
  ledgerExposureSec: 4,
  /** What ledgerOpened would be with fair shares of the same total. */
  ledgerExpected: 5,
  /** Mantel–Haenszel sums of closing over group × age, from the ledger. */
  ledgerOwn: 6,
  ledgerOthers: 7,
  ledgerVariance: 8,
  /** From the subject's own counters. */
  counterOpened: 9,
  counterClosed: 10,
  counterExposureSec: 11,
  counterSpanSec: 12,
  counterExpected: 13,
  counterOwn: 14,
  counterOthers: 15,
  counterVariance: 16,
  commands: 17,
  requests: 18,
  bytes: 19,
  /** 1: compared with the others in this block; 0: out of rotation or masked after a restart. */
  compared: 20,
} as const;
export type Field = (typeof FIELD)[keyof typeof FIELD];
export const FIELDS = 21;

export interface SkewBlock {
  readonly endMs: number;
  readonly rows: Float64Array;
  /** Sweeps in it that counted something (no baselines, no gaps). */
  readonly sweeps: number;
  /** Opened and gone unseen in it, over all nodes; null: no sweep could tell. */
  readonly unseen: number | null;
  readonly seen: number;
}

/** One number of one subject; 0 for subjects that came after the block. */
export function numberAt(block: SkewBlock, slot: number, field: Field): number {
  return block.rows[slot * FIELDS + field] ?? 0;
}

export function openAt(block: SkewBlock, slot: number): number | null {
  const open = block.rows[slot * FIELDS + FIELD.open];
  return open === undefined || Number.isNaN(open) ? null : open;
}

/** Sums over blocks, for every subject; blocks in which `only` was not compared are left out. */
export function sumBlocks(blocks: readonly SkewBlock[], slots: number, only: number | null): Float64Array {
  const sums = new Float64Array(slots * FIELDS);
  for (const block of blocks) {
    if (only !== null && numberAt(block, only, FIELD.compared) === 0) continue;
    const { rows } = block;
    const end = Math.min(rows.length, sums.length);
    for (let at = 0; at < end; at++) sums[at] = (sums[at] ?? 0) + (rows[at] ?? 0);
  }
  return sums;
}

export function sumOf(sums: Float64Array, slot: number, field: Field): number {
  return sums[slot * FIELDS + field] ?? 0;
}
