import { formatCount, formatDuration, formatPercent, UNKNOWN } from "../words";

/** What the values of a line chart are. Percent runs from 0 to 100, so that its axis has round ticks. */
export type LineUnit = "count" | "percent" | "ms";

/** A value at the end of its line, where there is little room. */
export function formatLineEnd(unit: LineUnit, value: number): string {
  return unit === "count" ? formatCount(Math.round(value)) : formatLineValue(unit, value);
}

/** A value read at the cursor. A mean of counts is whole from 10 up and has one decimal below, where it matters. */
export function formatLineValue(unit: LineUnit, value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (unit === "percent") return formatPercent(value / 100);
  if (unit === "ms") return formatDuration(value);
  return value >= 10 || Number.isInteger(value) ? formatCount(Math.round(value)) : value.toFixed(1);
}
