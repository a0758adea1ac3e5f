import { beforeEach, expect, it } from "vitest";
import type { CollectorRow, NodeSampleRow, ObservationRow, SourceStatusRow } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { beat } from "./beat";
import { internCluster } from "./intern-cluster";
import { internNode } from "./intern-node";
import { writeNodeSamples } from "./write-node-samples";
import { writeObservations } from "./write-observations";
import { writeSourceStatus } from "./write-source-status";

const at = new Date("2026-11-22T12:00:00.250Z");
const later = new Date("2026-11-22T12:00:10.250Z");

eachDatabase("the collector's reports", (database) => {
  let clusterId = 0;
  let nodeId = 0;
  beforeEach(async () => {
    clusterId = await internCluster(database.store(), "orders");
    nodeId = await internNode(database.store(), { clusterId, address: "10.0.5.21:6379", nodeId: null });
  });

  it("stores samples, absent fields as null, and keeps the first of two", async () => {
    const store = database.store();
    const full: NodeSampleRow = {
      nodeId,
      at,
      role: "primary",
      pingMinMs: 0.25,
      pingsSent: 10,
      pingsFailed: 0,
      connectedClients: 65_000,
      totalConnectionsReceived: 5_000_000_000,
      primaryLinkUp: false,
      slots: "0-5460",
      watchCostUsec: 1_234,
      sweepMode: "chunks",
    };
    await writeNodeSamples(store, [full, { nodeId, at: later, pingsFailed: 10, pingsSent: 10 }]);
    await writeNodeSamples(store, [{ nodeId, at, role: "replica" }]);
    await writeNodeSamples(store, []);
    const rows = await store.prisma.nodeSample.findMany({ orderBy: { at: "asc" } });
    expect(rows).toMatchObject([
      { ...full, totalConnectionsReceived: 5_000_000_000n, watchCostUsec: 1_234n, maxclients: null },
      { at: later, role: null, pingMinMs: null, pingsFailed: 10, connectedClients: null },
    ]);
  });

  it("rounds what a column counts in whole numbers, and takes a number that is none for not known", async () => {
    const store = database.store();
    const odd = {
      nodeId,
      at,
      sweepIntervalMs: 12_345.6,
      pingMinMs: 0.5,
      opsPerSec: Number.NaN,
      unheardOf: 1,
    };
    await writeNodeSamples(store, [odd]);
    expect(await store.prisma.nodeSample.findMany()).toMatchObject([
      { sweepIntervalMs: 12_346, pingMinMs: 0.5, opsPerSec: null },
    ]);
  });

  it("one server's nonsense does not cost the samples of the others", async () => {
    const store = database.store();
    const nonsense = {
      nodeId,
      at,
      maxclients: 4_294_967_295,
      blockedClients: 1e18,
      version: "7\0",
      uptimeSec: 5e9,
    };
    await writeNodeSamples(store, [nonsense, { nodeId, at: later, connectedClients: 5 }]);
    expect(await store.prisma.nodeSample.findMany({ orderBy: { at: "asc" } })).toMatchObject([
      { maxclients: null, blockedClients: null, version: "7", uptimeSec: 5_000_000_000n },
      { connectedClients: 5 },
    ]);
  });

  it("appends observations, once each", async () => {
    const store = database.store();
    const seen: ObservationRow = {
      at,
      clusterId,
      nodeId,
      subject: "10.0.5.21:6379",
      kind: "role",
      before: "replica",
      after: "primary",
      sentence: "10.0.5.21:6379 became primary.",
      source: "ROLE",
      precisionMs: 1_000,
    };
    await writeObservations(store, [seen, { ...seen, nodeId: null, before: null, source: "RO\0LE" }]);
    await writeObservations(store, [seen, { ...seen, at: later }]);
    expect(await store.prisma.observation.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      seen,
      { before: null, nodeId: null },
      { at: later },
    ]);
  });

  it("replaces a source's status by the newest word, and keeps when it last succeeded", async () => {
    const store = database.store();
    const fine: SourceStatusRow = {
      clusterId,
      nodeId,
      source: "redis 10.0.5.21:6379",
      lastSuccessAt: at,
      lastErrorAt: null,
      lastError: null,
      refusals: [{ command: "CONFIG GET", reason: "NOPERM", since: at.toISOString() }],
      detail: { version: "7.0.15", "odd\0": "\ud800" },
      updatedAt: at,
    };
    const failing = {
      ...fine,
      lastSuccessAt: null,
      lastErrorAt: later,
      lastError: "timed out",
      updatedAt: later,
    };
    await writeSourceStatus(store, [{ ...fine, nodeId: null }, fine, failing]);
    await writeSourceStatus(store, [{ ...fine, detail: { version: "older" } }]);
    expect(await store.prisma.sourceStatus.findMany({ orderBy: { nodeId: "asc" } })).toMatchObject([
      { nodeId: 0, lastSuccessAt: at, lastError: null },
      {
        nodeId,
        lastErrorAt: later,
        lastError: "timed out",
        refusals: fine.refusals,
        detail: { version: "7.0.15", odd: "" },
      },
    ]);
    await writeSourceStatus(store, [{ ...failing, updatedAt: new Date(later.getTime() + 1) }, fine]);
    const [row] = await store.prisma.sourceStatus.findMany({ where: { nodeId } });
    expect(row).toMatchObject({ lastErrorAt: later });
    await writeSourceStatus(store, [
      { ...fine, lastSuccessAt: later, updatedAt: new Date(later.getTime() + 2) },
    ]);
    await writeSourceStatus(store, [{ ...failing, updatedAt: new Date(later.getTime() + 3) }]);
    expect(await store.prisma.sourceStatus.findMany({ where: { nodeId } })).toMatchObject([
      { lastSuccessAt: later, lastError: "timed out" },
    ]);
  });

  it("renews the collector's sign of life", async () => {
    const store = database.store();
    const row: CollectorRow = {
      id: "host-1",
      startedAt: at,
      beatAt: at,
      pid: 4711,
      host: "host-1",
      version: "0.1.0",
      fleetFile: { state: "ok", path: "/etc/evenkeel.yaml", loadedAt: at.toISOString(), problems: [] },
      discovery: [],
      spooledSweeps: 0,
      droppedSweeps: 0,
      loopLagMs: null,
    };
    await beat(store, row);
    await beat(store, { ...row, beatAt: later, spooledSweeps: 12, loopLagMs: 1.5 });
    expect(await store.prisma.collector.findMany()).toEqual([
      { ...row, beatAt: later, spooledSweeps: 12, loopLagMs: 1.5 },
    ]);
  });
});
