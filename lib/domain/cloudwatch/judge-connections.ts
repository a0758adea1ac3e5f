import { inClock, inCount, inPercent } from "../findings/wording";
import type { JudgedSubject } from "./judged-subject";
import { holdingLevel, type Readings } from "./levels";
import { type MetricSignal, POINT_MS } from "./model";
import { SIGNALS } from "./signal-rules";
import { inSpanOf, inUnit, signalOf } from "./signal-words";

/** Minutes that are compared with those before; the newest one alone may still be corrected. */
const RECENT_POINTS = 3;
const LEAST_BASELINE_POINTS = 10;
/** Standard deviations of the baseline, by its median absolute deviation (1.4826 × MAD for normal data). */
const DEVIATIONS = 6;
const MAD_TO_SIGMA = 1.4826;
const STEP_RATIO = 0.2;
/** From here on a step is a warning: doubled or halved, and not of a handful. */
const LARGE_COUNT = 100;

/**
 * Connections whose last three minutes all left the range of their own half hour before on the same side: beyond six
 * robust standard deviations, a fifth, and 20 connections. News, and a warning when they doubled or halved.
 */
export function judgeStep(subject: JudgedSubject): MetricSignal[] {
  const readings = subject.readings("CurrConnections");
  if (readings === null) return [];
  const before = readings.values.slice(0, -RECENT_POINTS);
  const recent = readings.values.slice(-RECENT_POINTS);
  if (before.length < LEAST_BASELINE_POINTS || !isUnbroken(readings, RECENT_POINTS)) return [];
  const usual = medianOf(before);
  const mad = medianOf(before.map((value) => Math.abs(value - usual)));
  const band = Math.max(
    SIGNALS["connections-step"].threshold,
    DEVIATIONS * MAD_TO_SIGMA * mad,
    STEP_RATIO * usual,
  );
  const risen = recent.every((value) => value > usual + band);
  const fallen = recent.every((value) => value < usual - band);
  if (!risen && !fallen) return [];
  const worst = risen ? Math.max(...recent) : Math.min(...recent);
  const isLarge = Math.abs(worst - usual) >= LARGE_COUNT && (risen ? worst >= 2 * usual : worst <= usual / 2);
  const sinceMs = stepStart(readings, usual, band, risen);
  const sentence = `${subject.subject} has ${inCount(worst)} connections since ${inClock(sinceMs).slice(0, 5)} UTC, and had ${inCount(usual)} before`;
  return [
    {
      kind: "connections-step",
      subject: subject.subject,
      metric: "CurrConnections",
      state: isLarge ? "warning" : "notice",
      sinceMs,
      untilMs: (readings.atMs.at(-1) ?? sinceMs) + POINT_MS,
      value: worst,
      threshold: risen ? usual + band : usual - band,
      unit: "count",
      sentence,
    },
  ];
}

/** CloudWatch's count against maxclients of the parameter group. */
export function judgeNearLimit(subject: JudgedSubject): MetricSignal[] {
  const readings = subject.readings("CurrConnections");
  const { maxclients } = subject;
  if (readings === null || maxclients === null || maxclients <= 0) return [];
  const percents = { ...readings, values: readings.values.map((value) => (value / maxclients) * 100) };
  const held = holdingLevel(SIGNALS["connections-near-limit"].levels, percents);
  if (held === null) return [];
  const count = inCount((held.worst / 100) * maxclients);
  const what = `holds up to ${count} connections, ${inPercent(held.worst / 100)} of maxclients ${inCount(maxclients)}, ${inSpanOf(held)}`;
  return [signalOf("connections-near-limit", subject.subject, "CurrConnections", held, what)];
}

/** Minutes that both counted, up to a quarter of an hour; fewer than five say nothing. */
const COMPARED_POINTS = 15;
const LEAST_COMPARED_POINTS = 5;
const RATE_RATIO = 0.2;

/**
 * NewConnections against what was seen to open on the same node in the same minutes: told when they differ by more than
 * one a second, a fifth, and three standard deviations of a Poisson count.
 */
export function judgeRate(subject: JudgedSubject): MetricSignal[] {
  const readings = subject.readings("NewConnections");
  if (readings === null || subject.opened === null) return [];
  const seen = new Map(subject.opened.atMs.map((atMs, index) => [atMs, subject.opened?.values[index]]));
  const both = readings.atMs
    .flatMap((atMs, index) => {
      const theirs = readings.values[index];
      const ours = seen.get(atMs);
      return theirs === undefined || ours === undefined ? [] : [{ atMs, theirs, ours }];
    })
    .slice(-COMPARED_POINTS);
  const [first] = both;
  if (first === undefined || both.length < LEAST_COMPARED_POINTS) return [];
  const theirs = meanOf(both.map((minute) => minute.theirs));
  const ours = meanOf(both.map((minute) => minute.ours));
  const chance = 3 * Math.sqrt(Math.max(theirs, ours) / (both.length * 60));
  const threshold = Math.max(
    SIGNALS["new-connections-rate"].threshold,
    RATE_RATIO * Math.max(theirs, ours),
    chance,
  );
  if (Math.abs(theirs - ours) <= threshold) return [];
  const sentence = `${subject.subject} opened ${inUnit(theirs, "per-second")} by CloudWatch's count and ${inUnit(ours, "per-second")} by its own counter, over ${both.length} min`;
  return [
    {
      kind: "new-connections-rate",
      subject: subject.subject,
      metric: "NewConnections",
      state: "notice",
      sinceMs: first.atMs,
      untilMs: (both.at(-1)?.atMs ?? first.atMs) + POINT_MS,
      value: theirs,
      threshold: ours + (theirs > ours ? threshold : -threshold),
      unit: "per-second",
      sentence,
    },
  ];
}

/** The newest points follow each other, with no more than two minutes missing in between. */
function isUnbroken({ atMs }: Readings, points: number): boolean {
  const last = atMs.at(-1);
  const first = atMs.at(-points);
  return last !== undefined && first !== undefined && last - first <= (points + 1) * POINT_MS;
}

/** The first of the newest points that are all outside. */
function stepStart({ atMs, values }: Readings, usual: number, band: number, risen: boolean): number {
  let start = values.length - 1;
  const isOutside = (value: number | undefined) =>
    value !== undefined && (risen ? value > usual + band : value < usual - band);
  while (start > 0 && isOutside(values[start - 1])) start--;
  return atMs[start] ?? 0;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
