import { afterEach, expect, test } from "vitest";
import { openStore, type Store } from "@/lib/store/client";
import { migrate } from "@/lib/store/migrate";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readCollector } from "@/lib/store/reads/read-collector";
import { readElastiCacheFacts } from "@/lib/store/reads/read-elasticache-facts";
import { readMetricCoverage } from "@/lib/store/reads/read-metric-coverage";
import { readMetricHours } from "@/lib/store/reads/read-metric-hours";
import { readMetricSeries } from "@/lib/store/reads/read-metric-series";
import { startPostgres } from "@/lib/store/testing/postgres-server";
import { type AwsEndpoint, type AwsRegionWorld, startAwsEndpoint } from "./testing/aws-endpoint";
import { madeUpRegion } from "./testing/aws-endpoint/made-up-region";
import { makeCollectorPlace } from "./testing/collector-process";
import { type RedisServer, startRedis } from "./testing/redis-server";
import { waitFor } from "./testing/wait-for";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const REGION = "eu-central-1";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function migratedStore(): Promise<{ readonly store: Store; readonly url: string }> {
  const postgres = await startPostgres();
  cleanups.push(() => postgres.dispose());
  const url = postgres.urlOf("postgres");
  const store = openStore(url, { maxConnections: 2 });
  cleanups.push(() => store.close());
  await migrate(store);
  return { store, url };
}

async function redis(): Promise<RedisServer> {
  const server = await startRedis();
  cleanups.push(() => server.stop());
  return server;
}

async function awsOf(world: AwsRegionWorld): Promise<AwsEndpoint> {
  const endpoint = await startAwsEndpoint({ world: { regions: { [REGION]: world } } });
  cleanups.push(() => endpoint.stop());
  return endpoint;
}

/** A group whose only node is a server of the test's. */
function groupOf(id: string, server: RedisServer, parts: Partial<AwsRegionWorld> = {}): AwsRegionWorld {
  const node = { CacheNodeId: "0001", Endpoint: { Address: "127.0.0.1", Port: server.port } };
  return madeUpRegion([], {
    groups: () => [
      { ReplicationGroupId: id, Status: "available", MemberClusters: [`${id}-001`], Engine: "redis" },
    ],
    cacheClusters: () => [
      {
        CacheClusterId: `${id}-001`,
        ReplicationGroupId: id,
        Engine: "redis",
        EngineVersion: "7.1.0",
        CacheNodeType: "cache.r7g.large",
        CacheClusterStatus: "available",
        CacheParameterGroup: { CacheParameterGroupName: "default.redis7" },
        CacheNodes: [node],
      },
    ],
    ...parts,
  });
}

function fleetYaml(endpoint: AwsEndpoint, backfill: string): string {
  const access = `region: ${REGION}, endpoint: "${endpoint.url}", keys: { accessKeyId: "file:key", secretAccessKey: "file:secret" }`;
  return [
    "watch: { sweepInterval: 1s, probeInterval: 200ms, infoInterval: 1s, costBudget: 5% }",
    `cloudwatch: { monthlyBudgetUsd: 50, backfill: ${backfill} }`,
    `discover: { elasticache: [{ ${access}, match: "prod-*" }] }`,
    "clusters: []",
  ].join("\n");
}

test("a cluster that only AWS tells of is watched; what AWS tells of it, of its minutes and of the search is stored", async () => {
  const server = await redis();
  const endpoint = await awsOf(
    groupOf("prod-orders", server, {
      points: ({ metric, fromMs, toMs }) =>
        metric === "CurrConnections" ? [{ atMs: Math.max(fromMs, toMs - 5 * MINUTE_MS), value: 7 }] : [],
    }),
  );
  const { store, url } = await migratedStore();
  const here = await makeCollectorPlace(url);
  cleanups.push(() => here.dispose());
  await here.writeFile("key", "AKIAEXAMPLE");
  await here.writeFile("secret", "example");
  await here.writeFleet(fleetYaml(endpoint, "3h"));
  await here.start();
  const cluster = await waitFor(
    "the cluster",
    async () => {
      const [found] = await readClusters(store, "prod-orders");
      return found?.kind === "standalone" && found;
    },
    60_000,
  );
  expect(cluster).toMatchObject({ name: "prod-orders", removedAt: null });
  const facts = await waitFor(
    "facts with parameters",
    async () => {
      const told = await readElastiCacheFacts(store, "prod-orders");
      return told?.parameters && told;
    },
    60_000,
  );
  expect(facts.topology.nodes[0]?.endpoint).toEqual({ host: "127.0.0.1", port: server.port });
  expect(facts.parameters?.values).toEqual({ maxclients: "65000" });
  const series = await waitFor(
    "the series",
    async () => {
      const rows = await readMetricSeries(store, cluster.clusterId);
      return rows.find(({ metric }) => metric === "CurrConnections");
    },
    60_000,
  );
  const range = { from: new Date(Date.now() - HOUR_MS), to: new Date() };
  const hours = await waitFor(
    "a point",
    async () => {
      const rows = await readMetricHours(store, [series.seriesId], range);
      return rows.length > 0 && rows;
    },
    60_000,
  );
  expect(hours.flatMap(({ points }) => points).filter((point) => point !== null)).toContain(7);
  const collector = await waitFor(
    "the search to be told",
    async () => {
      const row = await readCollector(store);
      return row !== null && JSON.stringify(row.discovery).includes('"found":1') && row;
    },
    60_000,
  );
  expect(collector.discovery).toMatchObject([{ region: REGION, match: "prod-*", found: 1, error: null }]);
}, 180_000);

test("history goes on where it stopped after kill -9, and nothing is asked for twice", async () => {
  const server = await redis();
  const asked: { readonly fromMs: number; readonly toMs: number }[] = [];
  const endpoint = await awsOf(
    groupOf("prod-orders", server, {
      points: ({ metric, fromMs, toMs }) => {
        if (metric !== "CurrConnections") return [];
        asked.push({ fromMs, toMs });
        return [{ atMs: fromMs, value: 1 }];
      },
    }),
  );
  const { store, url } = await migratedStore();
  const here = await makeCollectorPlace(url);
  cleanups.push(() => here.dispose());
  await here.writeFile("key", "AKIAEXAMPLE");
  await here.writeFile("secret", "example");
  await here.writeFleet(fleetYaml(endpoint, "15d"));
  const first = await here.start();
  const reached = async (): Promise<number> => {
    const rows = await readMetricCoverage(store, "prod-orders").catch(() => []);
    const row = rows.find(({ metric }) => metric === "CurrConnections");
    return row?.fetchedFromMs ?? Number.POSITIVE_INFINITY;
  };
  const startedMs = Date.now();
  await waitFor("some history", async () => (await reached()) < startedMs - 2 * 24 * HOUR_MS, 120_000);
  await first.kill();
  const keptMs = await reached();
  expect(keptMs).toBeGreaterThan(startedMs - 14 * 24 * HOUR_MS);
  expect(asked.splice(0).length).toBeGreaterThan(1);

  await here.start();
  await waitFor(
    "all history",
    async () => (await reached()) <= startedMs - 15 * 24 * HOUR_MS + 10 * MINUTE_MS,
    180_000,
  );
  const history = asked.filter(({ toMs }) => toMs < startedMs - HOUR_MS);
  // It goes on where the database ends, and backwards without a gap.
  expect(history[0]?.toMs).toBe(keptMs);
  for (const [index, { toMs }] of history.slice(1).entries()) expect(toMs).toBe(history[index]?.fromMs);
  // Beside history only what is newest is asked for, and not from the beginning again.
  for (const { fromMs } of asked.filter(({ toMs }) => toMs >= startedMs - HOUR_MS))
    expect(fromMs).toBeGreaterThan(startedMs - HOUR_MS);
  expect(new Set(history.map(({ fromMs }) => fromMs)).size).toBe(history.length);
}, 360_000);
