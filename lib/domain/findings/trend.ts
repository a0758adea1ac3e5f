/** One count at one moment. */
export interface TrendPoint {
  readonly atMs: number;
  readonly connections: number;
}

export interface Trend {
  readonly perHour: number;
  /** Fitted value at the last point. */
  readonly now: number;
}

const HOUR_MS = 3_600_000;
/** Fewer or closer points cannot tell growth from a wave. */
const MIN_POINTS = 20;
const MIN_SPAN_MS = 20 * 60_000;
/** Slope ÷ standard error. Counts follow one another, so the textbook's 2 would see growth everywhere. */
const MIN_T = 6;
/** A single step (a deploy) has a steep line through it but flat halves: both must show this much of the slope. */
const HALF_SHARE = 1 / 3;
/** An hour of growth says nothing about next month. */
const MAX_HOURS = 30 * 24;

interface Line {
  readonly perMs: number;
  readonly t: number;
  readonly end: number;
}

/** The growth over the points (ascending in time), by least squares; null when it is not significant. */
export function fitTrend(points: readonly TrendPoint[]): Trend | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < MIN_POINTS) return null;
  if (last.atMs - first.atMs < MIN_SPAN_MS) return null;
  const line = fitLine(points);
  if (Math.abs(line.t) < MIN_T) return null;
  const middle = Math.floor(points.length / 2);
  const halves = [fitLine(points.slice(0, middle)), fitLine(points.slice(middle))];
  const steady = halves.every((half) => half.perMs / line.perMs >= HALF_SHARE);
  return steady ? { perHour: line.perMs * HOUR_MS, now: line.end } : null;
}

/** Hours until the trend meets the limit; null when it does not, or not within a month. */
export function hoursToLimit(trend: Trend | null, limit: number | null): number | null {
  if (trend === null || limit === null || trend.perHour <= 0) return null;
  const hours = Math.max(0, limit - trend.now) / trend.perHour;
  return hours <= MAX_HOURS ? hours : null;
}

function fitLine(points: readonly TrendPoint[]): Line {
  const count = points.length;
  const meanAt = points.reduce((sum, point) => sum + point.atMs, 0) / count;
  const meanValue = points.reduce((sum, point) => sum + point.connections, 0) / count;
  let spread = 0;
  let product = 0;
  for (const point of points) {
    spread += (point.atMs - meanAt) ** 2;
    product += (point.atMs - meanAt) * (point.connections - meanValue);
  }
  const perMs = spread === 0 ? 0 : product / spread;
  let residual = 0;
  for (const point of points) {
    residual += (point.connections - meanValue - perMs * (point.atMs - meanAt)) ** 2;
  }
  const error = Math.sqrt(residual / Math.max(1, count - 2) / spread);
  const t = perMs === 0 ? 0 : error === 0 ? Number.POSITIVE_INFINITY * Math.sign(perMs) : perMs / error;
  const lastAtMs = points.at(-1)?.atMs ?? meanAt;
  return { perMs, t, end: meanValue + perMs * (lastAtMs - meanAt) };
}
