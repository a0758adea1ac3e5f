import type { ConnectionCell } from "../connections/model";
import type { ProxyStep } from "../proxies/model";
import { FIELD, FIELDS, type Field, type SkewBlock } from "./block";
import { createStrata, type Strata } from "./strata";

/** A block of time that still takes in sweeps and readings. */
export interface OpenBlock {
  readonly index: number;
  readonly rows: number[];
  readonly strata: Strata;
  sweeps: number;
  seen: number;
  unseen: number | null;
}

export function openBlock(index: number): OpenBlock {
  return { index, rows: [], strata: createStrata(), sweeps: 0, seen: 0, unseen: null };
}

export function addTo(block: OpenBlock, slot: number, field: Field, value: number): void {
  const at = slot * FIELDS + field;
  while (block.rows.length <= at) block.rows.push(0);
  block.rows[at] = (block.rows[at] ?? 0) + value;
}

/** What was gathered so far. */
export function gathered(block: OpenBlock, slot: number, field: Field): number {
  return block.rows[slot * FIELDS + field] ?? 0;
}

/** One cell of a sweep that is compared with a sweep before it, `spanSec` ago. */
export function addCell(
  block: OpenBlock,
  slot: number,
  cell: ConnectionCell,
  before: number,
  spanSec: number,
): void {
  const once = Math.min(cell.profile?.closedOnce ?? 0, cell.closed);
  const fallback = ((before + cell.connections) / 2) * spanSec;
  const exposure = cell.profile?.exposureSec.reduce((sum, sec) => sum + sec, 0) ?? fallback;
  addTo(block, slot, FIELD.ledgerOpened, cell.opened);
  addTo(block, slot, FIELD.ledgerClosed, cell.closed - once);
  addTo(block, slot, FIELD.ledgerOnce, once);
  addTo(block, slot, FIELD.ledgerExposureSec, exposure);
  block.strata.add(slot, cell, fallback);
  block.seen += cell.opened;
}

/** One step of a proxy's own counters; `before` = its connections at the reading before; a zone has several members. */
export function addStep(
  block: OpenBlock,
  slot: number,
  step: ProxyStep,
  before: number | null,
  members: number,
): void {
  if (step.spanMs === null || step.opened === null) return;
  const spanSec = step.spanMs / 1000;
  addTo(block, slot, FIELD.counterSpanSec, spanSec / Math.max(1, members));
  addTo(block, slot, FIELD.counterOpened, step.opened);
  const ends = [before, step.connections].filter((count) => count !== null);
  if (step.closed !== null && ends.length > 0) {
    addTo(block, slot, FIELD.counterClosed, step.closed);
    const mean = ends.reduce((sum, count) => sum + count, 0) / ends.length;
    addTo(block, slot, FIELD.counterExposureSec, mean * spanSec);
  }
  if (step.requests !== null) addTo(block, slot, FIELD.requests, step.requests);
  addTo(block, slot, FIELD.bytes, (step.bytesIn ?? 0) + (step.bytesOut ?? 0));
}

/** What is needed to close a block: levels at its end, who is compared, fair shares (any scale). */
export interface Closing {
  readonly endMs: number;
  readonly open: readonly (number | null)[];
  readonly compared: readonly boolean[];
  readonly weights: readonly number[];
}

/** The block for good, with what each subject would have had if all were alike. */
export function closeBlock(block: OpenBlock, closing: Closing): SkewBlock {
  const rows = new Float64Array(closing.open.length * FIELDS);
  rows.set(block.rows.slice(0, rows.length));
  const set = (slot: number, field: Field, value: number): void => {
    rows[slot * FIELDS + field] = value;
  };
  const get = (slot: number, field: Field): number => rows[slot * FIELDS + field] ?? 0;
  const { compared, weights } = closing;
  const total = (field: Field, weigh: (slot: number) => number = () => 1): number =>
    compared.reduce((sum, takes, slot) => sum + (takes ? get(slot, field) * weigh(slot) : 0), 0);

  for (const [slot, open] of closing.open.entries()) {
    set(slot, FIELD.open, open ?? Number.NaN);
    set(slot, FIELD.compared, compared[slot] ? 1 : 0);
  }
  block.strata.sums(compared, (slot, own, others, variance) => {
    set(slot, FIELD.ledgerOwn, own);
    set(slot, FIELD.ledgerOthers, others);
    set(slot, FIELD.ledgerVariance, variance);
  });
  const weightOf = (slot: number): number => weights[slot] ?? 0;
  const weightSum = compared.reduce((sum, takes, slot) => sum + (takes ? weightOf(slot) : 0), 0);
  const ledgerOpened = total(FIELD.ledgerOpened);
  const counterOpened = total(FIELD.counterOpened);
  const spanWeight = total(FIELD.counterSpanSec, weightOf);
  const closed = total(FIELD.counterClosed);
  const exposure = total(FIELD.counterExposureSec);
  for (const [slot, takes] of compared.entries()) {
    if (!takes) continue;
    if (weightSum > 0) set(slot, FIELD.ledgerExpected, (ledgerOpened * weightOf(slot)) / weightSum);
    // A proxy whose reading failed has a shorter span here: it is expected to have counted less.
    const share = get(slot, FIELD.counterSpanSec) * weightOf(slot);
    if (spanWeight > 0) set(slot, FIELD.counterExpected, (counterOpened * share) / spanWeight);
    if (exposure <= 0 || closed <= 0) continue;
    const ownExposure = get(slot, FIELD.counterExposureSec);
    const ownClosed = get(slot, FIELD.counterClosed);
    set(slot, FIELD.counterOwn, (ownClosed * (exposure - ownExposure)) / exposure);
    set(slot, FIELD.counterOthers, ((closed - ownClosed) * ownExposure) / exposure);
    set(slot, FIELD.counterVariance, (closed * ownExposure * (exposure - ownExposure)) / exposure ** 2);
  }
  return { endMs: closing.endMs, rows, sweeps: block.sweeps, seen: block.seen, unseen: block.unseen };
}
