import type { SkewAnswer } from "@/lib/contract/skew";
import type { ChartTable } from "../charts/chart-table";
import type { SeriesTone } from "../charts/series-tones";
import { formatDuration } from "../words";
import { type ChosenSubjects, medianOf, othersName } from "./choose-subjects";

type Survival = NonNullable<SkewAnswer["survival"]>;

export interface SurvivalLine {
  readonly name: string;
  readonly tone: SeriesTone;
  /** Percent still open at each of the model's ages; null beyond what was seen. */
  readonly open: readonly (number | null)[];
}

export interface SurvivalModel {
  /** Seconds, ascending, from 0. */
  readonly ages: readonly number[];
  readonly lines: readonly SurvivalLine[];
  /** Age at the right edge. */
  readonly endSec: number;
  /** log: half of the connections are gone within a small part of the whole, which a linear axis would hide. */
  readonly scale: "linear" | "log";
}

/** Half-lives below this part of the axis need a logarithmic one. */
const CRAMPED = 1 / 12;
/** Where so little is left of everybody, a linear axis may end. Percent. */
const NEARLY_NONE = 1;

/** Null: no curve has two points. */
export function prepareSurvival(
  survival: Survival,
  options: { chosen: ChosenSubjects; toneOf: (name: string) => SeriesTone },
): SurvivalModel | null {
  const { ages, curves } = survival;
  const byName = new Map(curves.map((curve) => [curve.name, curve.open]));
  const percentOf = (name: string) => ages.map((_, index) => toPercent(byName.get(name)?.[index] ?? null));
  const lines: SurvivalLine[] = options.chosen.names
    .filter((name) => byName.has(name))
    .map((name) => ({ name, tone: options.toneOf(name), open: percentOf(name) }));
  const others = options.chosen.others.map(percentOf);
  if (others.length > 0) {
    const open = ages.map((_, index) => medianOf(others.map((values) => values[index])));
    lines.push({ name: othersName(options.chosen), tone: "rest", open });
  }
  const last = Math.max(...lines.map((line) => line.open.findLastIndex((value) => value !== null)), -1);
  if (last < 1) return null;
  const gone = ages.findIndex((_, index) =>
    lines.every((line) => (line.open[index] ?? 0) <= NEARLY_NONE || index > lastIndex(line)),
  );
  const end = gone > 0 ? Math.min(gone, last) : last;
  const endSec = ages[end] ?? 0;
  const halfLives = lines.flatMap((line) => halfLifeOf(ages, line.open) ?? []);
  const shortest = Math.min(...halfLives);
  const scale = halfLives.length > 0 && shortest < endSec * CRAMPED ? "log" : "linear";
  return { ages, lines, endSec, scale };
}

function lastIndex(line: SurvivalLine): number {
  return line.open.findLastIndex((value) => value !== null);
}

function toPercent(open: number | null): number | null {
  return open === null ? null : open * 100;
}

/**
 * Percent still open at an age between two known ones: the hazard is constant there (piecewise-exponential, as the life
 * table gives it). Null beyond what was seen.
 */
export function openAt(
  ages: readonly number[],
  open: readonly (number | null)[],
  ageSec: number,
): number | null {
  const upper = ages.findIndex((age) => age >= ageSec);
  if (upper < 0) return null;
  const to = open[upper] ?? null;
  if (ages[upper] === ageSec) return to;
  const from = open[upper - 1] ?? null;
  const [a, b] = [ages[upper - 1], ages[upper]];
  if (from === null || to === null || a === undefined || b === undefined) return null;
  const part = (ageSec - a) / (b - a);
  return from <= 0 || to <= 0 ? from + (to - from) * part : from * (to / from) ** part;
}

/** Age at which half are gone; null: more than half stay open as far as was seen. */
export function halfLifeOf(ages: readonly number[], open: readonly (number | null)[]): number | null {
  const upper = open.findIndex((value) => value !== null && value <= 50);
  const [a, b] = [ages[upper - 1], ages[upper]];
  const from = open[upper - 1] ?? null;
  const to = open[upper] ?? null;
  if (a === undefined || b === undefined || from === null || to === null) return null;
  if (to <= 0) return a + ((b - a) * (from - 50)) / (from - to);
  return a + ((b - a) * Math.log(from / 50)) / Math.log(from / to);
}

/** Why there is no curve. */
export function noLivesWords(answer: Pick<SkewAnswer, "proxies">): string {
  return answer.proxies.every((row) => row.kind === "multiplexing")
    ? "These proxies keep their own connections to Redis, which say nothing of how long clients stay."
    : "Sweeps of this stretch carry no life tables: they are older than those are, or nobody was seen twice.";
}

/** All curves as numbers, one column a subject, also those without a line. */
export function tableOfSurvival(survival: Survival): ChartTable {
  return {
    first: { head: "Age", csv: "age_sec" },
    columns: survival.curves.map((curve) => curve.name),
    rows: survival.ages.map((age, index) => ({
      name: formatDuration(age * 1000),
      csv: String(age),
      values: survival.curves.map((curve) => toPercent(curve.open[index] ?? null)),
    })),
  };
}
