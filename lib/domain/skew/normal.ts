/** The standard normal distribution, as far as bounds and tests need it. */

const A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716];
const A_LAST = 2.506628277459239;
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
];
const C_LAST = 2.938163982698783;
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
const TAIL = 0.02425;

/** z with P(Z ≤ z) = p, 0 < p < 1; off by at most 1.2e-9 relative (P. Acklam's rational approximation, 2003). */
export function normalQuantile(p: number): number {
  if (p < TAIL) return tailQuantile(p);
  if (p > 1 - TAIL) return -tailQuantile(1 - p);
  const q = p - 0.5;
  const r = q * q;
  return ((horner(A, r) * r + A_LAST) * q) / (horner(B, r) * r + 1);
}

function tailQuantile(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return (horner(C, q) * q + C_LAST) / (horner(D, q) * q + 1);
}

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** P(Z > z); off by at most 7.5e-8 (Abramowitz & Stegun 1964, 26.2.17). */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = horner([1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153], t) * t;
  return (poly * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** z of two-sided bounds that all hold together with `confidence` over so many comparisons (Šidák 1967). */
export function sidakZ(comparisons: number, confidence = 0.95): number {
  const each = 1 - confidence ** (1 / Math.max(1, comparisons));
  return normalQuantile(1 - each / 2);
}
