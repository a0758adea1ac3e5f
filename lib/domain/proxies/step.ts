import { counterRise } from "./counter-rise";
import type { ProxyReading, ProxyStep } from "./model";

/** A reading and the moment of it, in milliseconds since 1970. */
export interface TimedReading {
  readonly atMs: number;
  readonly reading: ProxyReading;
}

const COUNTERS = ["openedTotal", "closedTotal", "requestsTotal", "bytesInTotal", "bytesOutTotal"] as const;

/** Uptimes are whole seconds, rounded down. */
const UPTIME_SLACK_MS = 1000;

/**
 * What happened between two readings of one proxy. Opened and closed are differences of the counters; where a format has
 * only one of the two the other follows from the connections: `opened − closed = Δconnections` (facts of the formats:
 * HAProxy `stot`, Envoy `downstream_cx_total`, Predixy `Accept` count opened; twemproxy `client_eof + client_err` closed).
 * A counter that fell, or an uptime that began after the first reading, is a restart: nothing is counted across it.
 */
export function stepBetween(previous: TimedReading | null, next: TimedReading): ProxyStep {
  const { reading, atMs } = next;
  const step = {
    atMs,
    spanMs: null,
    restarted: false,
    connections: reading.connections,
    opened: null,
    closed: null,
    requests: null,
    bytesIn: null,
    bytesOut: null,
    backConnections: reading.backConnections,
    uptimeSec: reading.uptimeSec,
  };
  if (previous === null || atMs <= previous.atMs) return step;
  const before = previous.reading;
  const spanMs = atMs - previous.atMs;
  const rises = COUNTERS.map((name) => counterRise(before[name], reading[name]));
  if (hasNewUptime(before.uptimeSec, reading.uptimeSec, spanMs) || rises.includes("fell"))
    return { ...step, restarted: true };
  const [opened = null, closed = null, requests = null, bytesIn = null, bytesOut = null] = rises.map(
    (rise) => (rise === "fell" ? null : rise),
  );
  const change =
    before.connections === null || reading.connections === null
      ? null
      : reading.connections - before.connections;
  return { ...step, spanMs, ...bothSides(opened, closed, change), requests, bytesIn, bytesOut };
}

/** Several steps of one proxy as one, in order. Null for none. Counts are of the time that `spanMs` covers. */
export function sumSteps(steps: readonly ProxyStep[]): ProxyStep | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const sum = (of: (step: ProxyStep) => number | null): number | null => {
    const known = steps.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  return {
    ...last,
    spanMs: sum(({ spanMs }) => spanMs),
    restarted: steps.some(({ restarted }) => restarted),
    opened: sum(({ opened }) => opened),
    closed: sum(({ closed }) => closed),
    requests: sum(({ requests }) => requests),
    bytesIn: sum(({ bytesIn }) => bytesIn),
    bytesOut: sum(({ bytesOut }) => bytesOut),
  };
}

/** A proxy's threads count one after the other, so what follows may come out one below zero: then it is zero. */
function bothSides(
  opened: number | null,
  closed: number | null,
  change: number | null,
): Pick<ProxyStep, "opened" | "closed"> {
  if (opened !== null && closed === null && change !== null)
    return { opened, closed: Math.max(0, opened - change) };
  if (closed !== null && opened === null && change !== null)
    return { opened: Math.max(0, closed + change), closed };
  return { opened, closed };
}

/** It fell, or is shorter than the time since the reading before: the process began after that one. */
function hasNewUptime(before: number | null, now: number | null, spanMs: number): boolean {
  if (before === null || now === null) return false;
  return now < before || now * 1000 + UPTIME_SLACK_MS < spanMs;
}
