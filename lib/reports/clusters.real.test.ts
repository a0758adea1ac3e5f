import { expect, it } from "vitest";
import { clusterAnswer } from "@/lib/contract/cluster";
import { type ClustersAnswer, type ClustersParams, clustersAnswer } from "@/lib/contract/clusters";
import type { Store } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { type SampleNode, writeSample, writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { internClusters } from "@/lib/store/writes/intern-clusters";
import { internNode } from "@/lib/store/writes/intern-node";
import { reportCluster } from "./cluster";
import { reportClusters } from "./clusters";
import type { Given } from "./context";
import { answerOf } from "./testing/answer-of";
import { beatNow, MIN, NOW, PROXIES, plain, SEC, writeLiveNode, writeStatus } from "./testing/live-node";

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
    expect(statements).toBeLessThanOrEqual(11);
  });
});
