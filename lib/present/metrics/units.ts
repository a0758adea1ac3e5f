import type { MetricUnit } from "@/lib/domain/cloudwatch/model";
import { assertNever } from "../assert-never";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  THIN,
  UNKNOWN,
} from "../words";

/** How the axis of one chart is written: values are divided by it, and the word stands at the panel. */
export interface AxisScale {
  readonly divisor: number;
  readonly word: string;
  /** No tick between two whole numbers. */
  readonly whole: boolean;
  /** The axis reaches so far at least: a thousandth of a processor must not fill a chart. */
  readonly least: number;
}

const BINARY = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** The scale on which the highest value has at most three digits, so that an axis stays narrow. */
export function axisScale(unit: MetricUnit, max: number): AxisScale {
  switch (unit) {
    case "count":
      return { divisor: 1, word: "", whole: true, least: 0 };
    case "per-second":
      return { divisor: 1, word: "per second", whole: false, least: 0 };
    case "per-minute":
      return { divisor: 1, word: "per minute", whole: false, least: 0 };
    case "percent":
      return { divisor: 1, word: "%", whole: false, least: 5 };
    case "bytes":
      return binary(max, "");
    case "bytes-per-second":
      return binary(max, " per second");
    case "microseconds":
      return durationScale(max, 1000);
    case "milliseconds":
      return durationScale(max, 1);
    case "seconds":
      return durationScale(max, 0.001);
    case "boolean":
      return { divisor: 1, word: "1: yes", whole: true, least: 0 };
    default:
      return assertNever(unit);
  }
}

function binary(max: number, per: string): AxisScale {
  let power = 0;
  while (max / 1024 ** power >= 1024 && power < BINARY.length - 1) power += 1;
  return { divisor: 1024 ** power, word: `${BINARY[power]}${per}`, whole: power === 0, least: 0 };
}

/** `perMs`: how many of the unit make a millisecond. */
function durationScale(max: number, perMs: number): AxisScale {
  const ms = max / perMs;
  if (ms >= 1000) return { divisor: 1000 * perMs, word: "s", whole: false, least: 0 };
  if (ms >= 1 || perMs <= 1) return { divisor: perMs, word: "ms", whole: false, least: 0 };
  return { divisor: perMs / 1000, word: "µs", whole: false, least: 0 };
}

/** A value on the axis of its chart, whose unit stands at the title: at most three digits that say something. */
export function formatOnAxis(scale: AxisScale, unit: MetricUnit, value: number | null | undefined): string {
  if (value === null || value === undefined || unit === "boolean") return formatMetric(unit, value);
  const scaled = value / scale.divisor;
  if (scale.whole || scaled >= 100) return formatCount(Math.round(scaled));
  return scaled !== 0 && Math.abs(scaled) < 0.001
    ? "<0.001"
    : String(Number(scaled.toPrecision(scaled < 1 ? 2 : 3)));
}

/** One value with its unit, in a reading or a sentence. */
export function formatMetric(unit: MetricUnit, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  switch (unit) {
    case "count":
      return value >= 10 || Number.isInteger(value) ? formatCount(Math.round(value)) : value.toFixed(1);
    case "per-second":
      return `${formatNumber(value)}${THIN}/${THIN}s`;
    case "per-minute":
      return `${formatNumber(value)}${THIN}/${THIN}min`;
    case "percent":
      return formatPercent(value / 100);
    case "bytes":
      return formatBytes(value);
    case "bytes-per-second":
      return `${formatBytes(value)}${THIN}/${THIN}s`;
    case "microseconds":
      return formatMicroseconds(value);
    case "milliseconds":
      return formatMicroseconds(value * 1000);
    case "seconds":
      return formatDuration(value * 1000);
    case "boolean":
      return value === 0 ? "no" : value === 1 ? "yes" : "part of the time";
    default:
      return assertNever(unit);
  }
}

function formatMicroseconds(us: number): string {
  if (us === 0) return `0${THIN}ms`;
  return Math.abs(us) < 1000
    ? `${formatNumber(Math.round(us * 10) / 10)}${THIN}µs`
    : formatDuration(us / 1000);
}
