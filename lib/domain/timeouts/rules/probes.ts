import { limitMs } from "../lookup";
import type { TimeoutPath } from "../path";
import { inMs, saidCount, saidMs } from "../words";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Outcome, type Rule } from "./rule";

interface Probe {
  readonly name: "liveness" | "readiness";
  readonly budget: "planned" | "forced";
  readonly consequence: (spanMs: number) => string;
}

/** A probe that asks Redis fails for as long as a failover lasts; it must not have its effect before. */
function evaluateProbe(path: TimeoutPath, { name, budget, consequence }: Probe): Outcome {
  const touches = path.flag("pod", `${name}TouchesRedis`);
  if (isUnknown(touches)) return missing(touches);
  const who = clientsOf(path);
  if (!touches.isOn) return holds(`${who}: the ${name} probe does not ask Redis`, touches);
  const period = path.duration("pod", `${name}Period`);
  const failures = path.count("pod", `${name}FailureThreshold`);
  const allowed = path.duration("failover-budget", budget);
  const [periodMs, allowedMs] = [limitMs(period), limitMs(allowed)];
  if (periodMs === null || failures.state !== "count" || allowedMs === null)
    return missing(period, failures, allowed);
  const spanMs = periodMs * failures.count;
  const product = `${saidMs(period)} × ${saidCount(failures)} = ${inMs(spanMs)}`;
  if (spanMs > allowedMs) {
    return holds(
      `${who}: the ${name} probe fails after ${product}, a ${budget} failover takes ${saidMs(allowed)}`,
      touches,
      period,
      failures,
      allowed,
    );
  }
  const needed = periodMs > 0 ? Math.floor(allowedMs / periodMs) + 1 : null;
  return broken(
    {
      sentence: `${who}: the ${name} probe asks Redis and fails after ${product}, but a ${budget} failover takes ${saidMs(allowed)}`,
      consequence: consequence(spanMs),
      fix: {
        sentence: `Let the ${name} probe leave Redis out, or give it more patience than a failover takes`,
        code:
          needed === null
            ? null
            : `${name}Probe:\n  periodSeconds: ${periodMs / 1000}\n  failureThreshold: ${needed}`,
        language: needed === null ? null : "yaml",
      },
    },
    touches,
    period,
    failures,
    allowed,
  );
}

export const livenessOutlastsFailover: Rule = {
  id: "liveness-outlasts-failover",
  title: "liveness period × failure threshold > forced-failover budget",
  severity: "critical",
  scope: "group",
  reference: REFERENCES.probes,
  evaluate: (path) =>
    evaluateProbe(path, {
      name: "liveness",
      budget: "forced",
      consequence: (spanMs) =>
        `A failover restarts all pods after ${inMs(spanMs)}, and their restart storms the new primary with connections.`,
    }),
};

export const readinessNotFlapping: Rule = {
  id: "readiness-not-flapping",
  title: "readiness period × failure threshold > planned-failover budget",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.probes,
  evaluate: (path) =>
    evaluateProbe(path, {
      name: "readiness",
      budget: "planned",
      consequence: (spanMs) =>
        `Even a planned failover takes every pod out of its Service at once after ${inMs(spanMs)}: a brief pause of Redis becomes an outage of the application.`,
    }),
};
