import { type ArrivalRatio, arrivalRatio } from "./arrivals";
import { FIELD, numberAt, type SkewBlock, sumBlocks, sumOf } from "./block";
import { type CountSource, FIELDS_OF } from "./detectors";
import { type HazardRatio, hazardRatio } from "./hazard-ratio";
import { blocksSince, type SkewView, type ViewSubject } from "./view";

/** Evidence of less than half a minute is a burst; more than a quarter of an hour hides what is so now. */
const LEAST_MS = 60_000;
const MOST_MS = 900_000;
/** With fewer closes than this the window reaches back for up to an hour. */
const ENOUGH_CLOSES = 150;
const LONG_MS = 3_600_000;
/** Expected at the subject by its fair share: with fewer opened, the same. */
const ENOUGH_OPENED = 60;
const Z95 = 1.96;
/** As many closes seen by sweeps speak for themselves. */
const LEDGER_CLOSES = 100;
/** Counters speak for a window if they cover this much of it, for everyone in rotation. */
const MIN_COVER = 0.5;
/** Below this, most churn was gone before a sweep could see it, and what was seen may be another kind of connection. */
export const MIN_COVERAGE = 0.5;

/** How a subject's connections close, against the others'. */
export interface Closing {
  readonly source: CountSource;
  readonly ratio: HazardRatio;
  readonly alarm: boolean;
  readonly sinceMs: number;
  /** Closes missing, in standard deviations (score test of the same sums). */
  readonly missing: number;
  readonly blocks: readonly SkewBlock[];
  readonly closes: number;
}

/** How new connections are spread, and who counted them. */
export interface Arrivals {
  readonly source: CountSource;
  readonly ratio: ArrivalRatio;
  readonly opened: number;
  readonly expected: number;
  readonly total: number;
  readonly blocks: readonly SkewBlock[];
}

/**
 * The source whose upper bound is lower: what a source cannot see (lives shorter than a sweep) pulls it to 1. But one-shot
 * connections, in the counters alone, make a heavy subject seem to close less often: where the ledger has enough closes
 * of its own and says otherwise, it is right.
 */
export function closingOf(view: SkewView, subject: ViewSubject): Closing | null {
  const ledger = closingBy(view, subject, "ledger");
  const counter = closingBy(view, subject, "counter");
  if (ledger === null || counter === null) return ledger ?? counter;
  if (ledger.closes >= LEDGER_CLOSES && ledger.ratio.low > counter.ratio.high) return ledger;
  return rank(ledger) <= rank(counter) ? ledger : counter;
}

function rank(closing: Closing): number {
  return closing.ratio.high * (closing.alarm ? 0.5 : 1);
}

function closingBy(view: SkewView, subject: ViewSubject, source: CountSource): Closing | null {
  if (source === "ledger" && subject.state.kind === "multiplexing") return null;
  const detectors = view.history.detectors[source];
  const alarms = detectors.of(subject.slot);
  if (alarms === null) return null;
  const { score, sinceMs } = alarms.fewerCloses;
  const fields = FIELDS_OF[source];
  const window = (mostMs: number) => {
    const blocks = blocksSince(view, sinceMs, LEAST_MS / view.history.blockMs, mostMs / view.history.blockMs);
    const sums = sumBlocks(blocks, view.history.subjects.slots.length, subject.slot);
    const closes = view.subjects.reduce((all, each) => all + sumOf(sums, each.slot, fields.closed), 0);
    return { blocks, sums, closes };
  };
  let found = window(MOST_MS);
  if (found.closes < ENOUGH_CLOSES) found = window(LONG_MS);
  if (source === "counter" && !countersCover(view, found.blocks)) return null;
  const hazard = {
    own: sumOf(found.sums, subject.slot, fields.own),
    others: sumOf(found.sums, subject.slot, fields.others),
    variance: sumOf(found.sums, subject.slot, fields.variance),
  };
  const phi = detectors.phi.closed;
  const ratio = hazardRatio(hazard, phi, Z95);
  if (ratio === null) return null;
  const alarm = score > detectors.threshold;
  const missing = (hazard.others - hazard.own) / Math.sqrt(phi * hazard.variance);
  return { source, ratio, alarm, sinceMs, missing, blocks: found.blocks, closes: found.closes };
}

/** Why arrivals cannot be judged. */
export interface NoArrivals {
  readonly reason: string;
}

/**
 * By the proxies' own counters where they cover the window, else by the ledger where it saw at least half the churn. Where
 * few connections open, the window reaches back for up to an hour.
 */
export function arrivalsOf(view: SkewView, subject: ViewSubject, sinceMs: number): Arrivals | NoArrivals {
  const recent = arrivalsWithin(view, subject, sinceMs, MOST_MS);
  const isFew = "reason" in recent || recent.expected < ENOUGH_OPENED;
  return isFew ? arrivalsWithin(view, subject, sinceMs, LONG_MS) : recent;
}

function arrivalsWithin(
  view: SkewView,
  subject: ViewSubject,
  sinceMs: number,
  mostMs: number,
): Arrivals | NoArrivals {
  const blocks = blocksSince(view, sinceMs, LEAST_MS / view.history.blockMs, mostMs / view.history.blockMs);
  const source: CountSource = countersCover(view, blocks) ? "counter" : "ledger";
  if (source === "ledger") {
    const coverage = coverageOf(blocks);
    if (view.subjects.some(({ state }) => state.kind === "multiplexing")) {
      return {
        reason: "the proxies' own statistics are missing, and Redis cannot tell who connects to them",
      };
    }
    if (coverage !== null && coverage < MIN_COVERAGE) {
      return {
        reason: `only ${Math.round(coverage * 100)} % of new connections were seen before they closed (50 % are needed)`,
      };
    }
  }
  const fields = FIELDS_OF[source];
  const sums = sumBlocks(blocks, view.history.subjects.slots.length, subject.slot);
  const opened = sumOf(sums, subject.slot, fields.opened);
  const total = view.subjects.reduce((all, each) => all + sumOf(sums, each.slot, fields.opened), 0);
  const expected = sumOf(sums, subject.slot, fields.expected);
  const ratio = arrivalRatio(opened, expected, total, view.history.detectors[source].phi.opened);
  if (ratio === null) return { reason: "no connection was opened" };
  return { source, ratio, opened, expected, total, blocks };
}

export function countersCover(view: SkewView, blocks: readonly SkewBlock[]): boolean {
  if (blocks.length === 0) return false;
  const sec = (blocks.length * view.history.blockMs) / 1000;
  return view.subjects.every(({ slot }) => {
    const span = blocks.reduce((sum, block) => sum + numberAt(block, slot, FIELD.counterSpanSec), 0);
    return span >= MIN_COVER * sec;
  });
}

/** Seen ÷ (seen + unseen) of what opened; null: no sweep could tell. */
export function coverageOf(blocks: readonly SkewBlock[]): number | null {
  let seen = 0;
  let unseen: number | null = null;
  for (const block of blocks) {
    seen += block.seen;
    if (block.unseen !== null) unseen = (unseen ?? 0) + block.unseen;
  }
  if (unseen === null) return null;
  return seen + unseen === 0 ? 1 : seen / (seen + unseen);
}
