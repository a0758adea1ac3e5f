import { expect, it } from "vitest";
import { clusterAnswer } from "@/lib/contract/cluster";
import { clustersAnswer } from "@/lib/contract/clusters";
import { healthAnswer } from "@/lib/contract/health";
import type { MetricSignal } from "@/lib/domain/cloudwatch/model";
import type { Store } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { internClusters } from "@/lib/store/writes/intern-clusters";
import { writeCloudWatchNow } from "@/lib/store/writes/write-cloudwatch-now";
import { writeElastiCacheNow } from "@/lib/store/writes/write-elasticache-now";
import { reportCluster } from "./cluster";
import { reportClusters } from "./clusters";
import { reportHealth } from "./health";
import { answerOf } from "./testing/answer-of";
import { sampleAwsNode, sampleCloudWatchNow, sampleFacts, sampleTopology, writeAwsCall } from "./testing/aws";
import { beatNow, MIN, NOW, plain, SEC, writeLiveNode } from "./testing/live-node";

const ADDRESS = "orders-001.example.cache.amazonaws.com:6379";
const TOPOLOGY = sampleTopology([
  sampleAwsNode("orders-001", { role: "primary" }),
  sampleAwsNode("orders-002"),
]);
const DENIED = {
  error: "DescribeReplicationGroups in eu-central-1 is denied",
  remedy: "allow elasticache:DescribeReplicationGroups",
};

async function ask(store: Store, nowMs = NOW) {
  const context = { store, now: new Date(nowMs) };
  const fleet = answerOf(await reportClusters(context), clustersAnswer);
  const cluster = answerOf(await reportCluster(context, "orders"), clusterAnswer);
  return { fleet, row: fleet.clusters.find(({ id }) => id === "orders"), cluster };
}

function signal(given: Partial<MetricSignal> = {}): MetricSignal {
  return {
    kind: "conntrack-exceeded",
    subject: "orders-001",
    metric: "NetworkConntrackAllowanceExceeded",
    state: "critical",
    sinceMs: NOW - 6 * MIN,
    untilMs: NOW - 2 * MIN,
    value: 4_210,
    threshold: 1,
    unit: "per-minute",
    sentence: "orders-001 lost 4,210 packets a minute of connections that its host does not track",
    ...given,
  };
}

eachDatabase("what AWS says of clusters", (database) => {
  it("stands in the cluster, on its nodes and in the fleet; parameters are the limit where INFO tells none", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, [ADDRESS, "10.0.0.9:6379"]);
    if (node === undefined) throw new Error("nodes were written");
    await beatNow(store);
    await writeLiveNode(store, node, { sample: { maxclients: null } });
    await writeElastiCacheNow(
      store,
      node.clusterId,
      sampleFacts(TOPOLOGY, { maxclients: "40", timeout: "20" }),
    );
    await writeCloudWatchNow(store, node.clusterId, sampleCloudWatchNow());
    await writeAwsCall(store, node.clusterId, "ElastiCache topology", null);
    const { fleet, row, cluster } = await ask(store);
    expect(cluster.elasticache).toMatchObject({
      kind: "replication-group",
      region: "eu-central-1",
      nodeType: "cache.r7g.large",
      endpoints: { primary: "master.orders.example:6379", reader: null, configuration: null },
      nodes: [{ cacheClusterId: "orders-001", role: "primary", address: ADDRESS }, { role: null }],
      parameterGroup: "default.redis7",
      parameters: { maxclients: 40, timeoutSec: 20, tcpKeepaliveSec: null, closeOnReplicaWrite: null },
      maintenanceWindow: "sun:05:00-sun:06:00",
      ageMs: 30 * SEC,
    });
    const [watched] = cluster.nodes.filter(({ address }) => address === ADDRESS);
    expect(watched).toMatchObject({
      headroom: { connections: 22, maxclients: 40, ratio: 0.55 },
      service: { cacheClusterId: "orders-001", zone: "eu-central-1a", role: "primary", status: "available" },
    });
    // Which of AWS's nodes is behind an IP is not known, so nothing is said.
    expect(cluster.nodes.find(({ address }) => address === "10.0.0.9:6379")?.service).toBeNull();
    expect(cluster.calls).toMatchObject([
      { source: "ElastiCache topology", state: "ok", error: null, ageMs: 20_000 },
    ]);
    expect(row?.service).toEqual({
      region: "eu-central-1",
      nodeType: "cache.r7g.large",
      engineVersion: "7.1.0",
      status: "available",
    });
    expect(row).toMatchObject({ maxclients: 40, headroom: { maxclients: 40 } });
    expect(fleet.totals.cloudwatch).toMatchObject({ budgetUsd: 50, spentUsd: 1.25, estimateUsd: 7.3 });
  });

  it("a threshold that is passed is the cluster's state, as long as the collector's word is fresh", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, [ADDRESS]);
    if (node === undefined) throw new Error("a node was written");
    await beatNow(store);
    await writeLiveNode(store, node);
    await writeElastiCacheNow(store, node.clusterId, sampleFacts(TOPOLOGY));
    await writeCloudWatchNow(store, node.clusterId, sampleCloudWatchNow({ signals: [signal()] }));
    const { cluster, row } = await ask(store);
    expect(cluster.signals).toMatchObject([
      {
        kind: "conntrack-exceeded",
        since: new Date(NOW - 6 * MIN).toISOString(),
        value: 4_210,
        explanation: expect.stringMatching(/maxclients/),
        page: { title: "Host-Level Metrics" },
      },
    ]);
    expect(cluster.state).toBe("critical");
    expect(row?.state).toBe("critical");
    expect(plain(row?.reason)).toContain("orders-001");
    await writeCloudWatchNow(
      store,
      node.clusterId,
      sampleCloudWatchNow({ atMs: NOW - 9 * SEC, signals: [] }),
    );
    expect((await ask(store)).cluster).toMatchObject({ state: "ok", signals: [] });
    const old = { atMs: NOW - 8 * SEC, signals: [signal()] };
    await writeCloudWatchNow(store, node.clusterId, sampleCloudWatchNow(old));
    expect((await ask(store, NOW + 10 * MIN)).cluster.signals).toEqual([]);
  });

  it("a cluster whose nodes AWS has not told says which call failed and what mends it", async () => {
    const store = database.store();
    const clusterId = (
      await internClusters(store, [{ key: "orders", name: "orders", kind: "replication", proxies: [] }])
    ).get("orders");
    if (clusterId === undefined) throw new Error("a cluster was written");
    await beatNow(store);
    expect((await ask(store)).row).toMatchObject({ state: "unknown", reason: "not asked yet" });
    await writeAwsCall(store, clusterId, "ElastiCache topology", DENIED);
    const { row, cluster } = await ask(store);
    const reason = "ElastiCache has not told its nodes: DescribeReplicationGroups in eu-central-1 is denied";
    expect(row).toMatchObject({ state: "unknown", reason, service: null, nodes: 0 });
    expect(cluster).toMatchObject({ reason, elasticache: null, nodes: [] });
    expect(cluster.calls).toEqual([
      {
        source: "ElastiCache topology",
        state: "failing",
        lastSuccessAt: null,
        ageMs: null,
        error: DENIED.error,
        lastErrorAt: new Date(NOW - 5 * SEC).toISOString(),
        remedy: DENIED.remedy,
      },
    ]);
    const health = answerOf(await reportHealth({ store, now: new Date(NOW) }), healthAnswer);
    expect(health.sources).toMatchObject([
      { cluster: "orders", source: "ElastiCache topology", state: "failing", lastError: DENIED.error },
    ]);
    // Told of, and its nodes are about to be asked; then found no more.
    await writeElastiCacheNow(store, clusterId, sampleFacts(TOPOLOGY));
    expect((await ask(store)).row).toMatchObject({ state: "unknown", reason: "not asked yet" });
    await internClusters(store, []);
    const gone = answerOf(await reportCluster({ store, now: new Date(NOW) }, "orders"), clusterAnswer);
    expect(gone.reason).toMatch(/^neither in the fleet file nor discovered since /);
  });

  it("accounts that are searched stand beside the clusters, found or not", async () => {
    const store = database.store();
    const searched = { region: "eu-central-1", match: "prod-*", found: 3 };
    await beatNow(store, NOW - SEC, [
      { ...searched, lastSuccessAt: new Date(NOW - MIN).toISOString(), error: null, remedy: null },
      { region: "us-east-1", match: "*", found: 0, lastSuccessAt: null, ...DENIED },
      { region: "us-west-2", match: "*", found: 0, lastSuccessAt: null, error: null, remedy: null },
    ]);
    const { discovery } = answerOf(await reportClusters({ store, now: new Date(NOW) }), clustersAnswer);
    expect(discovery.map(({ region, state, found, remedy }) => [region, state, found, remedy])).toEqual([
      ["eu-central-1", "ok", 3, null],
      ["us-east-1", "failing", 0, DENIED.remedy],
      ["us-west-2", "never", 0, null],
    ]);
  });
});
