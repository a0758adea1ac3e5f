/** Sums over strata that a hazard ratio of one subject against all others is made of. */
export interface HazardSums {
  /** Σ D_s E_o ÷ E */
  own: number;
  /** Σ D_o E_s ÷ E */
  others: number;
  /** Σ D E_s E_o ÷ E² */
  variance: number;
}

export interface HazardRatio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Hazard of closing of one subject ÷ that of all others, with bounds. Mantel–Haenszel for person-time:
 * HR = own ÷ others, var ln HR = φ · variance ÷ (own · others) (Greenland & Robins 1985); 0.5 is added to both sums when
 * either is 0. Null when nothing closed.
 */
export function hazardRatio(sums: HazardSums, phi: number, z: number): HazardRatio | null {
  if (!(sums.variance > 0)) return null;
  const none = sums.own <= 0 || sums.others <= 0;
  const own = sums.own + (none ? 0.5 : 0);
  const others = sums.others + (none ? 0.5 : 0);
  const value = own / others;
  const width = Math.exp(z * Math.sqrt((phi * sums.variance) / (own * others)));
  return { value, low: value / width, high: value * width };
}
