import { sidakZ } from "./normal";

export interface RatioBounds {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A lower bound above this, or an upper one below its counterpart, is an imbalance. Smaller ones help nobody to know. */
export const HEAVY_BOUND = 1.15;
export const LIGHT_BOUND = 0.87;

/**
 * r = n ÷ (N w) with bounds r·exp(± z/√n): the log of a Poisson count has a standard error of 1/√n. With nobody there the
 * upper bound is that of a Poisson zero, 3 ÷ expected. Null without any connection or share.
 */
export function shareRatio(open: number, total: number, fairShare: number, z: number): RatioBounds | null {
  const expected = total * fairShare;
  if (!(expected > 0)) return null;
  if (open <= 0) return { value: 0, low: 0, high: Math.max(3, (z * z) / 2 + 1) / expected };
  const value = open / expected;
  const width = Math.exp(z / Math.sqrt(open));
  return { value, low: value / width, high: value * width };
}

export function isHeavy(ratio: RatioBounds | null): boolean {
  return ratio !== null && ratio.low > HEAVY_BOUND;
}

export function isLight(ratio: RatioBounds | null): boolean {
  return ratio !== null && ratio.high < LIGHT_BOUND;
}

/**
 * The published figure: the largest lower bound, or 1 ÷ the smallest upper one, at least 1. The bound, not the worst raw
 * ratio: of 200 proxies with 50 connections each pure chance puts one at 1.40. Null when no ratio is known.
 */
export function skewBound(ratios: readonly (RatioBounds | null)[]): number | null {
  let worst: number | null = null;
  for (const ratio of ratios) {
    if (ratio === null) continue;
    worst = Math.max(worst ?? 1, ratio.low, ratio.high > 0 ? 1 / ratio.high : 1);
  }
  return worst;
}

/** Largest ratio that chance alone gives to one of K subjects of `expected` connections each, this surely. */
export function chanceRatio(subjects: number, expected: number, confidence = 0.95): number {
  return Math.exp(sidakZ(subjects, confidence) / Math.sqrt(Math.max(1, expected)));
}
