import type { SeriesTone } from "../charts/series-tones";
import { formatDuration, formatPercent } from "../words";
import { ageOfPlace, placeOfAge } from "./layout-survival";
import { openAt, type SurvivalModel } from "./prepare-survival";

/** What the survival chart says about one age. */
export interface AgeReading {
  readonly age: string;
  readonly rows: readonly {
    readonly name: string;
    readonly tone: SeriesTone;
    readonly percent: number | null;
    readonly value: string;
  }[];
}

/** Longest-lived first, as the curves lie one above the other. */
export function readAge(model: SurvivalModel, ageSec: number): AgeReading {
  const rows = model.lines
    .map(({ name, tone, open }) => {
      const percent = openAt(model.ages, open, ageSec);
      return { name, tone, percent, value: formatPercent(percent === null ? null : percent / 100) };
    })
    .sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
  return { age: `open after ${formatDuration(ageSec * 1000)}`, rows };
}

export function sayAge(reading: AgeReading): string {
  return `${reading.age}: ${reading.rows.map((row) => `${row.name} ${row.value}`).join("; ")}`;
}

/** Steps of the keyboard over the whole axis. */
const STEPS = 40;

/** An age worth naming near a place of the axis, 0..1: whole seconds, later whole minutes. */
export function nearestAge(model: SurvivalModel, place: number): number {
  const age = ageOfPlace(model, Math.max(0, Math.min(1, place)));
  const grain = age < 120 ? 1 : age < 7200 ? 60 : 600;
  return Math.min(model.endSec, Math.round(age / grain) * grain);
}

/** The age one key press away; from nowhere to the middle. Null: not a key of the chart. */
export function stepAge(model: SurvivalModel, ageSec: number | null, key: string): number | null {
  if (key === "Home") return 0;
  if (key === "End") return model.endSec;
  const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key];
  if (direction === undefined) return null;
  if (ageSec === null) return nearestAge(model, 0.5);
  const place = placeOfAge(model, ageSec);
  for (let step = 1; step <= STEPS; step++) {
    const next = nearestAge(model, place + (direction * step) / STEPS);
    if (next !== ageSec) return next;
  }
  return ageSec;
}
