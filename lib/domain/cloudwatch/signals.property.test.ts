import fc from "fast-check";
import { expect, it } from "vitest";
import type { ElastiCacheTopology } from "../elasticache/model";
import { METRICS } from "./catalogue";
import { POINT_MS } from "./model";
import { judgeMetrics } from "./signals";

const NOW = Date.UTC(2026, 10, 22, 14, 0, 0);

const topology: ElastiCacheTopology = {
  kind: "replication-group",
  id: "orders",
  region: "eu-central-1",
  status: null,
  engine: "redis",
  engineVersion: null,
  nodeType: "cache.r7g.xlarge",
  clusterMode: null,
  multiAz: null,
  automaticFailover: null,
  tls: null,
  authMode: null,
  userGroups: [],
  endpoints: { primary: null, reader: null, configuration: null },
  nodes: [],
  parameterGroup: null,
  maintenanceWindow: null,
};

const limits = { maxclients: 1000, timeoutSec: 0, tcpKeepaliveSec: 300, closeOnReplicaWrite: true };
const plan = { coreEveryMs: 60_000, restEveryMs: 300_000 };
const definition = fc.constantFrom(...METRICS.filter(({ scope }) => scope === "node"));
const minutes = fc.uniqueArray(
  fc.tuple(fc.integer({ min: -3, max: 40 }), fc.double({ noNaN: true, min: 0, max: 1e12 })),
  { selector: ([ago]) => ago, maxLength: 40 },
);

/** Any metric of a node, with any of its minutes missing. */
const series = fc.tuple(definition, minutes).map(([{ metric, statistic }, points]) => {
  const ordered = points.toSorted(([left], [right]) => right - left);
  const atMs = ordered.map(([ago]) => NOW - ago * POINT_MS);
  return { subject: "orders-001", metric, statistic, atMs, values: ordered.map(([, value]) => value) };
});

it("whatever comes, a signal names minutes that were there, and a value beyond its threshold", () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 6 }), (all) => {
      const openedPerSec = all.filter(({ metric }) => metric === "NewConnections");
      for (const signal of judgeMetrics({
        series: all,
        topology,
        limits,
        openedPerSec,
        plan,
        nowMs: NOW,
      })) {
        expect(signal.sinceMs).toBeLessThan(signal.untilMs);
        const own = all.filter(({ metric }) => metric === signal.metric);
        expect(own.some(({ atMs }) => atMs.includes(signal.sinceMs))).toBe(true);
        expect(own.some(({ atMs }) => atMs.includes(signal.untilMs - POINT_MS))).toBe(true);
        expect(Number.isFinite(signal.value) && Number.isFinite(signal.threshold)).toBe(true);
        if (signal.kind !== "connections-step" && signal.kind !== "new-connections-rate")
          expect(signal.value).toBeGreaterThanOrEqual(signal.threshold);
        expect(signal.sentence).not.toMatch(/NaN|undefined|Infinity/);
      }
    }),
    { numRuns: 300 },
  );
});
