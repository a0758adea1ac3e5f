import { AGE_BOUNDS_SEC } from "../connections/model";

/** Connection-seconds lived and closes per bucket of AGE_BOUNDS_SEC, summed over cells and sweeps. */
export interface LifeTable {
  readonly exposureSec: readonly number[];
  readonly closedByAge: readonly number[];
}

/** Less life than this in a bucket (connection-seconds) does not tell how connections of that age fare. */
const LEAST_EXPOSURE_SEC = 1;

/** Closes per connection-second in each bucket of age; null where too little was lived there. */
export function hazardsOf(life: LifeTable): (number | null)[] {
  return [...AGE_BOUNDS_SEC, 0].map((_, bucket) => {
    const exposureSec = life.exposureSec[bucket] ?? 0;
    return exposureSec < LEAST_EXPOSURE_SEC ? null : (life.closedByAge[bucket] ?? 0) / exposureSec;
  });
}

/**
 * Share of connections still open at ages 0 and each of AGE_BOUNDS_SEC, S(t) = exp(−Σ h_k Δ_k): piecewise exponential, the
 * hazard constant within a bucket (Holford 1976). Connections enter at their true age and open ones are censored, so long
 * lives are not underrated. Null from the first age on about which nothing is known.
 */
export function survivalOf(life: LifeTable): (number | null)[] {
  const hazards = hazardsOf(life);
  const open: (number | null)[] = [1];
  let below = 0;
  let logOpen: number | null = 0;
  for (const [bucket, bound] of AGE_BOUNDS_SEC.entries()) {
    const hazard = hazards[bucket] ?? null;
    logOpen = logOpen === null || hazard === null ? null : logOpen - hazard * (bound - below);
    below = bound;
    open.push(logOpen === null ? null : Math.exp(logOpen));
  }
  return open;
}
