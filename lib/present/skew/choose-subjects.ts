import type { SkewAnswer } from "@/lib/contract/skew";
import { compareNatural } from "../charts/series-tones";

/** Lines of one chart: the ends of more cannot be told apart. */
export const MOST_LINES = 8;
/** Of more than those so few are drawn, beside a line for all the others. */
const FEW = 6;

/** Who gets a line (a bar, a curve) of its own on the charts of the page: the same on all of them. */
export interface ChosenSubjects {
  /** The leading verdict's; null: none has one. */
  readonly subject: string | null;
  /** By name, so that nothing changes its place when shares cross. */
  readonly names: readonly string[];
  /** Those drawn together as "others". */
  readonly others: readonly string[];
}

/** All where there are few; else those that verdicts name, then those whose share changed most. */
export function chooseSubjects(answer: Pick<SkewAnswer, "proxies" | "verdicts">): ChosenSubjects {
  const names = answer.proxies.map((row) => row.name).sort(compareNatural);
  const current = answer.verdicts.filter((verdict) => verdict.until === null);
  const said = current.flatMap((verdict) => verdict.subject ?? []);
  const subject = said.find((name) => names.includes(name)) ?? null;
  if (names.length <= MOST_LINES) return { subject, names, others: [] };
  const ranked = [...answer.proxies]
    .sort((a, b) => Math.abs(b.shareChange ?? 0) - Math.abs(a.shareChange ?? 0))
    .map((row) => row.name);
  const wanted = [...new Set([...said.filter((name) => names.includes(name)), ...ranked])].slice(0, FEW);
  const chosen = new Set(wanted);
  return {
    subject,
    names: names.filter((name) => chosen.has(name)),
    others: names.filter((name) => !chosen.has(name)),
  };
}

/** "median of 54 others" */
export function othersName(chosen: ChosenSubjects): string {
  return `median of ${chosen.others.length} others`;
}

/** Middle of the known ones; null: none is known. */
export function medianOf(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  const middle = known.length >> 1;
  const upper = known[middle];
  if (upper === undefined) return null;
  return known.length % 2 === 1 ? upper : (upper + (known[middle - 1] ?? upper)) / 2;
}
