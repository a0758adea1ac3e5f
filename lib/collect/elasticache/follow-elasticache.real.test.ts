import { afterEach, expect, test } from "vitest";
import type { ClusterConfig, ElastiCacheDiscoveryConfig, Fleet } from "@/lib/config/fleet";
import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import { DEFAULT_RETENTION } from "@/lib/store/retention";
import { createRecorder } from "../recorder";
import {
  type AwsEndpoint,
  type AwsRegions,
  startAwsEndpoint,
  type WorldEvent,
} from "../testing/aws-endpoint";
import { madeUpRegion } from "../testing/aws-endpoint/made-up-region";
import { type CapturedJobs, captureJobs } from "../testing/captured-jobs";
import { waitFor } from "../testing/wait-for";
import { clusterConfig, QUICK_WATCH } from "../testing/watched-cluster";
import { AWS_SOURCES } from "./call-status";
import { type ElastiCacheFollower, followElastiCache } from "./follow-elasticache";
import { madeUpTopology } from "./testing/made-up-topology";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const EU = "eu-central-1";
const US = "us-east-1";
const QUICK = { topologyMs: 200, eventsMs: 200, parametersMs: 200 };

async function startWorld(regions: AwsRegions): Promise<AwsEndpoint> {
  const endpoint = await startAwsEndpoint({ world: { regions } });
  closers.push(() => endpoint.stop());
  return endpoint;
}

function accessTo(endpoint: AwsEndpoint, region = EU) {
  const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example", sessionToken: null };
  return { region, profile: null, roleArn: null, externalId: null, keys, endpoint: endpoint.url };
}

function pattern(endpoint: AwsEndpoint, match: string, region = EU): ElastiCacheDiscoveryConfig {
  return { ...accessTo(endpoint, region), match, auth: null, tls: null, line: 1 };
}

function declared(endpoint: AwsEndpoint, id: string, cacheId: string): ClusterConfig {
  const elasticache = {
    ...accessTo(endpoint),
    kind: "replication-group" as const,
    id: cacheId,
    tlsFromAws: true,
  };
  return clusterConfig([], { id, name: id, elasticache });
}

function fleetOf(given: Partial<Fleet>): Fleet {
  return {
    path: "evenkeel.yaml",
    clusters: [],
    elasticacheDiscovery: [],
    cloudwatch: { monthlyBudgetUsd: 50, backfillMs: 0 },
    defaults: QUICK_WATCH,
    retention: DEFAULT_RETENTION,
    ...given,
  };
}

interface Followed {
  readonly aws: ElastiCacheFollower;
  readonly captured: CapturedJobs;
  clusters(): readonly ClusterConfig[];
  /** The newest status of a source of a cluster. */
  statusOf(
    clusterKey: string,
    source: string,
  ): { lastError: string | null; detail: Record<string, unknown> } | undefined;
}

function follow(fleet: Fleet, stored: Readonly<Record<string, ElastiCacheFacts>> = {}): Followed {
  const captured = captureJobs();
  const recorder = createRecorder((job) => captured.enqueue(job));
  const errors: unknown[] = [];
  let clusters: readonly ClusterConfig[] = [];
  const aws = followElastiCache({
    runId: "run-1",
    recorder,
    past: {
      facts: async () => new Map(Object.entries(stored)),
      series: async () => ({ coverage: [], recent: [] }),
      usage: async () => ({ metrics: 0, calls: 0 }),
    },
    onClusters: (next) => {
      clusters = next;
    },
    onError: (error) => errors.push(error),
    intervals: QUICK,
  });
  aws.setFleet(fleet);
  closers.push(async () => {
    await aws.stop();
    recorder.stop();
    expect(errors).toEqual([]);
  });
  return {
    aws,
    captured,
    clusters: () => clusters,
    statusOf: (clusterKey, source) =>
      captured.jobs
        .flatMap((job) => (job.kind === "sources" ? job.sources : []))
        .filter((status) => status.clusterKey === clusterKey && status.source === source)
        .at(-1),
  };
}

function ids(followed: Followed): string[] {
  return followed.clusters().map(({ id }) => id);
}

test("a cluster by id and others by pattern: each once, with its nodes as seeds and TLS as AWS tells", async () => {
  const endpoint = await startWorld({
    [EU]: madeUpRegion(["prod-orders", "prod-sessions", "test-orders"]),
    [US]: madeUpRegion(["prod-sessions"]),
  });
  const followed = follow(
    fleetOf({
      clusters: [declared(endpoint, "orders", "prod-orders"), clusterConfig([7001], { id: "other" })],
      elasticacheDiscovery: [
        pattern(endpoint, "prod-*"),
        pattern(endpoint, "*-sessions"),
        pattern(endpoint, "prod-*", US),
      ],
    }),
  );
  await waitFor("all clusters", () => ids(followed).length === 4);
  const [orders, other, ...found] = followed.clusters();
  expect([orders?.id, other?.id]).toEqual(["orders", "other"]);
  // Whoever is found first has the plain id.
  expect(found.map(({ elasticache }) => elasticache?.region).sort()).toEqual([EU, US]);
  const [sessions, namesake] = found.toSorted((left, right) => left.id.length - right.id.length);
  expect(sessions?.id).toBe("prod-sessions");
  expect(namesake?.id).toBe(`prod-sessions-${namesake?.elasticache?.region}`);
  expect(orders?.seeds).toEqual([
    { host: "prod-orders-001.cache.amazonaws.com", port: 6379 },
    { host: "prod-orders-002.cache.amazonaws.com", port: 6379 },
  ]);
  expect(orders?.tls).toEqual({ ca: null, cert: null, key: null, serverName: null });
  expect(other?.seeds).toEqual([{ host: "127.0.0.1", port: 7001 }]);
  expect(sessions).toMatchObject({
    name: "prod-sessions",
    elasticache: { kind: "replication-group", id: "prod-sessions" },
  });
  expect(followed.aws.discovery()).toMatchObject([
    { region: EU, match: "prod-*", found: 2, error: null },
    { region: EU, match: "*-sessions", found: 1, error: null },
    { region: US, match: "prod-*", found: 1, error: null },
  ]);
});

test("one throttled region holds up no other", async () => {
  const endpoint = await startWorld({
    [EU]: madeUpRegion(["prod-orders"]),
    [US]: madeUpRegion(["prod-sessions"]),
  });
  const followed = follow(
    fleetOf({ elasticacheDiscovery: [pattern(endpoint, "prod-*"), pattern(endpoint, "prod-*", US)] }),
  );
  await waitFor("both clusters", () => ids(followed).length === 2);
  endpoint.setFault({ region: US }, "throttle");
  await waitFor("the throttled region to say so", () =>
    followed.statusOf("prod-sessions", AWS_SOURCES.topology)?.lastError?.includes(US),
  );
  endpoint.resetCounts();
  await waitFor(
    "twenty more rounds of the other",
    () => (endpoint.counts(EU).calls.DescribeReplicationGroups ?? 0) >= 20,
  );
  expect(endpoint.counts(US).calls.DescribeReplicationGroups ?? 0).toBeLessThan(20);
  expect(followed.statusOf("prod-orders", AWS_SOURCES.topology)?.lastError).toBeNull();
  expect(followed.aws.discovery().map(({ error }) => error === null)).toEqual([true, false]);
  expect(ids(followed)).toEqual(["prod-orders", "prod-sessions"]);
});

test("serverless caches that may not be listed hold up no search", async () => {
  const endpoint = await startWorld({ [EU]: madeUpRegion(["prod-orders"]) });
  endpoint.setFault({ operation: "DescribeServerlessCaches" }, "deny");
  const { aws } = follow(fleetOf({ elasticacheDiscovery: [pattern(endpoint, "prod-*")] }));
  const [search] = await waitFor("the cluster", () => aws.discovery()[0]?.found === 1 && aws.discovery());
  expect(search).toMatchObject({ lastSuccessAt: expect.any(String), error: null });
  expect(search?.remedy).toContain("Allow elasticache:DescribeServerlessCaches");
});

test("each call fails by itself, says what to grant, and is well again by itself", async () => {
  const endpoint = await startWorld({ [EU]: madeUpRegion(["prod-orders"]) });
  endpoint.setFault({ operation: "DescribeEvents" }, "deny");
  const followed = follow(fleetOf({ clusters: [declared(endpoint, "orders", "prod-orders")] }));
  const events = await waitFor("the denied call", () => {
    const status = followed.statusOf("orders", AWS_SOURCES.events);
    return status?.lastError !== null && status;
  });
  expect(events.detail).toMatchObject({ call: "DescribeEvents", code: "denied", region: EU });
  expect(String(events.detail.remedy)).toContain("elasticache:DescribeEvents");
  await waitFor("parameters", () => followed.statusOf("orders", AWS_SOURCES.parameters)?.lastError === null);
  await waitFor("metrics", () => followed.statusOf("orders", AWS_SOURCES.metrics)?.lastError === null);
  endpoint.clearFaults();
  await waitFor("events again", () => followed.statusOf("orders", AWS_SOURCES.events)?.lastError === null);
});

test("an id that AWS does not know is told of its cluster only", async () => {
  const endpoint = await startWorld({ [EU]: madeUpRegion(["prod-orders"]) });
  const clusters = [declared(endpoint, "orders", "prod-orders"), declared(endpoint, "lost", "prod-lost")];
  const followed = follow(fleetOf({ clusters }));
  const lost = await waitFor("the unknown id", () => {
    const status = followed.statusOf("lost", AWS_SOURCES.topology);
    return status?.lastError ? status : null;
  });
  expect(lost).toMatchObject({
    lastError: `ElastiCache in ${EU} knows no replication group "prod-lost"`,
    detail: { code: "unknown-id" },
  });
  expect(followed.statusOf("orders", AWS_SOURCES.topology)?.lastError).toBeNull();
});

test("what was known before holds while AWS does not answer, discovered clusters too", async () => {
  const endpoint = await startWorld({ [EU]: madeUpRegion(["prod-orders"]) });
  endpoint.setFault({}, "error-document");
  const facts = (id: string): ElastiCacheFacts => ({
    atMs: Date.now() - 60_000,
    topology: madeUpTopology(id, 2),
    parameters: null,
  });
  const followed = follow(
    fleetOf({
      clusters: [declared(endpoint, "orders", "prod-orders")],
      elasticacheDiscovery: [pattern(endpoint, "prod-*")],
    }),
    { orders: facts("prod-orders"), "sessions-of-old": facts("prod-sessions"), elsewhere: facts("test-1") },
  );
  await waitFor("the remembered clusters", () => ids(followed).length === 2);
  expect(ids(followed)).toEqual(["orders", "sessions-of-old"]);
  expect(followed.clusters().map(({ seeds }) => seeds.length)).toEqual([2, 2]);
  await waitFor("the failing call", () => followed.statusOf("orders", AWS_SOURCES.topology)?.lastError);
});

test("events, changes of the topology and of parameters become observations, each once", async () => {
  const told: WorldEvent[] = [
    {
      SourceIdentifier: "prod-orders-001",
      SourceType: "cache-cluster",
      Message: "Recovering cache nodes 0001",
      Date: new Date(Date.now() - 13 * 86_400_000),
    },
  ];
  let nodeType = "cache.r7g.large";
  let maxclients = "65000";
  const region = madeUpRegion(["prod-orders"]);
  const endpoint = await startWorld({
    [EU]: {
      ...region,
      cacheClusters: async () =>
        (await region.cacheClusters()).map((cluster) => ({ ...cluster, CacheNodeType: nodeType })),
      events: (fromMs, toMs) => told.filter(({ Date: at }) => at.getTime() >= fromMs && at.getTime() < toMs),
      parameters: () => [{ ParameterName: "maxclients", ParameterValue: maxclients }],
    },
  });
  const followed = follow(fleetOf({ clusters: [declared(endpoint, "orders", "prod-orders")] }));
  const observed = (kind: string) =>
    followed.captured.observationsOf(null).filter((observation) => observation.kind === kind);
  await waitFor("the old event", () => observed("event").length === 1);
  await waitFor("the parameters", () =>
    followed.captured.jobs.some(({ kind }) => kind === "cache-parameters"),
  );
  told.push({
    SourceIdentifier: "prod-orders",
    SourceType: "replication-group",
    Message: "Failover from primary node prod-orders-001 to replica node prod-orders-002 completed",
    Date: new Date(),
  });
  nodeType = "cache.r7g.xlarge";
  maxclients = "40000";
  await waitFor("the new event", () => observed("event").length === 2);
  await waitFor("the changes", () => observed("configuration").length === 2);
  const rounds = endpoint.counts().calls.DescribeEvents ?? 0;
  await waitFor("more rounds", () => (endpoint.counts().calls.DescribeEvents ?? 0) > rounds + 3);
  expect(observed("event").map(({ subject, after }) => [subject, after])).toEqual([
    ["prod-orders-001", "recovering"],
    ["prod-orders", "failover-completed"],
  ]);
  expect(
    observed("configuration")
      .map(({ before, after }) => [before, after])
      .sort(),
  ).toEqual([
    ["65000", "40000"],
    ["cache.r7g.large", "cache.r7g.xlarge"],
  ]);
  await waitFor("a failover's hurry", () =>
    followed.captured.jobs.some((job) => job.kind === "cloudwatch-now" && job.now.hurriedUntilMs !== null),
  );
});

test.each([4, 40])(
  "a clock of ours that is %i min ahead is told, and no event is missed for it",
  async (minutes) => {
    const aheadMs = minutes * 60_000;
    const at = () => new Date(Date.now() - aheadMs);
    const told: WorldEvent[] = [];
    const endpoint = await startWorld({
      [EU]: madeUpRegion(["prod-orders"], {
        events: (fromMs, toMs) =>
          told.filter(({ Date: date }) => date.getTime() >= fromMs && date.getTime() < toMs),
      }),
    });
    endpoint.setClockAheadMs(-aheadMs);
    const followed = follow(fleetOf({ clusters: [declared(endpoint, "orders", "prod-orders")] }));
    const status = await waitFor("the clock", () => {
      const known = followed.statusOf("orders", AWS_SOURCES.events);
      return known?.detail.clockSkewMs !== undefined && known;
    });
    expect(status.lastError).toBeNull();
    const toldSec = Number(
      /^this machine's clock is (\d+) s ahead of AWS's$/.exec(String(status.detail.note))?.[1],
    );
    expect(Math.abs(toldSec - minutes * 60)).toBeLessThanOrEqual(10);
    told.push({
      SourceIdentifier: "prod-orders",
      SourceType: "replication-group",
      Message: "Recovering cache nodes 0001",
      Date: at(),
    });
    await waitFor("the event", () =>
      followed.captured.observationsOf(null).some(({ kind }) => kind === "event"),
    );
  },
);

test("a cluster that leaves the fleet file leaves no call behind, and a budget that is raised counts at once", async () => {
  const endpoint = await startWorld({ [EU]: madeUpRegion(["prod-orders", "prod-sessions"]) });
  const orders = declared(endpoint, "orders", "prod-orders");
  const sessions = declared(endpoint, "sessions", "prod-sessions");
  const cheap = { monthlyBudgetUsd: 0.001, backfillMs: 0 };
  const followed = follow(fleetOf({ clusters: [orders, sessions], cloudwatch: cheap }));
  const spent = await waitFor("the budget to be too small", () => {
    const status = followed.statusOf("orders", AWS_SOURCES.metrics);
    return status?.lastError ? status : null;
  });
  expect(spent.detail).toMatchObject({ code: "budget" });
  expect(endpoint.counts().calls.GetMetricData ?? 0).toBe(0);
  followed.aws.setFleet(fleetOf({ clusters: [orders] }));
  await waitFor("metrics", () => followed.statusOf("orders", AWS_SOURCES.metrics)?.lastError === null);
  for (const source of Object.values(AWS_SOURCES))
    await waitFor(`the last word on ${source}`, () => followed.statusOf("sessions", source)?.detail.retired);
  followed.aws.setFleet(fleetOf({ clusters: [clusterConfig([7001])] }));
  await waitFor("the file without AWS", () => followed.clusters()[0]?.elasticache === null);
  for (const source of Object.values(AWS_SOURCES))
    await waitFor(
      `the last word on ${source} of orders`,
      () => followed.statusOf("orders", source)?.detail.retired,
    );
  expect(followed.aws.discovery()).toEqual([]);
});

test("a change of keys makes no news of what was told before, and a change after a silence is as old as that", async () => {
  let nodeType = "cache.r7g.xlarge";
  const region = madeUpRegion(["prod-orders"]);
  const endpoint = await startWorld({
    [EU]: {
      ...region,
      cacheClusters: async () =>
        (await region.cacheClusters()).map((cluster) => ({ ...cluster, CacheNodeType: nodeType })),
    },
  });
  const silentMs = 20 * 60_000;
  const topology = madeUpTopology("prod-orders", 2, { nodeType: "cache.r7g.large" });
  const before: ElastiCacheFacts = { atMs: Date.now() - silentMs, topology, parameters: null };
  const cluster = declared(endpoint, "orders", "prod-orders");
  const followed = follow(fleetOf({ clusters: [cluster] }), { orders: before });
  const changes = () =>
    followed.captured
      .observationsOf(null)
      .filter(
        ({ kind, subject, sentence }) =>
          kind === "configuration" && subject === "prod-orders" && /node type/.test(sentence),
      );
  await waitFor("the change", () => changes().length === 1);
  expect(changes()[0]?.precisionMs).toBeGreaterThanOrEqual(silentMs);
  nodeType = "cache.r7g.2xlarge";
  const elasticache = cluster.elasticache && {
    ...cluster.elasticache,
    keys: { accessKeyId: "AKIAOTHER", secretAccessKey: "other", sessionToken: null },
  };
  followed.aws.setFleet(fleetOf({ clusters: [{ ...cluster, elasticache }] }));
  await waitFor("the next change", () => changes().length > 1);
  const rounds = endpoint.counts().calls.DescribeReplicationGroups ?? 0;
  await waitFor("more rounds", () => (endpoint.counts().calls.DescribeReplicationGroups ?? 0) > rounds + 2);
  expect(changes().map(({ before: from, after }) => [from, after])).toEqual([
    ["cache.r7g.large", "cache.r7g.xlarge"],
    ["cache.r7g.xlarge", "cache.r7g.2xlarge"],
  ]);
});
