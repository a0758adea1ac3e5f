import { beganMsOf, type SubjectState } from "./subjects";

/** A restarted or added subject is compared with nobody for so long: its connections are all young. */
const MASK_MS = 60_000;
/** Fell by at least this within two blocks, while half of the others fell by less than OTHERS_FELL. */
const FELL = 0.55;
const OTHERS_FELL = 0.2;
/** So much of what it had was closed, where closes are known, and at most so much of what half of the others had. */
const CLOSED = 0.85;
const OTHERS_CLOSED = 0.4;
/** Fewer connections than this can go by chance. */
const MIN_BEFORE = 12;
/** It has not been below this part of what it had in the blocks before: some pools empty and fill all the time. */
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

/** One subject's connections over the last blocks, and how many of them closed in the last two. */
export interface Counts {
  /** Newest last, now included; null: not known. */
  readonly open: readonly (number | null)[];
  /** Closed within the last two blocks by the ledger. */
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
  for (const [slot, state] of slots.entries()) {
    const own = counts[slot];
    const open = own?.open.at(-1) ?? null;
    if (state === null || own === undefined || open === null) continue;
    if (open > 0) noteFirst(state, own.open, expectedOpen(slots, counts, slot), { atMs, blockMs });
    const fall = falls[slot];
    if (!fall || !lostAll(fall, own)) continue;
    const others = falls.flatMap((other, at) => (at === slot || other === null ? [] : [other]));
    if (others.length === 0 || median(others.map(({ kept }) => kept)) < 1 - OTHERS_FELL) continue;
    if (median(others.map(({ closed }) => closed)) > OTHERS_CLOSED) continue;
    const beganMs = beganMsOf(state);
    if (beganMs !== null && beganMs < atMs - 4 * blockMs) continue;
    if (state.restart !== null && atMs - state.restart.atMs < MASK_MS) continue;
    state.restart = { atMs: atMs - blockMs, sure: beganMs !== null, before: fall.before };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
  }
}

interface Fall {
  readonly before: number;
  /** Open now ÷ before. */
  readonly kept: number;
  /** Closed in the last two blocks ÷ before. */
  readonly closed: number;
}

/** Against the larger of the two blocks before; null where that is nobody. */
function fallOf({ open, closed }: Counts): Fall | null {
  const now = open.at(-1) ?? null;
  const before = Math.max(open.at(-2) ?? 0, open.at(-3) ?? 0);
  return now === null || before <= 0 ? null : { before, kept: now / before, closed: closed / before };
}

/** All at once, and not as it does every other minute. */
function lostAll({ before, kept, closed }: Fall, { open }: Counts): boolean {
  if (before < MIN_BEFORE || kept > 1 - FELL) return false;
  const past = open.slice(0, -1).filter((count) => count !== null);
  if (past.length < 2 || Math.min(...past) < USUAL * before) return false;
  return closed === 0 || closed >= CLOSED;
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
