import { knownLibrary, LIBRARY_NAMES, usesCommonsPool } from "../catalogue/libraries";
import type { TimeoutPath } from "../path";
import { inMs, saidCount, saidMs } from "../words";
import { clientFix, isUnpooled } from "./fix-code";
import { runsToCover } from "./idle-touches";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, notEvaluated, type Outcome, type Rule } from "./rule";

const USUAL_EVICTION_MS = 60_000;

/** Libraries with pools of their own have no eviction runs that could be set wrongly. */
function withoutEvictor(path: TimeoutPath): Outcome | null {
  const library = knownLibrary(path.group?.library ?? null);
  if (library === null || usesCommonsPool(library)) return null;
  return holds(`${clientsOf(path)}: ${LIBRARY_NAMES[library]} needs no eviction runs`);
}

export const evictionBelowMaxIdle: Rule = {
  id: "eviction-below-max-idle",
  title: "eviction period < min evictable idle time, and the tests of a run cover the pool",
  severity: "notice",
  scope: "group",
  reference: REFERENCES.commonsPool,
  evaluate(path) {
    const period = path.duration("pool", "evictionPeriod");
    const idle = path.duration("pool", "minEvictableIdle");
    if (period.state !== "duration") {
      const other = withoutEvictor(path);
      if (other !== null) return other;
      if (isUnpooled(path)) return holds(`${clientsOf(path)}: one connection and no pool`);
    }
    if (isUnknown(period) || isUnknown(idle)) return missing(period, idle);
    if (period.state !== "duration")
      return notEvaluated("no eviction runs at all: see evictor-runs", period, idle);
    const who = clientsOf(path);
    if (idle.state !== "duration")
      return holds(`${who}: no connection is closed for being idle`, period, idle);
    const tests = path.count("pool", "testsPerEvictionRun");
    const total = path.count("pool", "maxTotal");
    const fix = clientFix(path, "Look at all idle connections twice in their allowed idle time", {
      set: "idle-eviction",
      ms: idle.ms,
    });
    if (period.ms >= idle.ms) {
      return broken(
        {
          sentence: `${who}: idle connections are looked for every ${saidMs(period)}, but may be idle for ${saidMs(idle)} only`,
          consequence: `A connection lives idle for up to ${inMs(period.ms + idle.ms)}, ${inMs(period.ms)} more than planned: other idle timeouts are compared with the wrong number.`,
          fix,
        },
        period,
        idle,
      );
    }
    if (knownLibrary(path.group?.library ?? null) === "go-redis")
      return holds(`${who}: every run looks at all connections, every ${saidMs(period)}`, period, idle);
    const runs = runsToCover(tests, total);
    if (runs === null) return missing(tests, total);
    if (runs > 1) {
      return broken(
        {
          sentence: `${who}: a run tests ${saidCount(tests)} of ${saidCount(total)} connections, so all are looked at every ${inMs(period.ms * runs)}, ${runs} runs`,
          consequence: `A connection lives idle for up to ${inMs(period.ms * runs + idle.ms)} instead of ${inMs(period.ms + idle.ms)}.`,
          fix,
        },
        period,
        idle,
        tests,
        total,
      );
    }
    return holds(
      `${who}: all connections are looked at every ${saidMs(period)}, and may be idle for ${saidMs(idle)}`,
      period,
      idle,
      tests,
      total,
    );
  },
};

export const evictorRuns: Rule = {
  id: "evictor-runs",
  title: "idle eviction, test-while-idle and min-idle have an eviction period",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.commonsPool,
  evaluate(path) {
    const other = withoutEvictor(path);
    if (other !== null) return other;
    const who = clientsOf(path);
    const size = path.count("pool", "maxTotal");
    const period = path.duration("pool", "evictionPeriod");
    const idle = path.duration("pool", "minEvictableIdle");
    const test = path.flag("pool", "testWhileIdle");
    const minIdle = path.count("pool", "minIdle");
    if (isUnpooled(path)) return holds(`${who}: one connection and no pool`, size);
    if (isUnknown(period)) return missing(period);
    if (period.state === "duration")
      return holds(`${who}: the evictor runs every ${saidMs(period)}`, period, idle, test, minIdle);
    const idleWanted = idle.state === "duration";
    const wanted = [
      ...(idleWanted ? [`idle eviction after ${saidMs(idle)}`] : []),
      ...(test.state === "flag" && test.isOn ? ["test-while-idle"] : []),
      ...(minIdle.state === "count" && minIdle.count > 0 ? [`min idle ${saidCount(minIdle)}`] : []),
    ];
    if (wanted.length === 0) {
      const unknown = [idle, test, minIdle].filter(({ state }) => state === "unknown");
      if (unknown.length > 0) return missing(...unknown);
      return holds(`${who}: nothing is set that needs the evictor`, period, idle, test, minIdle);
    }
    const everyMs = idleWanted ? Math.min(USUAL_EVICTION_MS, idle.ms) : USUAL_EVICTION_MS;
    return broken(
      {
        sentence: `${who}: ${wanted.join(", ")} set, but the evictor never runs (eviction period ${saidMs(period)})`,
        consequence:
          "None of it does anything: idle connections are neither closed nor tested, and die where the first timeout on the way finds them.",
        fix: clientFix(path, `Let the evictor run every ${inMs(everyMs)}`, {
          set: "health-check",
          ms: everyMs,
        }),
      },
      period,
      idle,
      test,
      minIdle,
    );
  },
};
