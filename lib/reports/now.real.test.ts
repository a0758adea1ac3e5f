import { expect, it } from "vitest";
import { clusterAnswer } from "@/lib/contract/cluster";
import { type ClustersAnswer, type ClustersParams, clustersAnswer } from "@/lib/contract/clusters";
import { healthAnswer } from "@/lib/contract/health";
import { openStore, type Store } from "@/lib/store/client";
import type { NodeSampleContent } from "@/lib/store/rows";
import { eachDatabase } from "@/lib/store/testing/each-database";
import {
  type SampleNode,
  writeSample,
  writeSampleCluster,
  writeSampleSweeps,
} from "@/lib/store/testing/sample-fleet";
import { beat } from "@/lib/store/writes/beat";
import { internClusters } from "@/lib/store/writes/intern-clusters";
import { internNode } from "@/lib/store/writes/intern-node";
import { writeObservations } from "@/lib/store/writes/write-observations";
import { writeSourceStatus } from "@/lib/store/writes/write-source-status";
import { reportCluster } from "./cluster";
import { reportClusters } from "./clusters";
import type { Given } from "./context";
import { reportHealth } from "./health";
import { answerOf, failureOf } from "./testing/answer-of";

const SEC = 1000;
const MIN = 60 * SEC;
const NOW = Date.UTC(2026, 10, 22, 14, 3, 0);
const plain = (text: string | undefined) => text?.replaceAll("\u202f", " ");

const PROXIES = [
  { name: "proxy-1", addresses: ["127.0.1.11"] },
  { name: "proxy-2", addresses: ["127.0.1.12"] },
];

async function beatNow(store: Store, beatAtMs = NOW - 2 * SEC): Promise<void> {
  await beat(store, {
    id: "collector-1",
    startedAt: new Date(NOW - 3_600_000),
    beatAt: new Date(beatAtMs),
    pid: 4711,
    host: "here",
    version: "0.1.0",
    fleetFile: {
      state: "ok",
      path: "/etc/evenkeel.yaml",
      loadedAt: new Date(NOW - MIN).toISOString(),
      problems: [],
    },
    spooledSweeps: 0,
    droppedSweeps: 0,
    loopLagMs: 1.5,
  });
}

/** Five minutes of a node up to a few seconds ago: sweeps, samples, and the word that it answers. */
async function writeLiveNode(
  store: Store,
  node: SampleNode,
  given: {
    readonly perProxy?: readonly number[];
    readonly sample?: Partial<NodeSampleContent>;
    readonly opened?: number;
  } = {},
): Promise<void> {
  const { perProxy = [10, 10], sample = {}, opened = 1 } = given;
  await writeSampleSweeps(store, node, {
    fromMs: NOW - 5 * MIN - 4 * SEC,
    toMs: NOW,
    everyMs: 10 * SEC,
    cells: () => perProxy.map((connections, index) => ({ proxy: `proxy-${index + 1}`, connections, opened })),
  });
  for (let agoMs = 120 * SEC; agoMs > 0; agoMs -= 10 * SEC) {
    await writeSample(store, node, {
      at: new Date(NOW - agoMs),
      runId: "run-1",
      role: "primary",
      engine: "redis",
      version: "7.0.15",
      pingMinMs: 0.1,
      pingMedianMs: 0.2,
      pingMaxMs: 1.5,
      pingsSent: 10,
      pingsFailed: 0,
      connectedClients: perProxy.reduce((sum, count) => sum + count, 2),
      maxclients: 10_000,
      blockedClients: 0,
      rejectedConnections: 7,
      uptimeSec: 86_400,
      watchCostUsec: 5_000,
      watchSpanMs: 10_000,
      budgetRatio: 0.002,
      sweepIntervalMs: 10_000,
      sweepMode: "full",
      longestStallMs: 0.8,
      maxStallMs: 5,
      ...sample,
    });
  }
  await writeStatus(store, node, { lastSuccessAt: new Date(NOW - SEC) });
}

async function writeStatus(
  store: Store,
  node: SampleNode,
  status: {
    lastSuccessAt: Date | null;
    lastErrorAt?: Date;
    lastError?: string;
    refusals?: { command: string; reason: string; since: string }[];
  },
): Promise<void> {
  const { clusterId, nodeId } = node;
  await writeSourceStatus(store, [
    {
      clusterId,
      nodeId,
      source: "redis",
      lastErrorAt: null,
      lastError: null,
      refusals: [],
      detail: {},
      updatedAt: new Date(NOW),
      ...status,
    },
  ]);
}

async function askClusters(store: Store, params: Given<ClustersParams> = {}): Promise<ClustersAnswer> {
  return answerOf(await reportClusters({ store, now: new Date(NOW) }, params), clustersAnswer);
}

async function askCluster(store: Store, id: string) {
  return answerOf(await reportCluster({ store, now: new Date(NOW) }, id), clusterAnswer);
}

/** A fleet of clusters must be written at once: what a fleet file does not name is removed. */
async function writeFleet(store: Store, keys: readonly string[]): Promise<Map<string, SampleNode>> {
  const ids = await internClusters(
    store,
    keys.map((key) => ({ key, name: key, kind: "replication" as const, proxies: PROXIES })),
  );
  const nodes = new Map<string, SampleNode>();
  for (const [key, clusterId] of ids) {
    const address = `${key}:6379`;
    nodes.set(key, {
      clusterId,
      address,
      nodeId: await internNode(store, { clusterId, address, nodeId: null }),
    });
  }
  return nodes;
}

eachDatabase("the fleet now", (database) => {
  it("one row a cluster, worst first, with the reason in numbers", async () => {
    const store = database.store();
    const nodes = await writeFleet(store, ["calm", "full", "blinking", "new", "trouble"]);
    const nodeOf = (key: string): SampleNode => {
      const node = nodes.get(key);
      if (node === undefined) throw new Error(`${key} was written`);
      return node;
    };
    await beatNow(store);
    await writeLiveNode(store, nodeOf("calm"), { perProxy: [57, 43] });
    await writeLiveNode(store, nodeOf("full"), { sample: { connectedClients: 9_700 } });
    await writeLiveNode(store, nodeOf("trouble"), { sample: { role: "replica", primaryLinkUp: false } });
    await writeLiveNode(store, nodeOf("blinking"));
    await writeStatus(store, nodeOf("blinking"), {
      lastSuccessAt: new Date(NOW - 49 * SEC),
      lastErrorAt: new Date(NOW - SEC),
      lastError: "does not answer within 1000 ms",
    });
    const answer = await askClusters(store, { last: "1h" });
    expect(answer.clusters.map(({ id, state, reason }) => [id, state, plain(reason)])).toEqual([
      ["full", "critical", "primary full:6379 is at 97 % of its limit: 9,700 of 10,000 connections"],
      ["trouble", "warning", "replica trouble:6379 has no link to its primary"],
      ["new", "unknown", "not asked yet"],
      // One failed probe among sweeps and samples that go on is not silence.
      ["blinking", "ok", "20 connections through 2 proxies, largest share 50 %"],
      ["calm", "ok", "100 connections through 2 proxies, largest share 57 %"],
    ]);
    const calm = answer.clusters.find((cluster) => cluster.id === "calm");
    expect(calm).toMatchObject({
      connections: 100,
      maxclients: 10_000,
      headroom: { node: "calm:6379", connections: 102, maxclients: 10_000, ratio: 0.0102 },
      openedPerSec: 0.2,
      nodes: 1,
      nodesAnswering: 1,
      proxies: 2,
      perProxy: [
        { name: "proxy-1", connections: 57 },
        { name: "proxy-2", connections: 43 },
      ],
      ageMs: 4_000,
    });
    expect(calm?.trend).toHaveLength(60);
    expect(calm?.trend.slice(0, 54).every((count) => count === null)).toBe(true);
    expect(calm?.trend.slice(-4)).toEqual([100, 100, 100, 100]);
    expect(answer.fleetFile).toMatchObject({ state: "ok", path: "/etc/evenkeel.yaml" });
    expect(answer.totals).toMatchObject({ connections: 160, dearestNode: { costRatio: 0.0005 } });
    expect(answer.clusters.find((cluster) => cluster.id === "new")).toMatchObject({
      connections: null,
      maxclients: null,
      openedPerSec: null,
      ageMs: null,
      perProxy: [
        { name: "proxy-1", connections: null },
        { name: "proxy-2", connections: null },
      ],
    });
  });

  it("a silent primary is critical by the role it had; its row says since when and why", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders", proxies: PROXIES }, ["a:1"]);
    if (node === undefined) throw new Error("a node was written");
    await beatNow(store);
    await writeLiveNode(store, node);
    // While it does not answer there are samples still, and they hold nothing but failed pings.
    for (const agoMs of [40 * SEC, 30 * SEC, 20 * SEC]) {
      const at = new Date(NOW + 60 * SEC - agoMs);
      await writeSample(store, node, {
        at,
        role: null,
        pingsSent: 10,
        pingsFailed: 10,
        sweepMode: "full",
        sweepIntervalMs: 10_000,
      });
    }
    const later = new Date(NOW + 60 * SEC);
    await writeStatus(store, node, {
      lastSuccessAt: new Date(NOW + 11 * SEC),
      lastErrorAt: new Date(NOW + 59 * SEC),
      lastError: "does not answer within 1000 ms",
    });
    await beatNow(store, NOW + 59 * SEC);
    const cluster = answerOf(await reportCluster({ store, now: later }, "orders"), clusterAnswer);
    expect(cluster).toMatchObject({ state: "critical", connections: 20 });
    expect(plain(cluster.reason)).toBe(
      "primary a:1 has been silent for 49 s (last good 14:03:11): does not answer within 1000 ms",
    );
    expect(cluster.nodes[0]).toMatchObject({
      state: "stale",
      role: "primary",
      version: "7.0.15",
      ping: null,
      openedPerSec: null,
    });
    expect(plain(cluster.nodes[0]?.reason)).toBe(
      "has been silent for 49 s (last good 14:03:11): does not answer within 1000 ms",
    );
    const fleet = answerOf(await reportClusters({ store, now: later }), clustersAnswer);
    expect(fleet.clusters[0]).toMatchObject({
      state: "critical",
      nodesAnswering: 0,
      ageMs: 64_000,
      openedPerSec: null,
    });
  });

  it("a collector that died makes everything stale, whatever the last numbers were", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (node === undefined) throw new Error("a node was written");
    await writeLiveNode(store, node, { sample: { connectedClients: 9_900 } });
    await beatNow(store, NOW - 190 * SEC);
    const { clusters } = await askClusters(store);
    expect(clusters[0]).toMatchObject({ state: "stale" });
    expect(plain(clusters[0]?.reason)).toBe("nothing collected for 3 min: the collector is silent");
  });

  it("only the window asked for is drawn, and a cluster that left the fleet file is not listed", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (node === undefined) throw new Error("a node was written");
    await writeLiveNode(store, node);
    const window = { from: new Date(NOW - 4 * MIN).toISOString(), to: new Date(NOW - 2 * MIN).toISOString() };
    const answer = await askClusters(store, window);
    expect(answer.window).toEqual(window);
    expect(answer.clusters[0]?.trend).toEqual(new Array(60).fill(20));
    await internClusters(store, []);
    expect((await askClusters(store)).clusters).toEqual([]);
    expect(plain((await askCluster(store, "orders")).reason)).toMatch(/^no longer in the fleet file since /);
  });

  it("an empty database is an empty fleet, not an error", async () => {
    const answer = await askClusters(database.store());
    expect(answer).toMatchObject({
      clusters: [],
      fleetFile: { state: "unknown" },
      totals: { connections: 0, openedPerSec: null, dearestNode: null },
    });
  });

  it("two hundred clusters are a handful of statements", async () => {
    const store = database.store();
    const keys = Array.from({ length: 200 }, (_, index) => `cluster-${String(index).padStart(3, "0")}`);
    await writeFleet(store, keys);
    let statements = 0;
    const counted = store.prisma.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          statements += 1;
          return query(args);
        },
      },
    });
    const counting = { ...store, prisma: counted } as unknown as Store;
    const answer = await askClusters(counting, { last: "1h" });
    expect(answer.clusters).toHaveLength(200);
    expect(statements).toBeLessThanOrEqual(8);
  });
});

eachDatabase("a cluster now", (database) => {
  it("node by node, with proxies, groups, roles and what changed", async () => {
    const store = database.store();
    const [a, b] = await writeSampleCluster(
      store,
      { key: "orders", name: "Orders cache", proxies: PROXIES },
      ["a:1", "b:2"],
    );
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    await beatNow(store);
    await writeLiveNode(store, a, { perProxy: [60, 40], opened: 2 });
    await writeLiveNode(store, b, {
      perProxy: [5, 15],
      sample: {
        role: "replica",
        primaryAddress: "a:1",
        primaryLinkUp: true,
        replicationLagBytes: 14,
        primaryLastIoSec: 1,
      },
    });
    await writeObservations(store, [
      {
        clusterId: a.clusterId,
        nodeId: b.nodeId,
        at: new Date(NOW - 3 * MIN),
        subject: "b:2",
        kind: "role",
        before: "primary",
        after: "replica",
        sentence: "b:2 became a replica of a:1; it was a primary",
        source: "INFO",
        precisionMs: 1000,
      },
    ]);
    const answer = await askCluster(store, "orders");
    expect(answer).toMatchObject({
      id: "orders",
      name: "Orders cache",
      state: "ok",
      connections: 120,
      direct: 0,
      openedPerSec: 0.6,
      closedPerSec: 0,
      unattributedPerSec: 0,
      ageMs: 4_000,
    });
    expect(answer.proxies).toEqual([
      {
        name: "proxy-1",
        addresses: ["127.0.1.11"],
        connections: 65,
        share: 0.5417,
        openedPerSec: 0.3,
        closedPerSec: 0,
      },
      {
        name: "proxy-2",
        addresses: ["127.0.1.12"],
        connections: 55,
        share: 0.4583,
        openedPerSec: 0.3,
        closedPerSec: 0,
      },
    ]);
    expect(answer.groups).toEqual([
      { name: "orders-api", origin: "derived", connections: 120, openedPerSec: 0.6, closedPerSec: 0 },
    ]);
    expect(answer.nodes.map((node) => node.address)).toEqual(["a:1", "b:2"]);
    expect(answer.nodes[0]).toMatchObject({
      role: "primary",
      roleSince: null,
      replication: null,
      connections: 100,
      openedPerSec: 0.4,
      rejectedPerSec: 0,
      ping: { minMs: expect.closeTo(0.1), medianMs: expect.closeTo(0.2), maxMs: 1.5, sent: 10, failed: 0 },
      cost: { ratio: 0.0005, budgetRatio: 0.002, sweepIntervalMs: 10_000, mode: "full", maxStallMs: 5 },
    });
    expect(answer.nodes[1]).toMatchObject({
      role: "replica",
      roleSince: new Date(NOW - 3 * MIN).toISOString(),
      primary: "a:1",
      replication: { linkUp: true, lagBytes: 14, lastIoSec: 1 },
    });
    expect(answer.observations.map((row) => row.sentence)).toEqual([
      "b:2 became a replica of a:1; it was a primary",
    ]);
  });

  it("rejections are a rate of the last minute, not a lifetime's count", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await beatNow(store);
    await writeLiveNode(store, a, { sample: { rejectedConnections: 1_000_000 } });
    expect((await askCluster(store, "orders")).nodes[0]).toMatchObject({ state: "ok", rejectedPerSec: 0 });
    await writeSample(store, a, {
      at: new Date(NOW - SEC),
      runId: "run-1",
      role: "primary",
      rejectedConnections: 1_000_069,
      connectedClients: 22,
      maxclients: 10_000,
    });
    const node = (await askCluster(store, "orders")).nodes[0];
    expect(node).toMatchObject({ state: "warning", rejectedPerSec: 1 });
    // Another run counts from zero again: nothing was rejected twice, and nothing negative.
    await writeSample(store, a, {
      at: new Date(NOW),
      runId: "run-2",
      role: "primary",
      rejectedConnections: 0,
    });
    expect((await askCluster(store, "orders")).nodes[0]?.rejectedPerSec).toBeNull();
  });

  it("where the list is refused, INFO counts and the row says why", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await beatNow(store);
    await writeSample(store, a, {
      at: new Date(NOW - 3 * SEC),
      connectedClients: 120,
      maxclients: 10_000,
      sweepMode: "refused",
      pingsSent: 10,
      pingsFailed: 0,
    });
    const refusals = [
      { command: "CLIENT LIST", reason: "NOPERM no permissions", since: new Date(NOW - MIN).toISOString() },
    ];
    await writeStatus(store, a, { lastSuccessAt: new Date(NOW - SEC), refusals });
    const answer = await askCluster(store, "orders");
    expect(answer).toMatchObject({ connections: 120, state: "warning", openedPerSec: null, direct: null });
    expect(answer.reason).toBe("primary a:1 does not list its clients: NOPERM no permissions");
    expect(answer.nodes[0]).toMatchObject({
      connections: 120,
      ageMs: 3_000,
      refusals,
      cost: { mode: "refused" },
    });
  });

  it("a steady growth tells the hours to the limit", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await beatNow(store);
    await writeSampleSweeps(store, a, {
      fromMs: NOW - 60 * MIN,
      toMs: NOW,
      everyMs: 30 * SEC,
      cells: (_, index) => [{ connections: 4_000 + 10 * index }],
    });
    await writeSample(store, a, {
      at: new Date(NOW - SEC),
      connectedClients: 5_190,
      maxclients: 10_000,
      sweepIntervalMs: 30_000,
    });
    const node = (await askCluster(store, "orders")).nodes[0];
    expect(node?.state).toBe("warning");
    expect(node?.hoursToLimit).toBeCloseTo(4.01, 1);
    expect(plain(node?.reason)).toBe("reaches its limit of 10,000 in 4.0 h: 1,200 more each hour");
  });

  it("an unknown id is named", async () => {
    const reply = await reportCluster({ store: database.store(), now: new Date(NOW) }, "nope");
    expect(failureOf(reply)).toMatchObject({
      code: "unknown-cluster",
      detail: "No cluster has the id “nope”.",
    });
  });
});

eachDatabase("health", (database) => {
  it("names the database, the collector, the fleet file and each source", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await writeStatus(store, a, {
      lastSuccessAt: new Date(NOW - MIN),
      lastErrorAt: new Date(NOW - SEC),
      lastError: "refuses the connection: nothing listens there",
    });
    const ask = async () => answerOf(await reportHealth({ store, now: new Date(NOW) }), healthAnswer);
    expect(await ask()).toMatchObject({ status: "degraded", collector: { state: "never" } });
    await beatNow(store);
    expect(await ask()).toMatchObject({
      status: "ok",
      database: { state: "ok", kind: database.kind, error: null },
      collector: { state: "ok", spooledSweeps: 0, loopLagMs: 1.5 },
      fleetFile: { state: "ok" },
      sources: [
        {
          cluster: "orders",
          source: "redis a:1",
          state: "failing",
          ageMs: MIN,
          lastError: "refuses the connection: nothing listens there",
        },
      ],
    });
    await beatNow(store, NOW - MIN);
    expect(await ask()).toMatchObject({ status: "degraded", collector: { state: "silent" } });
  });
});

it("health answers when the database does not", async () => {
  const store = openStore("postgresql://nobody@127.0.0.1:1/nothing");
  const answer = answerOf(await reportHealth({ store, now: new Date(NOW) }), healthAnswer);
  await store.close();
  expect(answer).toMatchObject({
    status: "down",
    database: { state: "down" },
    collector: { state: "unknown" },
  });
  expect(answer.database.error).toMatch(/127\.0\.0\.1:1|refused/i);
});
