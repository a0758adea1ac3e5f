import { limitMs } from "../lookup";
import { inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Rule } from "./rule";

const USUAL_WAIT_MS = 1000;

export const poolWaitBounded: Rule = {
  id: "pool-wait-bounded",
  title: "pool max wait is finite and below the request deadline",
  severity: "critical",
  scope: "group",
  reference: REFERENCES.commonsPool,
  evaluate(path) {
    const wait = path.duration("pool", "maxWait");
    const deadline = path.duration("request", "deadline");
    if (isUnknown(wait)) return missing(wait);
    const who = clientsOf(path);
    if (wait.state !== "duration") {
      return broken(
        {
          sentence: `${who}: the pool lets callers wait ${saidMs({ ...wait, state: "infinite" })}`,
          consequence:
            "When all connections are busy, every further request hangs without an error until the threads are used up: a slow Redis becomes a stopped application.",
          fix: clientFix(path, `Bound the wait for a connection to ${inMs(USUAL_WAIT_MS)} or less`, {
            set: "max-wait",
            ms: USUAL_WAIT_MS,
          }),
        },
        wait,
      );
    }
    if (wait.ms === 0) return holds(`${who}: nobody waits for a connection`, wait);
    const deadlineMs = limitMs(deadline);
    if (deadlineMs === null) return missing(wait, deadline);
    if (wait.ms < deadlineMs) {
      return holds(
        `${who}: the pool's wait of ${saidMs(wait)} is below the deadline of ${saidMs(deadline)}`,
        wait,
        deadline,
      );
    }
    const ms = Math.max(1, Math.floor(deadlineMs / 2));
    return broken(
      {
        sentence: `${who}: the pool lets callers wait ${saidMs(wait)}, but the request has ${saidMs(deadline)}`,
        consequence: `A request that finds the pool empty spends its whole ${inMs(deadlineMs)} waiting and never asks Redis.`,
        fix: clientFix(path, `Bound the wait for a connection to ${inMs(ms)}`, { set: "max-wait", ms }),
        severity: "warning",
      },
      wait,
      deadline,
    );
  },
};
