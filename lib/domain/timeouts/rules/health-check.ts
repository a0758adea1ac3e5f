import { unknownOf } from "../lookup";
import { inMs } from "../words";
import { clientFix } from "./fix-code";
import { idleLimits, shortestMs } from "./idle-below";
import { idleTest } from "./idle-touches";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, missing, notEvaluated, type Rule } from "./rule";

export const healthCheckBelowIdle: Rule = {
  id: "health-check-below-idle",
  title: "health-check interval < the smallest idle timeout on the way",
  severity: "warning",
  scope: "path",
  reference: REFERENCES.clients,
  evaluate(path) {
    const health = path.duration("client", "healthCheckInterval");
    const test = idleTest(path);
    const own = health.state === "duration" ? health.ms : Number.POSITIVE_INFINITY;
    const everyMs = Math.min(own, test.touch?.ms ?? Number.POSITIVE_INFINITY);
    const limits = idleLimits(path);
    const inputs = [health, ...test.lookups, ...limits];
    if (everyMs === Number.POSITIVE_INFINITY) {
      if (unknownOf(health, ...test.lookups).length > 0) return missing(health, ...test.lookups);
      return notEvaluated(
        "the client checks no idle connections: turn a health check on to have it compared with the idle timeouts",
        ...inputs,
      );
    }
    const shortest = shortestMs(limits);
    const who = clientsOf(path);
    if (everyMs >= shortest) {
      const ms = Math.max(1, Math.floor(shortest / 2));
      return broken(
        {
          sentence: `${who}: idle connections are checked every ${inMs(everyMs)}, but one on the way is cut after ${inMs(shortest)}`,
          consequence: `The check comes too late: it finds dead connections instead of keeping them alive, and commands meet them first.`,
          fix: clientFix(path, `Check idle connections every ${inMs(ms)}`, { set: "health-check", ms }),
        },
        ...inputs,
      );
    }
    if (unknownOf(...limits).some(({ layer }) => layer !== "network")) {
      return missing(...limits.filter((limit) => limit.state !== "unknown" || limit.layer !== "network"));
    }
    return holds(
      shortest === Number.POSITIVE_INFINITY
        ? `${who}: idle connections are checked every ${inMs(everyMs)}, and nothing on the way cuts them`
        : `${who}: idle connections are checked every ${inMs(everyMs)}, and none is cut before ${inMs(shortest)}`,
      ...inputs,
    );
  },
};
