import type { SkewVerdict, VerdictKind } from "../skew/model";
import type { HealthState, Judgement } from "./state";
import { inRate, inSpan } from "./wording";

/** What is said of a cluster's skew now: the leading verdict, its sentence and the published figure. */
export interface SkewFacts {
  readonly verdict: Pick<SkewVerdict, "kind" | "confidence" | "sinceMs">;
  readonly sentence: string;
  readonly skew: number | null;
}

/**
 * How urgent a verdict is, wherever it stands. A drift and a leak go on until something gives, so they are looked at now;
 * the others are bad as they are.
 */
export const VERDICT_STATES = {
  "lifo-drift": "critical",
  leak: "critical",
  "uneven-arrivals": "warning",
  "hot-connections": "warning",
  "proxy-restarted": "warning",
  "proxy-added": "warning",
  balanced: "ok",
  "insufficient-data": "unknown",
} as const satisfies Record<VerdictKind, HealthState>;

/** Below it a verdict is shown where one looks for it, but nobody is called. */
const SURE = 0.8;
/** After a restart or an addition long-lived connections stay where they are; for as long as this nobody is called. */
const SETTLING_MS = 600_000;
/** And not at all while the worst has less than this much more than its share. */
const UNEVEN = 1.5;

/**
 * A drift, uneven arrivals, a leak and hot connections grow or stay until somebody changes something: told once they
 * are sure. A restarted or added proxy is news, not trouble, unless the others still carry its load ten minutes later.
 * Null: nothing that needs a human.
 */
export function findSkew(facts: SkewFacts, nowMs: number): Judgement | null {
  const { verdict, sentence, skew } = facts;
  switch (verdict.kind) {
    case "lifo-drift":
    case "uneven-arrivals":
    case "leak":
    case "hot-connections":
      return verdict.confidence >= SURE ? { state: VERDICT_STATES[verdict.kind], sentence } : null;
    case "proxy-restarted":
    case "proxy-added": {
      const sinceMs = verdict.sinceMs === null ? 0 : nowMs - verdict.sinceMs;
      if (sinceMs < SETTLING_MS || skew === null || skew <= UNEVEN) return null;
      const still = `still uneven after ${inSpan(sinceMs)}, ${inRate(skew)} times a fair share`;
      return { state: VERDICT_STATES[verdict.kind], sentence: `${sentence}; ${still}` };
    }
    case "balanced":
    case "insufficient-data":
      return null;
  }
}
