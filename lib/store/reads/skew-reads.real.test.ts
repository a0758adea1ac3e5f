import { expect, it } from "vitest";
import type { ProxyStep } from "@/lib/domain/proxies/model";
import type { SkewAssessment, SkewVerdict } from "@/lib/domain/skew/model";
import type { Store } from "../client";
import { rollUp } from "../roll-up";
import type { ProxySampleContent } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { type SampleNode, writeSample, writeSampleCluster, writeSampleSweeps } from "../testing/sample-fleet";
import { internProxies } from "../writes/intern-proxies";
import { writeProxySamples } from "../writes/write-proxy-samples";
import { writeSkewNow } from "../writes/write-skew-now";
import { writeVerdicts } from "../writes/write-verdicts";
import { readCellsAt } from "./read-cells-at";
import { readProfiles } from "./read-profiles";
import { readProxiesAt } from "./read-proxies-at";
import { readProxiesRolledUpTo } from "./read-proxies-rolled-up-to";
import { readProxyBucketsOfRollups } from "./read-proxy-buckets-of-rollups";
import { readProxyBucketsOfSamples } from "./read-proxy-buckets-of-samples";
import { readRolesAt } from "./read-roles-at";
import { readSkewNow } from "./read-skew-now";
import { readVerdicts } from "./read-verdicts";

const T = Date.UTC(2026, 10, 22, 12, 0, 0);
const SEC = 1000;
const MIN = 60 * SEC;

async function writeCluster(store: Store): Promise<{ node: SampleNode; proxyIds: number[] }> {
  const [node] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
  if (node === undefined) throw new Error("a node was written");
  const ids = await internProxies(store, node.clusterId, ["p1", "p2"]);
  return { node, proxyIds: [ids.get("p1") ?? 0, ids.get("p2") ?? 0] };
}

function step(atMs: number, change: Partial<ProxyStep> = {}): ProxyStep {
  return {
    atMs,
    spanMs: 10 * SEC,
    restarted: false,
    connections: 20,
    opened: 4,
    closed: 2,
    requests: 100,
    bytesIn: 1_000,
    bytesOut: 500,
    backConnections: 20,
    uptimeSec: 60,
    ...change,
  };
}

function sample(atMs: number, change: Partial<ProxySampleContent> = {}): ProxySampleContent {
  const latency = { sent: 10, failed: 1, minMs: 1, medianMs: 2, maxMs: 9, answeredBy: "redis" } as const;
  return { at: new Date(atMs), source: "HAProxy CSV", step: step(atMs), failure: null, latency, ...change };
}

const failed = { step: null, failure: "answers HTML", latency: null } as const;

eachDatabase("what is read about skew", (database) => {
  it("proxies' samples and their rollups sum to the same", async () => {
    const store = database.store();
    const { node, proxyIds } = await writeCluster(store);
    const [p1 = 0, p2 = 0] = proxyIds;
    const rows = Array.from({ length: 12 }, (_, index) => ({
      ...sample(T + index * 10 * SEC, index >= 6 ? failed : {}),
      clusterId: node.clusterId,
      proxyId: p1,
    }));
    await writeProxySamples(store, rows);
    const range = { proxyIds: [p1, p2], startMs: T, stepMs: MIN, fromMs: T, toMs: T + 2 * MIN };
    const expected = [
      {
        proxyId: p1,
        buckets: [0, 1],
        connections: [20, null],
        pingMedianMs: [2, null],
        bucketOpened: [24, null],
        bucketCoveredMs: [60_000, 0],
        opened: 24,
        closed: 12,
        requests: 600,
        bytes: 9_000,
        coveredMs: 60_000,
        exposureSec: 1_200,
      },
    ];
    expect(await readProxyBucketsOfSamples(store, range)).toEqual(expected);
    expect(await readProxiesRolledUpTo(store, proxyIds, "minute")).toBeNull();
    await rollUp(store, new Date(T + 5 * MIN));
    expect(await readProxyBucketsOfRollups(store, range, "minute")).toEqual(expected);
    expect(await readProxiesRolledUpTo(store, proxyIds, "minute")).toEqual(new Date(T + 2 * MIN));
  });

  it("tells what was newest of a proxy at a moment, and when it last told anything", async () => {
    const store = database.store();
    const { node, proxyIds } = await writeCluster(store);
    const [p1 = 0, p2 = 0] = proxyIds;
    const own = { clusterId: node.clusterId, proxyId: p1 };
    const slow = { sent: 10, failed: 0, minMs: 3, medianMs: 4, maxMs: 5, answeredBy: "redis" } as const;
    await writeProxySamples(store, [
      { ...sample(T), ...own },
      { ...sample(T + 10 * SEC, { latency: slow }), ...own },
      { ...sample(T + 20 * SEC, failed), ...own },
    ]);
    const [first, second] = await readProxiesAt(store, [p1, p2], new Date(T + 25 * SEC));
    expect(first).toEqual({
      proxyId: p1,
      sampledAt: new Date(T + 20 * SEC),
      source: "HAProxy CSV",
      failure: "answers HTML",
      connections: 20,
      toldAt: new Date(T + 10 * SEC),
      pingsSent: 20,
      pingsFailed: 1,
      pingMinMs: 1,
      pingMedianMs: 3,
      pingMaxMs: 9,
      answeredBy: "redis",
    });
    expect(second).toMatchObject({
      proxyId: p2,
      sampledAt: null,
      source: null,
      toldAt: null,
      pingsSent: null,
    });
    const pingsAlone = { ...sample(T + 30 * SEC, { latency: slow }), source: null, step: null };
    await writeProxySamples(store, [{ ...pingsAlone, ...own }]);
    const [after] = await readProxiesAt(store, [p1], new Date(T + 35 * SEC));
    expect(after).toMatchObject({ source: null, connections: null, toldAt: null, pingsSent: 30 });
    const [before] = await readProxiesAt(store, [p1], new Date(T + 15 * SEC));
    expect(before).toMatchObject({ failure: null, connections: 20, toldAt: new Date(T + 10 * SEC) });
  });

  it("tells what a node held and was at a moment", async () => {
    const store = database.store();
    const { node, proxyIds } = await writeCluster(store);
    await writeSampleSweeps(store, node, {
      fromMs: T,
      toMs: T + MIN,
      everyMs: 10 * SEC,
      cells: (_, index) => [
        { proxy: "p1", connections: 10 + index, opened: 1, commands: 70 },
        { proxy: null, connections: 3, commands: null },
      ],
    });
    await writeSample(store, node, { at: new Date(T), role: "replica" });
    await writeSample(store, node, { at: new Date(T + 30 * SEC), role: "primary" });
    await writeSample(store, node, { at: new Date(T + 40 * SEC), role: null });
    const at = new Date(T + 25 * SEC);
    expect(await readCellsAt(store, [node.nodeId], at)).toEqual([
      {
        nodeId: node.nodeId,
        at: new Date(T + 20 * SEC),
        intervalMs: 10_000,
        connections: 15,
        proxyIds: [proxyIds[0], 0],
        cellConnections: [12, 3],
      },
    ]);
    expect(await readCellsAt(store, [node.nodeId], new Date(T - SEC))).toEqual([]);
    expect(await readRolesAt(store, [node.nodeId], at)).toEqual([{ nodeId: node.nodeId, role: "replica" }]);
    expect(await readRolesAt(store, [node.nodeId], new Date(T + MIN))).toMatchObject([{ role: "primary" }]);
    const range = { nodeIds: [node.nodeId], from: new Date(T), to: new Date(T + MIN) };
    const profiles = await readProfiles(store, { ...range, limit: 2 });
    expect(profiles).toMatchObject([
      { at: new Date(T + 50 * SEC), spanMs: 10_000, proxyIds: [proxyIds[0], 0], commands: [70, null] },
      { at: new Date(T + 40 * SEC) },
    ]);
    // The first sweep of all is a baseline: nothing lived or happened in it.
    expect(await readProfiles(store, { ...range, limit: 100 })).toHaveLength(5);
  });

  it("finds the verdicts that held at some moment of a window, and the newest word", async () => {
    const store = database.store();
    const { node } = await writeCluster(store);
    const { clusterId } = node;
    const drift = verdict("lifo-drift", "p1", T + MIN);
    const restarted = verdict("proxy-restarted", "p2", null);
    await writeVerdicts(store, clusterId, [
      {
        by: "proxy",
        saidAt: new Date(T + 2 * MIN),
        lastAt: new Date(T + 9 * MIN),
        endedAt: null,
        verdict: drift,
      },
      {
        by: "proxy",
        saidAt: new Date(T + 3 * MIN),
        lastAt: new Date(T + 4 * MIN),
        endedAt: new Date(T + 5 * MIN),
        verdict: restarted,
      },
      {
        by: "node",
        saidAt: new Date(T + 3 * MIN),
        lastAt: new Date(T + 4 * MIN),
        endedAt: null,
        verdict: { ...drift, by: "node" },
      },
    ]);
    const read = async (fromMin: number, toMin: number) => {
      const [from, to] = [new Date(T + fromMin * MIN), new Date(T + toMin * MIN)];
      const found = await readVerdicts(store, { clusterId, by: "proxy", from, to, limit: 10 });
      return found.map((one) => one.verdict.kind);
    };
    expect(await read(0, 10)).toEqual(["lifo-drift", "proxy-restarted"]);
    // It began before it was said.
    expect(await read(0, 2)).toEqual(["lifo-drift"]);
    expect(await read(4.5, 5)).toEqual(["lifo-drift", "proxy-restarted"]);
    expect(await read(5.5, 6)).toEqual(["lifo-drift"]);
    expect(await read(10, 11)).toEqual([]);
    expect(await read(0, 1)).toEqual([]);
    const range = {
      clusterId,
      by: "proxy",
      from: new Date(T),
      to: new Date(T + 10 * MIN),
      limit: 1,
    } as const;
    expect(await readVerdicts(store, range)).toEqual([
      {
        since: new Date(T + MIN),
        saidAt: new Date(T + 2 * MIN),
        lastAt: new Date(T + 9 * MIN),
        endedAt: null,
        verdict: drift,
      },
    ]);

    const assessment: SkewAssessment = {
      by: "proxy",
      atMs: T,
      skew: 2.1,
      subjects: [],
      verdicts: [drift],
      unattributed: { seen: 10, unseen: null, ratio: null },
    };
    await writeSkewNow(store, [{ clusterId, assessment }]);
    const now = [{ clusterId, by: "proxy", at: new Date(T), assessment }];
    expect(await readSkewNow(store, null)).toEqual(now);
    expect(await readSkewNow(store, [clusterId])).toEqual(now);
    expect(await readSkewNow(store, [clusterId + 1])).toEqual([]);
  });
});

function verdict(kind: SkewVerdict["kind"], subject: string, sinceMs: number | null): SkewVerdict {
  return {
    kind,
    by: "proxy",
    subject,
    group: null,
    sinceMs,
    confidence: 0.9,
    trend: null,
    evidence: [{ label: "share", value: 0.61, unit: "share" }],
    condition: null,
  };
}
