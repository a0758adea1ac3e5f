import { FIELD, FIELDS, type Field, numberAt, type SkewBlock } from "./block";
import { alarmThreshold, type Cusum, feedCusum, startCusum } from "./cusum";
import { type BlockCounts, overdispersion } from "./overdispersion";

/** Where opened and closed are counted. */
export type CountSource = "ledger" | "counter";
export const COUNT_SOURCES: readonly CountSource[] = ["ledger", "counter"];

/** Fields of one source, so that what is computed from them is written once. */
export const FIELDS_OF: Record<
  CountSource,
  Record<"opened" | "closed" | "exposureSec" | "expected" | "own" | "others" | "variance", Field>
> = {
  ledger: {
    opened: FIELD.ledgerOpened,
    closed: FIELD.ledgerClosed,
    exposureSec: FIELD.ledgerExposureSec,
    expected: FIELD.ledgerExpected,
    own: FIELD.ledgerOwn,
    others: FIELD.ledgerOthers,
    variance: FIELD.ledgerVariance,
  },
  counter: {
    opened: FIELD.counterOpened,
    closed: FIELD.counterClosed,
    exposureSec: FIELD.counterExposureSec,
    expected: FIELD.counterExpected,
    own: FIELD.counterOwn,
    others: FIELD.counterOthers,
    variance: FIELD.counterVariance,
  },
};

/** What waits for a change of one subject: fewer closes than the others have, more or fewer arrivals than is fair. */
export interface SubjectAlarms {
  readonly fewerCloses: Cusum;
  readonly moreArrivals: Cusum;
  readonly fewerArrivals: Cusum;
}

/** Half the others' hazard; one and a half times the fair arrivals and its inverse. */
const FEWER_CLOSES = 0.5;
const MORE_ARRIVALS = 1.5;
const FEWER_ARRIVALS = 0.67;
/** φ is the scatter of the last blocks. */
const PHI_BLOCKS = 50;

export interface Phi {
  readonly opened: number;
  readonly closed: number;
}

/** Online detection for one source of counts, fed with every block once it is closed. */
export interface Detectors {
  feed(block: SkewBlock): void;
  readonly phi: Phi;
  readonly threshold: number;
  of(slot: number): SubjectAlarms | null;
  /** The slot belongs to somebody else from now on. */
  clear(slot: number): void;
}

export function createDetectors(source: CountSource, blockMs: number): Detectors {
  const fields = FIELDS_OF[source];
  const alarms: (SubjectAlarms | null)[] = [];
  const opened: BlockCounts[] = [];
  const closed: BlockCounts[] = [];
  let phi: Phi = { opened: 1, closed: 1 };
  let threshold = alarmThreshold(2, blockMs);

  function feedSubject(block: SkewBlock, slot: number, totals: { opened: number; closed: number }): void {
    let own = alarms[slot];
    if (!own || numberAt(block, slot, FIELD.compared) === 0) {
      own = {
        fewerCloses: startCusum(block.endMs),
        moreArrivals: startCusum(block.endMs),
        fewerArrivals: startCusum(block.endMs),
      };
      alarms[slot] = own;
      return;
    }
    const closes = {
      own: numberAt(block, slot, fields.closed),
      total: totals.closed,
      share: totals.closed > 0 ? alikeCloses(block, slot, fields) / totals.closed : 0,
      phi: phi.closed,
      threshold,
    };
    const arrivals = {
      own: numberAt(block, slot, fields.opened),
      total: totals.opened,
      share: totals.opened > 0 ? numberAt(block, slot, fields.expected) / totals.opened : 0,
      phi: phi.opened,
      threshold,
    };
    feedCusum(own.fewerCloses, { ...closes, theta: FEWER_CLOSES }, block.endMs);
    feedCusum(own.moreArrivals, { ...arrivals, theta: MORE_ARRIVALS }, block.endMs);
    feedCusum(own.fewerArrivals, { ...arrivals, theta: FEWER_ARRIVALS }, block.endMs);
  }

  return {
    feed(block) {
      const slots = block.rows.length / FIELDS;
      const openedCounts = countsOf(block, slots, fields.opened, (slot) =>
        numberAt(block, slot, fields.expected),
      );
      const closedCounts = countsOf(block, slots, fields.closed, (slot) => alikeCloses(block, slot, fields));
      keep(opened, openedCounts);
      keep(closed, closedCounts);
      phi = { opened: overdispersion(opened), closed: overdispersion(closed) };
      const compared = openedCounts.compared;
      threshold = alarmThreshold(compared, blockMs);
      for (let slot = 0; slot < slots; slot++) {
        feedSubject(block, slot, { opened: openedCounts.total, closed: closedCounts.total });
      }
    },
    get phi() {
      return phi;
    },
    get threshold() {
      return threshold;
    },
    of: (slot) => alarms[slot] ?? null,
    clear(slot) {
      alarms[slot] = null;
    },
  };
}

/** Closes it would have if, within each stratum, everybody's hazard were the same. */
function alikeCloses(block: SkewBlock, slot: number, fields: (typeof FIELDS_OF)[CountSource]): number {
  const closed = numberAt(block, slot, fields.closed);
  return Math.max(0, closed - numberAt(block, slot, fields.own) + numberAt(block, slot, fields.others));
}

function countsOf(
  block: SkewBlock,
  slots: number,
  field: Field,
  expectedOf: (slot: number) => number,
): BlockCounts & { readonly compared: number } {
  const counts = new Float64Array(slots);
  const expected = new Float64Array(slots);
  let total = 0;
  let compared = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (numberAt(block, slot, FIELD.compared) === 0) continue;
    compared++;
    counts[slot] = numberAt(block, slot, field);
    expected[slot] = expectedOf(slot);
    total += counts[slot] ?? 0;
  }
  return { counts, expected, total, compared };
}

function keep(list: BlockCounts[], counts: BlockCounts): void {
  list.push(counts);
  if (list.length > PHI_BLOCKS) list.shift();
}
