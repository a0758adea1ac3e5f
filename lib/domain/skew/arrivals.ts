/** Are new connections spread by fair shares? */

const Z90 = 1.645;
const Z95 = 1.96;
/** Within these, a share of arrivals counts as even (the usual limits of bioequivalence). */
const EVEN_LOW = 0.8;
const EVEN_HIGH = 1.25;
/** Beyond these, it counts as uneven. */
const UNEVEN_LOW = 0.87;
const UNEVEN_HIGH = 1.15;

export interface ArrivalRatio {
  /** Opened ÷ what its fair share would have been. */
  readonly value: number;
  /** 90 % interval. */
  readonly low: number;
  readonly high: number;
  readonly state: "even" | "more" | "fewer" | "not-known";
}

/**
 * u = opened ÷ expected with the interval u·exp(± z √(φ (1/B_s − 1/B))). *Even* is a claim of equivalence: the 90 %
 * interval lies inside [0.8, 1.25] (two one-sided tests; Schuirmann 1987). *Uneven*: the 95 % interval lies outside
 * [0.87, 1.15]. Neither: not known. Nothing expected: null.
 */
export function arrivalRatio(
  opened: number,
  expected: number,
  total: number,
  phi: number,
): ArrivalRatio | null {
  if (!(expected > 0)) return null;
  const value = opened / expected;
  // A count of none has the standard error of a half: it cannot be known to be nothing.
  const error = Math.sqrt(phi * Math.max(0, 1 / Math.max(opened, 0.5) - 1 / Math.max(total, 1)));
  const low = value * Math.exp(-Z90 * error);
  const high = Math.max(value, 0.5 / expected) * Math.exp(Z90 * error);
  if (low >= EVEN_LOW && high <= EVEN_HIGH) return { value, low, high, state: "even" };
  if (value * Math.exp(-Z95 * error) > UNEVEN_HIGH) return { value, low, high, state: "more" };
  if (Math.max(value, 0.5 / expected) * Math.exp(Z95 * error) < UNEVEN_LOW) {
    return { value, low, high, state: "fewer" };
  }
  return { value, low, high, state: "not-known" };
}
