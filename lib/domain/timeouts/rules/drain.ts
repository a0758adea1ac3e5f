import { type DurationLookup, limitMs } from "../lookup";
import { pathThrough, type TimeoutPath } from "../path";
import { inMs, saidMs } from "../words";
import { NO_PROXY } from "./idle-below";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, named, notEvaluated, type Rule } from "./rule";

/** Milliseconds; nothing set is no wait. Null: not known, or endless. */
function spanMs(lookup: DurationLookup): number | null {
  if (lookup.state === "unset") return 0;
  return lookup.state === "duration" ? lookup.ms : null;
}

export const graceCoversDrain: Rule = {
  id: "grace-covers-drain",
  title: "termination grace period > preStop wait + longest command",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.podEnd,
  evaluate(path) {
    const grace = path.duration("pod", "terminationGrace");
    const preStop = path.duration("pod", "preStopSleep");
    const blocking = path.duration("client", "longestCommand");
    const command = path.duration("client", "commandTimeout");
    // No command outlives its timeout, unless it is declared to block for longer.
    const longest = blocking.state === "duration" ? blocking : command;
    const graceMs = limitMs(grace);
    const preStopMs = spanMs(preStop);
    if (graceMs === null || preStopMs === null) return missing(grace, preStop);
    if (isUnknown(longest)) return missing(grace, preStop, longest);
    const longestMs = limitMs(longest) ?? 0;
    // Without a limit most commands end at once all the same; that there is none is another rule's to say.
    if (longestMs === Number.POSITIVE_INFINITY && longest !== blocking)
      return notEvaluated("no timeout bounds a command: see command-timeout-set", grace, preStop, longest);
    const who = clientsOf(path);
    const neededMs = preStopMs + longestMs;
    const said = `preStop ${saidMs(preStop)} + ${longest === blocking ? "longest command" : "command timeout"} ${saidMs(longest)}`;
    if (graceMs > neededMs) {
      return holds(`${who}: ${said} fit into the grace period of ${saidMs(grace)}`, grace, preStop, longest);
    }
    return broken(
      {
        sentence: `${who}: ${said} = ${inMs(neededMs)}, but the pod is killed after ${saidMs(grace)}`,
        consequence: `Commands under way are cut off at every rollout and scale-in, and the pool's connections end without a goodbye.`,
        fix: podGraceFix(neededMs),
      },
      grace,
      preStop,
      longest,
    );
  },
};

function podGraceFix(neededMs: number) {
  // Five seconds for closing the pool.
  const sec = Math.ceil(neededMs / 1000) + 5;
  return {
    sentence: `Give the pod ${sec}\u202fs to end`,
    code: `terminationGracePeriodSeconds: ${sec}`,
    language: "yaml",
  };
}

/** A proxy that runs in pods has its wait in its manifest, under its own name. */
function ofProxy(path: TimeoutPath, key: "preStopSleep" | "terminationGrace"): DurationLookup {
  const own = path.duration("proxy", key);
  if (own.state !== "unknown" || path.proxy === null) return own;
  const asWorkload = pathThrough(
    path.stack,
    { name: path.proxy, library: null, libraryVersion: null },
    path.proxy,
  ).duration("pod", key);
  return asWorkload.state !== "unknown" && asWorkload.setting.subject === path.proxy ? asWorkload : own;
}

export const proxyDrainCoversLb: Rule = {
  id: "proxy-drain-covers-lb",
  title: "load balancer's drain ≤ proxy's preStop wait < proxy's grace period",
  severity: "warning",
  scope: "proxy",
  reference: REFERENCES.nlbDrain,
  evaluate(path) {
    if (path.proxy === null) return notEvaluated(NO_PROXY);
    const drain = path.duration("load-balancer", "drain");
    const wait = ofProxy(path, "preStopSleep");
    const grace = ofProxy(path, "terminationGrace");
    const [drainMs, waitMs, graceMs] = [spanMs(drain), spanMs(wait), limitMs(grace)];
    const all = [drain, wait, grace] as const;
    const balancer = named(path, "the load balancer", drain);
    const proxy = named(path, "the proxy", wait);
    if (drainMs !== null && waitMs !== null && waitMs < drainMs) {
      return broken(
        {
          sentence: `${capital(proxy)} waits ${saidMs(wait)} before it ends, ${balancer} drains for ${saidMs(drain)}`,
          consequence: `For ${inMs(drainMs - waitMs)} the load balancer sends connections to a proxy that has gone; those that it had are cut.`,
          fix: drainFix(drainMs),
        },
        ...all,
      );
    }
    if (waitMs !== null && graceMs !== null && waitMs >= graceMs && waitMs > 0) {
      return broken(
        {
          sentence: `${capital(proxy)} waits ${saidMs(wait)} before it ends, but its pod is killed after ${saidMs(grace)}`,
          consequence: `The pod is killed in the middle of its wait: connections are dropped instead of drained.`,
          fix: drainFix(Math.max(waitMs, drainMs ?? 0)),
        },
        ...all,
      );
    }
    if (drainMs === null || waitMs === null || graceMs === null) return missing(...all);
    return holds(
      `${capital(balancer)} drains for ${saidMs(drain)}; ${proxy}: preStop ${saidMs(wait)}, grace ${saidMs(grace)}`,
      ...all,
    );
  },
};

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function drainFix(waitMs: number) {
  const sec = Math.ceil(waitMs / 1000);
  return {
    sentence: `Let the proxy's pod wait ${sec}\u202fs before it ends, and its grace period be longer`,
    code: `terminationGracePeriodSeconds: ${sec + 15}\ncontainers:\n  - lifecycle:\n      preStop:\n        exec: { command: ["sleep", "${sec}"] }`,
    language: "yaml",
  };
}
