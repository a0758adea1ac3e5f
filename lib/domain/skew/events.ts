import { beganMsOf, type SubjectState } from "./subjects";

/** A restarted or added subject is compared with nobody for so long: its connections are all young. */
const MASK_MS = 60_000;
/** Keeps at most this part of what it had up to three blocks ago, measured against what four in five of the others keep. */
const KEPT = 0.45;
/** If more than a fifth of the others lose this much too, it is something else. */
const OTHERS_KEPT = 0.5;
/** So much of what it had was closed, where closes are known, and at most so much of what four in five of the others had. */
const CLOSED = 0.85;
const OTHERS_CLOSED = 0.4;
const MOST_OF_IT = 0.9;
const MOST = 0.8;
/** Fewer connections than this can go by chance. */
const MIN_BEFORE = 12;
/** Its share has not been below this part of what it had in the blocks before: some pools empty and fill all the time. */
const USUAL = 0.55;
/** Fewer connections by fair share than this may be missing by chance. */
const MIN_EXPECTED = 8;
/** So many blocks of others have to be known before a first connection means that a subject was added. */
const MIN_BLOCKS_BEFORE = 3;

/** A restart that its own process told: another uptime, another run. */
export function noteRestart(state: SubjectState, atMs: number, before: number | null): void {
  if (state.restart !== null && atMs - state.restart.atMs < MASK_MS) {
    state.restart = { ...state.restart, sure: true };
  } else {
    state.restart = { atMs, sure: true, before };
  }
  state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
}

/** One subject's connections over the last blocks, and how many of them closed lately. */
export interface Counts {
  /** Newest last, now included; null: not known. */
  readonly open: readonly (number | null)[];
  /** Closed within the last three blocks by the ledger. */
  readonly closed: number;
}

export interface EventsAt {
  readonly atMs: number;
  readonly blockMs: number;
}

/** Restarts and additions that show in the counts alone. */
export function noteEvents(
  slots: readonly (SubjectState | null)[],
  countsOf: (slot: number) => Counts,
  { atMs, blockMs }: EventsAt,
): void {
  const counts = slots.map((_, slot) => countsOf(slot));
  const falls = counts.map(fallOf);
  const totals = totalsOf(counts);
  for (const [slot, state] of slots.entries()) {
    const own = counts[slot];
    const open = own?.open.at(-1) ?? null;
    if (state === null || own === undefined || open === null) continue;
    if (open > 0) noteFirst(state, own.open, expectedOpen(slots, counts, slot), { atMs, blockMs });
    const fall = falls[slot];
    if (!fall || !lostAll(fall, own, totals)) continue;
    const others = falls.flatMap((other, at) => (at === slot || other === null ? [] : [other]));
    const othersKept = quantile(
      others.map(({ kept }) => kept),
      1 - MOST,
    );
    if (others.length === 0 || othersKept < OTHERS_KEPT || fall.kept > KEPT * othersKept) continue;
    if (
      quantile(
        others.map(({ closed }) => closed),
        MOST,
      ) > OTHERS_CLOSED
    )
      continue;
    const beganMs = beganMsOf(state);
    if (beganMs !== null && beganMs < atMs - 4 * blockMs) continue;
    if (state.restart !== null && atMs - state.restart.atMs < MASK_MS) continue;
    state.restart = { atMs: atMs - fall.blocksAgo * blockMs, sure: beganMs !== null, before: fall.before };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
  }
}

interface Fall {
  readonly before: number;
  /** Open now ÷ before. */
  readonly kept: number;
  /** Closed in the last three blocks ÷ before. */
  readonly closed: number;
  /** When it still had most of them. */
  readonly blocksAgo: number;
}

/** Against the most of the three blocks before: sweeps of several nodes take a while to show it all. Null: nobody there. */
function fallOf({ open, closed }: Counts): Fall | null {
  const now = open.at(-1) ?? null;
  const earlier = [open.at(-2) ?? 0, open.at(-3) ?? 0, open.at(-4) ?? 0];
  const before = Math.max(...earlier);
  if (now === null || before <= 0) return null;
  const blocksAgo = earlier.findIndex((count) => count >= MOST_OF_IT * before) + 1;
  return { before, kept: now / before, closed: closed / before, blocksAgo };
}

/** All at once, and not as it does every other minute: its share of all was never as low before. */
function lostAll({ before, kept, closed }: Fall, { open }: Counts, totals: readonly number[]): boolean {
  if (before < MIN_BEFORE || kept > KEPT) return false;
  const shares = open.map((count, at) => (count === null || !totals[at] ? null : count / totals[at]));
  const past = shares.slice(0, -3).filter((share) => share !== null);
  const had = Math.max(...shares.slice(-4, -1).map((share) => share ?? 0));
  if (past.length < 1 || Math.min(...past) < USUAL * had) return false;
  return closed === 0 || closed >= CLOSED;
}

/** Connections of all in each block. */
function totalsOf(counts: readonly Counts[]): number[] {
  const blocks = Math.max(0, ...counts.map(({ open }) => open.length));
  return Array.from({ length: blocks }, (_, at) =>
    counts.reduce((sum, { open }) => sum + (open[at] ?? 0), 0),
  );
}

function noteFirst(
  state: SubjectState,
  open: readonly (number | null)[],
  expected: number,
  { atMs, blockMs }: EventsAt,
): void {
  const before = open.slice(0, -1);
  const gone = (before.at(-1) ?? 0) === 0;
  if (state.firstOpenMs === null) {
    state.firstOpenMs = atMs;
    // With few connections each, having none is chance.
    if (before.length < MIN_BLOCKS_BEFORE || expected < MIN_EXPECTED) return;
    state.added = { atMs: atMs - blockMs };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + blockMs);
  } else if (gone && state.restart !== null && before.length > 0) {
    // It was away for a while: what counts is the moment from which it takes connections again.
    state.restart = { ...state.restart, atMs: atMs - blockMs };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
  }
}

/** Its fair share of what all had a block ago. */
function expectedOpen(
  slots: readonly (SubjectState | null)[],
  counts: readonly Counts[],
  slot: number,
): number {
  const weight = (at: number): number => (slots[at]?.declared ? (slots[at]?.weight ?? 0) : 0);
  const weights = slots.reduce((sum, _, at) => sum + weight(at), 0);
  const total = counts.reduce((sum, { open }) => sum + (open.at(-2) ?? 0), 0);
  return weights > 0 ? (total * weight(slot)) / weights : 0;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
