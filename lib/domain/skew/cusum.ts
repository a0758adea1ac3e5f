/** A cumulative sum that waits for a share to leave what is expected of it (Page 1954). */
export interface Cusum {
  score: number;
  /** The last moment with a score of 0: since when it may have been so. */
  sinceMs: number;
}

/** Beyond this many thresholds a score stops growing, so that the end of a change is seen within minutes. */
const CAP = 3;

export function startCusum(atMs: number): Cusum {
  return { score: 0, sinceMs: atMs };
}

/**
 * One block: of `total` events `own` fell on the subject where `share` of them was expected; watched for a rate of θ times
 * the others'. S ← max(0, S + [own ln(p1/p0) + (total − own) ln((1 − p1)/(1 − p0))] ÷ φ), p1 = θ p0 ÷ (1 − p0 + θ p0).
 */
export function feedCusum(
  state: Cusum,
  block: { own: number; total: number; share: number; phi: number; theta: number; threshold: number },
  atMs: number,
): void {
  const { own, total, share, theta } = block;
  if (total > 0 && share > 0 && share < 1) {
    const shifted = (theta * share) / (1 - share + theta * share);
    const gain = own * Math.log(shifted / share) + (total - own) * Math.log((1 - shifted) / (1 - share));
    state.score = Math.min(CAP * block.threshold, Math.max(0, state.score + gain / block.phi));
  }
  if (state.score === 0) state.sinceMs = atMs;
}

const YEAR_MS = 365 * 86_400_000;

/** Alarm above ln(K · 2 · blocks per tolerated false alarm), one a year: about 17 for 4 subjects, 21 for 200 (Lorden 1971). */
export function alarmThreshold(subjects: number, blockMs: number): number {
  return Math.log(Math.max(1, subjects) * 2 * (YEAR_MS / blockMs));
}
