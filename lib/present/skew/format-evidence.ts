import type { SkewVerdictAnswer } from "@/lib/contract/skew";
import { assertNever } from "../assert-never";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRate,
  THIN,
} from "../words";

/** A number of the evidence with its unit. Ratios are factors: "×4.3". */
export function formatEvidence({
  value,
  unit,
}: Pick<SkewVerdictAnswer["evidence"][number], "value" | "unit">): string {
  switch (unit) {
    case "connections":
    case "count":
      return formatCount(value);
    case "per_second":
      return formatRate(value);
    case "per_hour":
      return `${formatNumber(value)}${THIN}/${THIN}h`;
    case "ratio":
      return formatFactor(value);
    case "share":
      return formatPercent(value);
    case "ms":
      return formatDuration(value);
    case "seconds":
      return formatDuration(value * 1000);
    case "bytes_per_second":
      return `${formatBytes(value)}${THIN}/${THIN}s`;
    default:
      return assertNever(unit);
  }
}

/** "×2.44", "×12", "×0.08" */
export function formatFactor(ratio: number): string {
  return `×${ratio >= 9.95 ? formatCount(ratio) : Number(ratio.toPrecision(3)).toFixed(2)}`;
}
