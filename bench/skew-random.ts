/** Draws that are the same for the same seed, on every machine. */
export interface Random {
  /** [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** As many draws in each decade: for sizes that span several. */
  logBetween(low: number, high: number): number;
  /** Both ends inclusive. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  exponential(mean: number): number;
  poisson(mean: number): number;
}

/** sfc32 (Doty-Humphrey, PractRand), seeded by splitting one number. */
export function createRandom(seed: number): Random {
  let a = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  let b = Math.imul(seed ^ 0x7f4a7c15, 0xc2b2ae35);
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 16; warmUp++) next();
  const between = (low: number, high: number) => low + (high - low) * next();
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    integer,
    logBetween: (low, high) => low * (high / low) ** next(),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
    exponential: (mean) => -mean * Math.log(1 - next()),
    poisson: (mean) => drawPoisson(mean, next),
  };
}

/** Knuth's product for small means, the normal limit for large ones. */
function drawPoisson(mean: number, next: () => number): number {
  if (mean <= 0) return 0;
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let product = next();
  let count = 0;
  while (product > limit) {
    product *= next();
    count++;
  }
  return count;
}
