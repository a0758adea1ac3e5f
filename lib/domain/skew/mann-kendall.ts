import { normalTail } from "./normal";

/** More points than this are thinned out: pairs grow with the square. */
const MOST_POINTS = 24;

/**
 * Probability of so many rises among all pairs, were there no trend (Mann 1945, Kendall 1975; normal approximation with
 * continuity and tie corrections). Small: the values keep rising. Null with fewer than 8 values.
 */
export function risingProbability(all: readonly number[]): number | null {
  const values = thinned(all);
  const count = values.length;
  if (count < 8) return null;
  let rises = 0;
  const ties = new Map<number, number>();
  for (const [at, value] of values.entries()) {
    ties.set(value, (ties.get(value) ?? 0) + 1);
    for (let later = at + 1; later < count; later++) rises += Math.sign((values[later] ?? 0) - value);
  }
  let variance = count * (count - 1) * (2 * count + 5);
  for (const tied of ties.values()) variance -= tied * (tied - 1) * (2 * tied + 5);
  if (variance <= 0) return 1;
  return normalTail((rises - Math.sign(rises)) / Math.sqrt(variance / 18));
}

function thinned(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_POINTS) return values;
  const step = (values.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, at) => values[Math.round(at * step)] ?? 0);
}
