import { inClock, inCount, inPercent, inRate } from "../findings/wording";
import type { Held } from "./levels";
import type { MetricSignal, MetricUnit, SignalKind } from "./model";
import { SIGNALS } from "./signal-rules";

/** U+202F: between a number and its unit. */
const THIN = "\u202f";

/** Kinds that are told by the worst value of their own metric alone. */
export type PlainKind = Exclude<
  SignalKind,
  | "engine-cpu"
  | "host-cpu"
  | "swap"
  | "memory"
  | "connections-step"
  | "connections-near-limit"
  | "new-connections-rate"
>;

/** A signal of a level that holds. */
export function signalOf(
  kind: SignalKind,
  subject: string,
  metric: string,
  held: Held,
  what: string,
): MetricSignal {
  return {
    kind,
    subject,
    metric,
    state: held.level.state,
    sinceMs: held.sinceMs,
    untilMs: held.untilMs,
    value: held.worst,
    threshold: held.level.atLeast,
    unit: SIGNALS[kind].unit,
    sentence: `${subject} ${what}`,
  };
}

/** What continues "orders-002 …": the worst value, and in how many of the last minutes it was so. */
export function inSentence(kind: PlainKind, metric: string, held: Held): string {
  return `${told(kind, metric, held.worst)}, ${inSpanOf(held)}`;
}

/** "in 7 of the last 15 min, since 14:02" */
export function inSpanOf({ minutes, known, sinceMs }: Held): string {
  const span = Math.max(minutes, known);
  const since = `since ${inClock(sinceMs).slice(0, 5)} UTC`;
  return span === 1
    ? `in the minute of ${inClock(sinceMs).slice(0, 5)} UTC`
    : `in ${minutes} of ${span}${THIN}min, ${since}`;
}

function told(kind: PlainKind, metric: string, worst: number): string {
  const packets = `up to ${inRate(worst)} packets a minute`;
  switch (kind) {
    case "bandwidth-exceeded":
      return `is over its network bandwidth ${metric.includes("Out") ? "out" : "in"}: ${packets} were held up or lost`;
    case "conntrack-exceeded":
      return `tracks as many connections as its host may: ${packets} were lost`;
    case "packets-exceeded":
      return `is over its packet rate: ${packets} were held up or lost`;
    case "linklocal-exceeded":
      return `asks local services too often: ${packets} were lost`;
    case "replication-lag":
      return `is up to ${inUnit(worst, "seconds")} behind its primary`;
    case "traffic-management":
      return "gets more commands than it can process, and ElastiCache slows them down";
    case "authentication-failures":
      return metric === "IamAuthenticationThrottling"
        ? `has up to ${inRate(worst)} IAM authentications a minute throttled`
        : `refuses up to ${inRate(worst)} authentications a minute`;
    case "evictions":
      return `evicts up to ${inRate(worst)} keys a second`;
    case "throttled":
      return `throttles up to ${inRate(worst)} commands a second`;
  }
}

/** A value with its unit, as it is read in a sentence. */
export function inUnit(value: number, unit: MetricUnit): string {
  switch (unit) {
    case "count":
      return inCount(value);
    case "per-second":
      return `${inRate(value)} a second`;
    case "per-minute":
      return `${inRate(value)} a minute`;
    case "percent":
      return inPercent(value / 100);
    case "bytes":
      return inBytes(value);
    case "bytes-per-second":
      return `${inBytes(value)} a second`;
    case "microseconds":
      return `${inCount(value)}${THIN}µs`;
    case "milliseconds":
      return `${inRate(value)}${THIN}ms`;
    case "seconds":
      return `${inRate(value)}${THIN}s`;
    case "boolean":
      return value >= 1 ? "yes" : "no";
  }
}

function inBytes(bytes: number): string {
  const mb = bytes / (1024 * 1024);
  return mb >= 1024 ? `${inRate(mb / 1024)}${THIN}GB` : `${inRate(mb)}${THIN}MB`;
}
