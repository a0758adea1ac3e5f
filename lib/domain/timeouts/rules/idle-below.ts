import { knownLibrary } from "../catalogue/libraries";
import { type DurationLookup, type Lookup, limitMs, unknownOf } from "../lookup";
import type { RuleFix, Severity } from "../model";
import type { TimeoutPath } from "../path";
import { inMs, notKnown, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { type IdleTouches, idleTouches } from "./idle-touches";
import { REFERENCES } from "./references";
import {
  broken,
  clientsOf,
  holds,
  isUnknown,
  missing,
  named,
  notEvaluated,
  type Outcome,
  type Rule,
} from "./rule";

interface IdleLimit {
  readonly lookup: DurationLookup;
  readonly ms: number;
  /** "the server closes idle clients after 300 s" */
  readonly words: string;
}

/**
 * close: the client is told, at once or when it next looks. reset: the next packet is answered. silence: nobody says
 * anything.
 */
type IdleEnd = "close" | "reset" | "silence";

interface Verdict {
  readonly limit: IdleLimit;
  readonly ends: IdleEnd;
  readonly idle: IdleTouches;
  readonly inputs: readonly Lookup[];
  readonly consequence: string;
  readonly fix: RuleFix;
  /** What it weighs where the client notices a close by itself. */
  readonly noticed?: Severity;
}

/** Half the time that is left by the other side: one lost packet, or one late run, does no harm. */
function compare(
  path: TimeoutPath,
  { limit, ends, idle, inputs, consequence, fix, noticed }: Verdict,
): Outcome {
  const borrow = path.flag("pool", "testOnBorrow");
  const all = [...inputs, ...idle.lookups];
  if (idle.first !== null && idle.first.ms < limit.ms) {
    return holds(`${clientsOf(path)}: ${idle.first.words}, and ${limit.words}`, ...all);
  }
  if (borrow.state === "flag" && borrow.isOn && findsDead(path, ends)) {
    return holds(
      `${clientsOf(path)}: a connection is tested when it is borrowed, and ${limit.words}`,
      ...all,
      borrow,
    );
  }
  const unknown = unknownOf(...idle.lookups);
  if (unknown.length > 0) {
    return notEvaluated(
      `${limit.words}, and what ends the silence of an idle connection before is open: ${notKnown(unknown)}`,
      ...all,
    );
  }
  const done = idle.first === null ? "nothing ends the silence of an idle connection" : idle.first.words;
  const sentence = `${clientsOf(path)}: ${done}, but ${limit.words}`;
  if (noticed !== undefined && noticesClose(path)) {
    return broken(
      {
        sentence,
        consequence: `The client notices the close and opens another connection: each quiet ${inMs(limit.ms)} costs one, and a command that is sent in that moment fails.`,
        fix,
        severity: noticed,
      },
      ...all,
    );
  }
  return broken({ sentence, consequence, fix }, ...all);
}

/** A PING on a silent connection waits itself; Lettuce's test only asks whether the connection was closed. */
function findsDead(path: TimeoutPath, ends: IdleEnd): boolean {
  if (ends === "close") return true;
  return ends === "reset" && knownLibrary(path.group?.library ?? null) !== "lettuce";
}

/**
 * Netty and Node see a close when it comes and connect again; go-redis and redis-py look whether a connection was closed
 * before they hand it out. Jedis writes first. Of others nothing is known.
 */
function noticesClose(path: TimeoutPath): boolean {
  const library = knownLibrary(path.group?.library ?? null);
  return library !== null && library !== "jedis";
}

function touchFix(path: TimeoutPath, limitMs: number): RuleFix {
  const ms = wholeSecond(limitMs / 2);
  return clientFix(path, `Close or check idle connections every ${inMs(ms)}`, { set: "idle-eviction", ms });
}

function wholeSecond(ms: number): number {
  return ms >= 2000 ? Math.floor(ms / 1000) * 1000 : Math.max(1, Math.floor(ms));
}

export const idleBelowServerTimeout: Rule = {
  id: "idle-below-server-timeout",
  title: "idle eviction or health check < the server's timeout",
  severity: "warning",
  scope: "path",
  reference: REFERENCES.serverClients,
  evaluate(path) {
    const timeout = path.duration("server", "timeout");
    if (isUnknown(timeout)) return missing(timeout);
    if (timeout.state !== "duration")
      return holds(`The server keeps idle clients for ever (timeout 0)`, timeout);
    if (isMultiplexed(path))
      return notEvaluated("the server's clients are the proxy, whose idle connections are its own", timeout);
    return compare(path, {
      limit: {
        lookup: timeout,
        ms: timeout.ms,
        words: `the server closes idle clients after ${saidMs(timeout)}`,
      },
      ends: "close",
      noticed: "notice",
      idle: idleTouches(path, "commands"),
      inputs: [timeout],
      consequence: `The first command after ${inMs(timeout.ms)} of quiet meets a closed connection and fails.`,
      fix: touchFix(path, timeout.ms),
    });
  },
};

/** Only proxies that share connections among clients have a timer for answers alone. */
function isMultiplexed(path: TimeoutPath): boolean {
  return path.proxy !== null && !isUnknown(path.duration("proxy", "responseTimeout"));
}

export const idleBelowLb: Rule = {
  id: "idle-below-lb",
  title: "idle eviction or keepalive < idle timeout of load balancer, NAT and connection tracking",
  severity: "critical",
  scope: "path",
  reference: REFERENCES.nlbIdle,
  evaluate(path) {
    const balancer = path.duration("load-balancer", "idle");
    const nat = path.duration("network", "natIdle");
    const tracking = path.duration("network", "conntrackIdle");
    const inputs = [balancer, nat, tracking] as const;
    const limits: IdleLimit[] = [
      limitOf(balancer, `${named(path, "the load balancer", balancer)} forgets a flow that is idle for`),
      limitOf(nat, "the NAT forgets a flow that is idle for"),
      limitOf(tracking, "connection tracking forgets a flow that is idle for"),
    ].flatMap((limit) => limit ?? []);
    const [limit] = limits.sort((left, right) => left.ms - right.ms);
    if (limit === undefined) {
      return isUnknown(balancer)
        ? missing(balancer)
        : holds(
            "No load balancer, NAT or connection tracking with an idle timeout is known on the way",
            ...inputs,
          );
    }
    const isSilent = limit.lookup === tracking;
    const ms = wholeSecond(limit.ms / 2);
    const outcome = compare(path, {
      limit,
      ends: isSilent ? "silence" : "reset",
      idle: idleTouches(path, "packets"),
      inputs,
      consequence: isSilent
        ? `After ${inMs(limit.ms)} of quiet packets vanish without an answer: the next command hangs until its timeout, or for minutes.`
        : `After ${inMs(limit.ms)} of quiet the next command is answered with a reset: errors in the calmest minutes, none under load.`,
      fix: clientFix(
        path,
        `Send TCP keepalive after ${inMs(ms)}, or close connections that are idle for as long`,
        {
          set: fixesByKeepalive(path) ? "keepalive" : "idle-eviction",
          ms,
        },
      ),
    });
    // What is shorter than a known limit may still be longer than the load balancer's.
    return outcome.state === "holds" && isUnknown(balancer) ? missing(balancer) : outcome;
  },
};

/** Where the library has no keepalive setting, its pool has to close in time. */
function fixesByKeepalive(path: TimeoutPath): boolean {
  return !/jedis/i.test(path.group?.library ?? "");
}

function limitOf(lookup: DurationLookup, words: string): IdleLimit | null {
  return lookup.state === "duration" ? { lookup, ms: lookup.ms, words: `${words} ${saidMs(lookup)}` } : null;
}

export const idleBelowProxy: Rule = {
  id: "idle-below-proxy",
  title: "idle eviction or health check < the proxy's client and server timeout",
  severity: "critical",
  scope: "path",
  reference: REFERENCES.haproxyTimeouts,
  evaluate(path) {
    if (path.proxy === null) return notEvaluated(NO_PROXY);
    const client = path.duration("proxy", "clientTimeout");
    const server = path.duration("proxy", "serverTimeout");
    const limits = [
      limitOf(client, `${named(path, "the proxy", client)} closes idle clients after`),
      limitOf(server, `${named(path, "the proxy", server)} closes idle connections to Redis after`),
    ].flatMap((limit) => limit ?? []);
    const [limit] = limits.sort((left, right) => left.ms - right.ms);
    if (limit === undefined) {
      return unknownOf(client, server).length > 0
        ? missing(client, server)
        : holds("The proxy keeps idle connections for ever", client, server);
    }
    const outcome = compare(path, {
      limit,
      ends: "close",
      noticed: "warning",
      idle: idleTouches(path, "commands"),
      inputs: [client, server],
      consequence: `The proxy closes connections that the client still counts as good: after ${inMs(limit.ms)} of quiet the first command on each fails.`,
      fix: touchFix(path, limit.ms),
    });
    return outcome.state === "holds" && unknownOf(client, server).length > 0
      ? missing(client, server)
      : outcome;
  },
};

export const NO_PROXY =
  "no proxy is known on this way: list it under proxies in the fleet file, or import its configuration";

/** Finite idle limits on the way, for those that check connections themselves. */
export function idleLimits(path: TimeoutPath): DurationLookup[] {
  return [
    ...(isMultiplexed(path) ? [] : [path.duration("server", "timeout")]),
    path.duration("load-balancer", "idle"),
    path.duration("network", "natIdle"),
    path.duration("network", "conntrackIdle"),
    ...(path.proxy === null
      ? []
      : [path.duration("proxy", "clientTimeout"), path.duration("proxy", "serverTimeout")]),
  ];
}

/** The shortest of them in ms; Infinity where nothing ends an idle connection. */
export function shortestMs(limits: readonly DurationLookup[]): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...limits.map((limit) => limitMs(limit) ?? Number.POSITIVE_INFINITY),
  );
}
