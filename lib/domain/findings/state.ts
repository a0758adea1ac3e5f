/**
 * ok: nothing needs a human. warning: look today. critical: look now.
 * stale: it was seen, its data is too old to judge. unknown: it was never seen.
 * Worst first: the order in which a fleet is listed.
 */
export const HEALTH_STATES = ["critical", "warning", "stale", "unknown", "ok"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** Below zero when `left` is worse. */
export function compareStates(left: HealthState, right: HealthState): number {
  return HEALTH_STATES.indexOf(left) - HEALTH_STATES.indexOf(right);
}

/** A state and the one sentence, with numbers, that says why. */
export interface Judgement {
  readonly state: HealthState;
  readonly sentence: string;
}

/** Data older than three missed rounds, and at least half a minute, says nothing about now. */
export function staleAfterMs(intervalMs: number): number {
  return Math.max(3 * intervalMs, 30_000);
}
