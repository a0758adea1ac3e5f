import { FIELD, numberAt, type SkewBlock, sumBlocks, sumOf } from "./block";
import { type CountSource, FIELDS_OF } from "./detectors";
import type { SkewEvidence, SkewUnit } from "./model";
import { latencyMsOf } from "./subjects";
import type { SkewView, ViewSubject } from "./view";

/** A PING older than this says nothing of now. */
const LATENCY_FRESH_MS = 60_000;

export function evidence(label: string, value: number | null, unit: SkewUnit): SkewEvidence[] {
  return value === null || !Number.isFinite(value) ? [] : [{ label, value, unit }];
}

export interface Rates {
  readonly openedPerSec: number;
  readonly closedPerSec: number;
  readonly hazardPerSec: number | null;
}

/** Opened and closed per second of each subject in rotation, over the blocks in which `only` was compared. */
export function ratesOf(
  view: SkewView,
  blocks: readonly SkewBlock[],
  source: CountSource,
  only: ViewSubject,
): ReadonlyMap<number, Rates> {
  const used = blocks.filter((block) => numberAt(block, only.slot, FIELD.compared) === 1);
  const totals = sumBlocks(used, view.history.subjects.slots.length, null);
  const fields = FIELDS_OF[source];
  const sec = (used.length * view.history.blockMs) / 1000;
  return new Map(
    view.subjects.map(({ slot }) => {
      const span = source === "counter" ? sumOf(totals, slot, FIELD.counterSpanSec) : sec;
      const closed = sumOf(totals, slot, fields.closed);
      const exposure = sumOf(totals, slot, fields.exposureSec);
      const once = source === "ledger" ? sumOf(totals, slot, FIELD.ledgerOnce) : 0;
      return [
        slot,
        {
          openedPerSec: span > 0 ? sumOf(totals, slot, fields.opened) / span : 0,
          closedPerSec: span > 0 ? (closed + once) / span : 0,
          hazardPerSec: exposure > 0 ? closed / exposure : null,
        },
      ] as const;
    }),
  );
}

/** Its number and the range of the others'. */
export function againstOthers(
  view: SkewView,
  subject: ViewSubject,
  label: string,
  unit: SkewUnit,
  valueOfSubject: (subject: ViewSubject) => number | null,
): SkewEvidence[] {
  const others = view.subjects
    .filter((other) => other.slot !== subject.slot)
    .map(valueOfSubject)
    .filter((value) => value !== null);
  return [
    ...evidence(`${label} there`, valueOfSubject(subject), unit),
    ...(others.length === 0
      ? []
      : [
          ...evidence(`${label}, least of the others`, Math.min(...others), unit),
          ...evidence(`${label}, most of the others`, Math.max(...others), unit),
        ]),
  ];
}

export interface LatencyPair {
  readonly own: number;
  readonly others: number;
}

/** PING through it and the median of the others; null unless both are known. */
export function latencyPair(view: SkewView, subject: ViewSubject): LatencyPair | null {
  const sinceMs = view.nowMs - LATENCY_FRESH_MS;
  const own = latencyMsOf(subject.state, sinceMs);
  const others = view.subjects
    .filter((other) => other.slot !== subject.slot)
    .map((other) => latencyMsOf(other.state, sinceMs))
    .filter((ms) => ms !== null)
    .sort((left, right) => left - right);
  const middle = others[Math.floor(others.length / 2)];
  return own === null || middle === undefined ? null : { own, others: middle };
}
