import type { ChartLine } from "./line-model";

type Values = readonly (number | null)[];

/**
 * Splits one line by how it may be read. A segment is dashed when a node was missing at either of its ends: there
 * the sum lacks somebody, and the step up or down is none of the subject's.
 */
export function splitByCoverage(
  values: Values,
  complete: readonly boolean[],
): Pick<ChartLine, "whole" | "partial" | "lone"> {
  const known = (index: number) => values[index] !== null && values[index] !== undefined;
  const full = (index: number) => known(index) && complete[index] === true;
  const dashed = (index: number) => known(index) && complete[index] !== true;
  const valueAt = (index: number) => values[index] ?? null;
  return {
    whole: values.map((_, i) => (full(i) ? valueAt(i) : null)),
    partial: values.map((_, i) =>
      dashed(i) || (full(i) && (dashed(i - 1) || dashed(i + 1))) ? valueAt(i) : null,
    ),
    lone: values.map((_, i) => (known(i) && !known(i - 1) && !known(i + 1) ? valueAt(i) : null)),
  };
}

/** Place and value of the last known point. */
export function lastKnown(values: Values): ChartLine["last"] {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (value !== null && value !== undefined) return { index, value };
  }
  return null;
}

/** Largest known value of several lines; 0 when none is known. */
export function highestOf(lines: readonly Values[]): number {
  let highest = 0;
  for (const values of lines)
    for (const value of values) if (value !== null && value > highest) highest = value;
  return highest;
}
