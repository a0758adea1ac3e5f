import { expect, it } from "vitest";
import type { CloudWatchNow } from "@/lib/domain/cloudwatch/model";
import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import { readCloudWatchNow } from "../reads/read-cloudwatch-now";
import { readCloudWatchUsage } from "../reads/read-cloudwatch-usage";
import { readElastiCacheFacts } from "../reads/read-elasticache-facts";
import { readElastiCacheNow } from "../reads/read-elasticache-now";
import { eachDatabase } from "../testing/each-database";
import { internCluster } from "./intern-cluster";
import { writeCacheParameters } from "./write-cache-parameters";
import { writeCloudWatchNow } from "./write-cloudwatch-now";
import { writeCloudWatchUsage } from "./write-cloudwatch-usage";
import { writeElastiCacheNow } from "./write-elasticache-now";

const NOON_MS = Date.UTC(2026, 10, 22, 12);

function factsAt(atMs: number, status: string): ElastiCacheFacts {
  return {
    atMs,
    topology: {
      kind: "replication-group",
      id: "orders",
      region: "eu-central-1",
      status,
      engine: "redis",
      engineVersion: "7.0.15",
      nodeType: "cache.t4g.small",
      clusterMode: false,
      multiAz: true,
      automaticFailover: true,
      tls: false,
      authMode: "none",
      userGroups: [],
      endpoints: { primary: { host: "127.0.0.1", port: 6401 }, reader: null, configuration: null },
      nodes: [],
      parameterGroup: "orders-redis7",
      maintenanceWindow: null,
    },
    parameters: null,
  };
}

function nowAt(atMs: number, spentUsd: number): CloudWatchNow {
  return {
    atMs,
    plan: {
      coreEveryMs: 60_000,
      restEveryMs: 300_000,
      metricsPerHour: 1440,
      callsPerHour: 72,
      estimateUsd: 10.5,
      budgetUsd: 50,
      sentence: "all within the budget",
    },
    bill: { budgetUsd: 50, spentUsd, metricsRequested: 100, calls: 3, sinceMs: NOON_MS, isExhausted: false },
    hurriedUntilMs: null,
    newestPointMs: null,
    signals: [],
    backfill: null,
  };
}

eachDatabase("what AWS tells", (database) => {
  it("keeps the newest word on each cluster", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    expect(await readElastiCacheFacts(store, "orders")).toBeNull();
    await writeElastiCacheNow(store, clusterId, factsAt(NOON_MS + 1, "modifying"));
    await writeElastiCacheNow(store, clusterId, factsAt(NOON_MS, "available"));
    expect(await readElastiCacheFacts(store, "orders")).toEqual(factsAt(NOON_MS + 1, "modifying"));
    expect(await readElastiCacheNow(store, null)).toMatchObject([{ clusterId, at: new Date(NOON_MS + 1) }]);
    await writeCloudWatchNow(store, clusterId, nowAt(NOON_MS + 1, 2));
    await writeCloudWatchNow(store, clusterId, nowAt(NOON_MS, 1));
    expect(await readCloudWatchNow(store, [clusterId])).toMatchObject([{ now: nowAt(NOON_MS + 1, 2) }]);
    expect(await readCloudWatchNow(store, [clusterId + 1])).toEqual([]);
  });

  it("keeps every version of a parameter group, and each once", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const write = (offsetMs: number, timeout: string) =>
      writeCacheParameters(store, clusterId, {
        since: new Date(NOON_MS + offsetMs),
        parameters: { group: "orders-redis7", values: { maxclients: "65000", timeout } },
      });
    await write(0, "0");
    await write(1, "0");
    await write(2, "300");
    await write(2, "300");
    await write(3, "0");
    const rows = await store.prisma.cacheParameters.findMany({ orderBy: { since: "asc" } });
    expect(rows.map(({ since, parameters }) => [since.getTime() - NOON_MS, parameters])).toEqual([
      [0, { maxclients: "65000", timeout: "0" }],
      [2, { maxclients: "65000", timeout: "300" }],
      [3, { maxclients: "65000", timeout: "0" }],
    ]);
  });

  it("adds up what all runs of a month have asked, however often a total is told", async () => {
    const store = database.store();
    await writeCloudWatchUsage(store, [
      { runId: "a", day: "2026-10-31", metrics: 1000, calls: 10 },
      { runId: "a", day: "2026-11-01", metrics: 50, calls: 2 },
    ]);
    await writeCloudWatchUsage(store, [{ runId: "a", day: "2026-11-01", metrics: 75, calls: 3 }]);
    await writeCloudWatchUsage(store, [{ runId: "a", day: "2026-11-01", metrics: 50, calls: 2 }]);
    await writeCloudWatchUsage(store, [{ runId: "b", day: "2026-11-02", metrics: 5_000_000_000, calls: 1 }]);
    expect(await readCloudWatchUsage(store, "2026-11-01")).toEqual({ metrics: 5_000_000_075, calls: 4 });
    expect(await readCloudWatchUsage(store, "2026-11-01", "b")).toEqual({ metrics: 75, calls: 3 });
    expect(await readCloudWatchUsage(store, "2026-12-01")).toEqual({ metrics: 0, calls: 0 });
  });
});
