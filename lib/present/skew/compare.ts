import type { ConnectionsAnswer } from "@/lib/contract/connections";
import type { SkewAnswer } from "@/lib/contract/skew";
import { nearestIndex } from "../charts/plot-scale";
import { compareNatural } from "../charts/series-tones";
import type { View } from "../url";
import { formatCount, formatDuration, formatPercent, THIN, UNKNOWN } from "../words";

/** One number at two moments. Null: not known. */
export interface Pair {
  readonly a: number | null;
  readonly b: number | null;
  readonly change: number | null;
}

export interface ComparedSubject {
  readonly name: string;
  readonly share: Pair;
  readonly connections: Pair;
  readonly latencyMs: Pair;
}

export type PairUnit = "share" | "count" | "ms";

export function formatPairValue(value: number | null, unit: PairUnit): string {
  if (unit === "share") return formatPercent(value);
  return unit === "ms" ? formatDuration(value) : formatCount(value === null ? null : Math.round(value));
}

/** With its sign; shares in percentage points: "+36 pts", "−1,204", "+205 ms", "±0". */
export function formatChange(change: number | null, unit: PairUnit): string {
  if (change === null) return UNKNOWN;
  const size = Math.abs(change);
  const text =
    unit === "share" ? `${Number((size * 100).toFixed(1))}${THIN}pts` : formatPairValue(size, unit);
  if (/^0(?:\D|$)/.test(text)) return "±0";
  return `${change > 0 ? "+" : "−"}${text}`;
}

export type Moments = NonNullable<View["compare"]>;

/** Every proxy (node, zone) at both moments, those whose share changed most first. */
export function compareSubjects(answer: SkewAnswer, moments: Moments): ComparedSubject[] {
  const { at, stepMs, subjects } = answer.series;
  const [a, b] = placesOf(at, stepMs, moments);
  return subjects
    .map((subject) => ({
      name: subject.name,
      share: pairOf(subject.share, a, b),
      connections: pairOf(subject.connections, a, b),
      latencyMs: pairOf(subject.latencyMs, a, b),
    }))
    .sort((left, right) => sizeOf(right.share) - sizeOf(left.share) || compareNatural(left.name, right.name));
}

export interface ComparedGroup {
  readonly name: string;
  readonly connections: Pair;
}

/** Client groups at both moments, the largest difference first. */
export function compareGroups(answer: ConnectionsAnswer, moments: Moments): ComparedGroup[] {
  const [a, b] = placesOf(answer.at, answer.stepMs, moments);
  return answer.series
    .map(({ name, connections }) => ({ name, connections: pairOf(connections, a, b) }))
    .sort(
      (left, right) =>
        sizeOf(right.connections) - sizeOf(left.connections) || compareNatural(left.name, right.name),
    );
}

/** What happened between the two moments, in the order of time. */
export function changesBetween(answer: Pick<SkewAnswer, "observations">, { aMs, bMs }: Moments) {
  const [from, to] = [Math.min(aMs, bMs), Math.max(aMs, bMs)];
  return answer.observations
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
    .sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

/** Moments with which a comparison begins: before the verdict, or at the first known bucket, and the last known one. */
export function firstMoments(answer: SkewAnswer): Moments | null {
  const { at, stepMs, subjects } = answer.series;
  const known = at.flatMap((instant, index) =>
    subjects.some((subject) => (subject.connections[index] ?? null) !== null)
      ? [Date.parse(instant) + stepMs / 2]
      : [],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const since = answer.verdicts.find((verdict) => verdict.until === null && verdict.subject !== null)?.since;
  const before = since ? Date.parse(since) - stepMs : first;
  const aMs = before > first && before < last ? before : first;
  return { aMs: wholeSecond(aMs), bMs: wholeSecond(last) };
}

/** A picked moment takes the place of the nearer of the two. */
export function moveNearest({ aMs, bMs }: Moments, pickedMs: number): Moments {
  return Math.abs(pickedMs - aMs) <= Math.abs(pickedMs - bMs)
    ? { aMs: pickedMs, bMs }
    : { aMs, bMs: pickedMs };
}

function wholeSecond(ms: number): number {
  return Math.round(ms / 1000) * 1000;
}

type Values = readonly (number | null)[];

/** Buckets the moments fall into; −1 outside of all. */
function placesOf(at: readonly string[], stepMs: number, { aMs, bMs }: Moments): [number, number] {
  const middles = at.map((instant) => Date.parse(instant) + stepMs / 2);
  const placeOf = (ms: number) => {
    const index = nearestIndex(middles, ms);
    return index >= 0 && Math.abs((middles[index] ?? 0) - ms) <= stepMs ? index : -1;
  };
  return [placeOf(aMs), placeOf(bMs)];
}

function pairOf(values: Values, indexA: number, indexB: number): Pair {
  const a = values[indexA] ?? null;
  const b = values[indexB] ?? null;
  return { a, b, change: a === null || b === null ? null : b - a };
}

function sizeOf({ change }: Pair): number {
  return change === null ? -1 : Math.abs(change);
}
