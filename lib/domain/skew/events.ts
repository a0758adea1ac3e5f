import type { SubjectState } from "./subjects";

/** A restarted or added subject is compared with nobody for so long: its connections are all young. */
const MASK_MS = 60_000;
/** Fell by more than this within two blocks, while the others fell by less than OTHERS_FELL. */
const FELL = 0.7;
const OTHERS_FELL = 0.2;
/** Fewer connections than this can go by chance. */
const MIN_BEFORE = 10;
/** So many blocks of others have to be known before a first connection means that a subject was added. */
const MIN_BLOCKS_BEFORE = 3;

/** Connections of every subject at the end of one block; null: not known. */
export type OpenCounts = readonly (number | null)[];

/** A restart that its own process told: another uptime, another run. */
export function noteRestart(state: SubjectState, atMs: number, before: number | null): void {
  if (state.restart !== null && atMs - state.restart.atMs < MASK_MS) {
    state.restart = { ...state.restart, sure: true };
  } else {
    state.restart = { atMs, sure: true, before };
  }
  state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
}

/** Restarts and additions that show in the counts alone. `history`: newest last, without `now`. */
export function noteEvents(
  slots: readonly (SubjectState | null)[],
  now: OpenCounts,
  history: readonly OpenCounts[],
  atMs: number,
  blockMs: number,
): void {
  const total = sum(now);
  for (const [slot, state] of slots.entries()) {
    const open = now[slot] ?? null;
    if (state === null || open === null) continue;
    if (open > 0) noteFirst(state, slot, history, atMs, blockMs);
    const recent = [history.at(-1), history.at(-2)].filter((counts) => counts !== undefined);
    const before = Math.max(0, ...recent.map((counts) => counts[slot] ?? 0));
    if (before < MIN_BEFORE || open >= (1 - FELL) * before) continue;
    const othersBefore = Math.min(...recent.map((counts) => sum(counts) - (counts[slot] ?? 0)));
    if (total - open < (1 - OTHERS_FELL) * othersBefore) continue;
    if (state.restart !== null && atMs - state.restart.atMs < MASK_MS) continue;
    state.restart = { atMs: atMs - blockMs, sure: false, before };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
  }
}

function noteFirst(
  state: SubjectState,
  slot: number,
  history: readonly OpenCounts[],
  atMs: number,
  blockMs: number,
): void {
  const gone = (history.at(-1)?.[slot] ?? 0) === 0;
  if (state.firstOpenMs === null) {
    state.firstOpenMs = atMs;
    const known = history.filter((counts) => sum(counts) > 0).length;
    if (known < MIN_BLOCKS_BEFORE) return;
    state.added = { atMs: atMs - blockMs };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + blockMs);
  } else if (gone && state.restart !== null && history.length > 0) {
    // It was away for a while: what counts is the moment from which it takes connections again.
    state.restart = { ...state.restart, atMs: atMs - blockMs };
    state.maskedUntilMs = Math.max(state.maskedUntilMs, atMs + MASK_MS);
  }
}

function sum(counts: OpenCounts): number {
  return counts.reduce<number>((all, count) => all + (count ?? 0), 0);
}
