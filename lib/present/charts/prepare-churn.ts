import type { ConnectionsAnswer } from "@/lib/contract/connections";
import type { LineChartModel } from "./line-model";
import { prepareFrame, prepareMarks } from "./prepare-connections";
import { highestOf } from "./split-lines";

/** Opened upwards, closed downwards, per second, on the time axis of the answer it comes from. */
export interface ChurnModel
  extends Pick<LineChartModel, "fromMs" | "toMs" | "stepMs" | "startsMs" | "atMs" | "bands" | "marks"> {
  readonly opened: readonly (number | null)[];
  readonly closed: readonly (number | null)[];
  /** Opened and gone again between two sweeps: known by number only, so added to both sides. */
  readonly unseen: readonly (number | null)[];
  /** True when any of it is above zero. */
  readonly anyUnseen: boolean;
  /** Highest bar of either side, the unseen included. */
  readonly max: number;
}

export function prepareChurn(answer: ConnectionsAnswer): ChurnModel {
  const frame = prepareFrame(answer);
  const opened = answer.at.map((_, i) =>
    sumAt(
      answer.series.map((one) => one.openedPerSec),
      i,
    ),
  );
  const closed = answer.at.map((_, i) =>
    sumAt(
      answer.series.map((one) => one.closedPerSec),
      i,
    ),
  );
  const unseen = answer.at.map((_, i) => answer.unattributedPerSec[i] ?? null);
  const withUnseen = (values: readonly (number | null)[]) =>
    values.map((value, i) => (value === null ? null : value + (unseen[i] ?? 0)));
  return {
    ...frame,
    opened,
    closed,
    unseen,
    anyUnseen: unseen.some((value) => value !== null && value > 0),
    max: highestOf([withUnseen(opened), withUnseen(closed)]),
    marks: prepareMarks(answer.observations, frame),
  };
}

/** Sum of what is known; null when nothing is. */
function sumAt(lines: readonly (readonly (number | null)[])[], index: number): number | null {
  let sum: number | null = null;
  for (const values of lines) {
    const value = values[index];
    if (value !== null && value !== undefined) sum = (sum ?? 0) + value;
  }
  return sum;
}
