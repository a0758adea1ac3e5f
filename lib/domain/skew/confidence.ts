/**
 * A weighted sum of margins as a probability: 1 ÷ (1 + e^−x), never certain. The weights were fitted on the tuning seeds of
 * the simulated corpus (`bench/skew-tune.ts`), so that of the verdicts said with 0.9 nine in ten are right there.
 */
export function logistic(x: number): number {
  return Math.round(Math.min(0.99, 1 / (1 + Math.exp(-x))) * 1000) / 1000;
}

/** A margin beyond which more of it convinces nobody further. */
export function upTo(limit: number, margin: number): number {
  return Math.max(-limit, Math.min(limit, margin));
}
