import type { SkewAnswer } from "@/lib/contract/skew";
import type { ChartTable } from "../charts/chart-table";
import type { SeriesTone } from "../charts/series-tones";
import { type ChosenSubjects, medianOf, othersName } from "./choose-subjects";
import { byWords } from "./verdict-words";

/** Opened upwards, closed downwards, one pair a proxy (node, zone), per second over the window. */
export interface ChurnBar {
  readonly name: string;
  readonly tone: SeriesTone;
  readonly openedPerSec: number | null;
  readonly closedPerSec: number | null;
}

export function prepareChurnBars(answer: SkewAnswer, chosen: ChosenSubjects): ChurnBar[] {
  const byName = new Map(answer.proxies.map((row) => [row.name, row]));
  const rowsOf = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
  const bars = rowsOf(chosen.names).map(
    (row): ChurnBar => ({
      name: row.name,
      tone: row.name === chosen.subject ? "subject" : "other",
      openedPerSec: row.openedPerSec,
      closedPerSec: row.closedPerSec,
    }),
  );
  if (chosen.others.length === 0) return bars;
  const others = rowsOf(chosen.others);
  return [
    ...bars,
    {
      name: othersName(chosen),
      tone: "rest",
      openedPerSec: medianOf(others.map((row) => row.openedPerSec)),
      closedPerSec: medianOf(others.map((row) => row.closedPerSec)),
    },
  ];
}

/** Everybody's rates, also of those without a bar. */
export function tableOfChurnBars(answer: SkewAnswer): ChartTable {
  return {
    first: { head: byWords(answer.by).One, csv: answer.by },
    columns: ["opened/s", "closed/s", "closed/open connection/h"],
    rows: answer.proxies.map((row) => ({
      name: row.name,
      csv: row.name,
      values: [row.openedPerSec, row.closedPerSec, row.closeHazard === null ? null : row.closeHazard * 3600],
    })),
  };
}
