import type { SourceFailure } from "./sources/redis-failure";

/** Is a node there, judged by its probes. */
export interface Reachability {
  /** Notes a probe and tells a change: silent after the second failure in a row, so that one lost packet is none. */
  note(failed: SourceFailure | null, atMs: number): ReachabilityChange | null;
  /** False from the second failure on; null before the first probe. */
  isAnswering(): boolean | null;
  /** Why the last probe failed; null: it was answered. */
  failure(): SourceFailure | null;
  lastAnswerAtMs(): number | null;
  lastFailureAtMs(): number | null;
}

export type ReachabilityChange =
  | { readonly state: "silent"; readonly sinceMs: number; readonly reason: SourceFailure }
  | { readonly state: "answering"; readonly silentMs: number | null };

const SILENT_AFTER_FAILURES = 2;

/** `wasAnswering`: how the node was last known to the collector before us; null: it was not. */
export function createReachability(wasAnswering: boolean | null): Reachability {
  let known = wasAnswering;
  let answering: boolean | null = null;
  let failed: SourceFailure | null = null;
  let failures = 0;
  let firstFailureAtMs: number | null = null;
  let lastAnswerAtMs: number | null = null;
  let lastFailureAtMs: number | null = null;

  const noteAnswer = (atMs: number): ReachabilityChange | null => {
    const silentMs = firstFailureAtMs === null ? null : atMs - firstFailureAtMs;
    const change: ReachabilityChange | null = known === false ? { state: "answering", silentMs } : null;
    failures = 0;
    failed = null;
    firstFailureAtMs = null;
    lastAnswerAtMs = atMs;
    known = true;
    answering = true;
    return change;
  };

  return {
    note(failure, atMs) {
      if (failure === null) return noteAnswer(atMs);
      failures++;
      failed = failure;
      firstFailureAtMs ??= atMs;
      lastFailureAtMs = atMs;
      if (failures < SILENT_AFTER_FAILURES) return null;
      answering = false;
      if (known === false) return null;
      known = false;
      return { state: "silent", sinceMs: firstFailureAtMs, reason: failure };
    },
    isAnswering: () => answering,
    failure: () => failed,
    lastAnswerAtMs: () => lastAnswerAtMs,
    lastFailureAtMs: () => lastFailureAtMs,
  };
}
