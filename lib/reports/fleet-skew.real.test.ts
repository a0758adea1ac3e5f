import { expect, it } from "vitest";
import { type ClusterAnswer, clusterAnswer } from "@/lib/contract/cluster";
import { type ClusterRow, clustersAnswer } from "@/lib/contract/clusters";
import { LABEL } from "@/lib/domain/skew/evidence-labels";
import type { SkewAssessment, SkewBy, SkewVerdict } from "@/lib/domain/skew/model";
import type { Store } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { type SampleNode, sampleProxy, writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { writeSkewNow } from "@/lib/store/writes/write-skew-now";
import { reportCluster } from "./cluster";
import { reportClusters } from "./clusters";
import { answerOf } from "./testing/answer-of";
import { beatNow, MIN, NOW, plain, SEC, writeLiveNode } from "./testing/live-node";
import { writeStatistics } from "./testing/proxy-statistics";

async function askRow(store: Store): Promise<ClusterRow> {
  const { clusters } = answerOf(await reportClusters({ store, now: new Date(NOW) }), clustersAnswer);
  const [row] = clusters;
  if (row === undefined) throw new Error("a cluster was written");
  return row;
}

async function writeOrders(store: Store): Promise<SampleNode> {
  const statistics = { kind: "multiplexing", statistics: "twemproxy stats", zone: "a" } as const;
  const proxies = [sampleProxy("proxy-1", statistics), sampleProxy("proxy-2", { addresses: ["127.0.1.12"] })];
  const [node] = await writeSampleCluster(store, { key: "orders", proxies }, ["a:1"]);
  if (node === undefined) throw new Error("a node was written");
  await writeLiveNode(store, node);
  return node;
}

const DRIFT: SkewVerdict = {
  kind: "lifo-drift",
  by: "proxy",
  subject: "proxy-1",
  group: null,
  sinceMs: Date.UTC(2026, 10, 22, 13, 20, 0),
  confidence: 0.95,
  trend: "growing",
  evidence: [
    { label: LABEL.share, value: 0.61, unit: "share" },
    { label: LABEL.fairShare, value: 0.25, unit: "share" },
  ],
  condition: null,
};
const BALANCED: SkewVerdict = {
  ...DRIFT,
  kind: "balanced",
  subject: null,
  sinceMs: null,
  trend: null,
  evidence: [],
};

async function assess(
  store: Store,
  { clusterId }: SampleNode,
  by: SkewBy,
  verdict: SkewVerdict,
  given: { agoMs?: number; skew?: number } = {},
): Promise<void> {
  const { agoMs = 3 * SEC, skew = 2.1 } = given;
  const unattributed = { seen: 0, unseen: null, ratio: null };
  const assessment: SkewAssessment = {
    by,
    atMs: NOW - agoMs,
    skew,
    subjects: [],
    verdicts: [{ ...verdict, by }],
    unattributed,
  };
  await writeSkewNow(store, [{ clusterId, assessment }]);
}

const WORDS = "LIFO drift: proxy-1 holds 61 % of connections (fair 25 %) since 13:20, and growing";

eachDatabase("skew in the fleet", (database) => {
  it("a drift makes its cluster critical, and says who, how much and since when", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    await beatNow(store);
    expect(await askRow(store)).toMatchObject({ state: "ok", skew: null, verdict: null });
    await assess(store, node, "proxy", DRIFT);
    const row = await askRow(store);
    expect(row).toMatchObject({
      state: "critical",
      skew: 2.1,
      verdict: { kind: "lifo-drift", by: "proxy", subject: "proxy-1", confidence: 0.95, ageMs: 3_000 },
    });
    expect(plain(row.reason)).toBe(WORDS);
    expect(plain(row.verdict?.sentence)).toBe(WORDS);
    const { state, reason } = await askCluster(store);
    expect([state, plain(reason)]).toEqual(["critical", WORDS]);
  });

  it("what is uneven leads, whichever is compared; without any the proxies do", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    await beatNow(store);
    await assess(store, node, "node", BALANCED, { skew: 1.2 });
    await assess(store, node, "proxy", BALANCED, { skew: 1 });
    expect(await askRow(store)).toMatchObject({
      state: "ok",
      skew: 1,
      verdict: { kind: "balanced", by: "proxy" },
    });
    await assess(store, node, "zone", { ...DRIFT, subject: "a" }, { agoMs: SEC, skew: 1.8 });
    expect(await askRow(store)).toMatchObject({ state: "critical", skew: 1.8, verdict: { by: "zone" } });
  });

  it("an old word is none while the collector is alive; when it is away the word stands with its age", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    await beatNow(store);
    await assess(store, node, "proxy", DRIFT, { agoMs: 2 * MIN });
    expect(await askRow(store)).toMatchObject({ state: "ok", skew: null, verdict: null });
    await beatNow(store, NOW - 2 * MIN);
    const away = await askRow(store);
    expect(away).toMatchObject({
      state: "stale",
      skew: 2.1,
      verdict: { kind: "lifo-drift", ageMs: 120_000 },
    });
    expect(plain(away.reason)).toBe("nothing collected for 2 min: the collector is silent");
  });

  it("a proxy's row tells its kind, zone and clients", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    await beatNow(store);
    await writeStatistics(store, node.clusterId, "proxy-1", {
      fromMs: NOW - MIN,
      toMs: NOW,
      source: "twemproxy stats",
      failsFromMs: null,
      step: { connections: 31 },
      medianMs: null,
    });
    const { proxies } = await askCluster(store);
    expect(proxies).toMatchObject([
      {
        name: "proxy-1",
        kind: "multiplexing",
        zone: "a",
        front: { state: "known", connections: 31, ageMs: 10_000 },
      },
      { name: "proxy-2", kind: "tcp", zone: null, front: { state: "none" } },
    ]);
  });
});

async function askCluster(store: Store): Promise<ClusterAnswer> {
  return answerOf(await reportCluster({ store, now: new Date(NOW) }, "orders"), clusterAnswer);
}
