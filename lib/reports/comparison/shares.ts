import type { Line } from "@/lib/domain/series/combine";
import { sidakZ } from "@/lib/domain/skew/normal";
import { type RatioBounds, shareRatio, skewBound } from "@/lib/domain/skew/share-ratio";

/** One of those that are compared: its weight, and its connections over the window and at its end. */
export interface Shared {
  readonly weight: number;
  /** One of those that share the load at the window's end. */
  readonly inRotation: boolean;
  /** At the window's end; null: not known. */
  readonly connections: number | null;
  readonly line: Line;
  /** Buckets in which it was there and did not tell. */
  readonly untold: readonly boolean[];
}

export interface ShareNow {
  /** 0 outside the rotation. */
  readonly fairShare: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Shares of those in rotation. Where some cannot tell, the others share what is left after their fair shares: a failed
 * endpoint neither moves the shares of its neighbours nor hides them.
 */
export function sharesNow(subjects: readonly Shared[]): { shares: ShareNow[]; skew: number | null } {
  const rotation = subjects.filter((subject) => subject.inRotation);
  const known = rotation.filter((subject) => subject.connections !== null);
  const weights = sumOf(rotation.map((subject) => subject.weight));
  const knownWeights = sumOf(known.map((subject) => subject.weight));
  const total = sumOf(known.map((subject) => subject.connections ?? 0));
  const z = sidakZ(known.length);
  const ratios: (RatioBounds | null)[] = [];
  const shares = subjects.map(({ inRotation, connections, weight }): ShareNow => {
    const fairShare = inRotation && weights > 0 ? weight / weights : 0;
    if (connections === null || total <= 0) return { fairShare, share: null, low: null, high: null };
    const share = (connections / total) * (knownWeights / weights);
    if (!inRotation) return { fairShare, share, low: null, high: null };
    const ratio = shareRatio(connections, total, weight / knownWeights, z);
    ratios.push(ratio);
    const low = ratio === null ? null : ratio.low * fairShare;
    const high = ratio === null ? null : Math.min(1, ratio.high * fairShare);
    return { fairShare, share, low, high };
  });
  return { shares, skew: known.length < 2 ? null : skewBound(ratios) };
}

/** Each subject's share, bucket by bucket; null where nothing is known. */
export function sharesOver(subjects: readonly Shared[]): Line[] {
  const count = subjects[0]?.line.length ?? 0;
  const scale = Array.from({ length: count }, (_, bucket) => {
    let total = 0;
    let knownWeight = 0;
    let weight = 0;
    for (const { line, untold, weight: own } of subjects) {
      const value = line[bucket] ?? null;
      if (value === null && !untold[bucket]) continue;
      weight += own;
      if (value === null) continue;
      knownWeight += own;
      total += value;
    }
    return total > 0 ? knownWeight / weight / total : null;
  });
  return subjects.map(({ line }) =>
    line.map((value, bucket) => {
      const factor = scale[bucket] ?? null;
      return value === null || factor === null ? null : value * factor;
    }),
  );
}

/** Mean of the last tenth minus mean of the first, of what is known; null where that is less than two buckets. */
export function shareChange(line: Line): number | null {
  const known = line.filter((value) => value !== null);
  if (known.length < 2) return null;
  const part = Math.max(1, Math.round(known.length / 10));
  return (sumOf(known.slice(-part)) - sumOf(known.slice(0, part))) / part;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
