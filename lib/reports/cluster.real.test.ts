import { expect, it } from "vitest";
import { clusterAnswer } from "@/lib/contract/cluster";
import type { Store } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { writeSample, writeSampleCluster, writeSampleSweeps } from "@/lib/store/testing/sample-fleet";
import { writeObservations } from "@/lib/store/writes/write-observations";
import { reportCluster } from "./cluster";
import { answerOf, failureOf } from "./testing/answer-of";
import { beatNow, MIN, NOW, PROXIES, plain, SEC, writeLiveNode, writeStatus } from "./testing/live-node";

async function askCluster(store: Store, id: string) {
  return answerOf(await reportCluster({ store, now: new Date(NOW) }, id), clusterAnswer);
}

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
    const front = { state: "none", reason: "no statistics are configured" };
    const plainProxy = { kind: "tcp", zone: null, front };
    expect(answer.proxies).toEqual([
      {
        name: "proxy-1",
        addresses: ["127.0.1.11"],
        ...plainProxy,
        connections: 65,
        share: 0.5417,
        openedPerSec: 0.3,
        closedPerSec: 0,
      },
      {
        name: "proxy-2",
        addresses: ["127.0.1.12"],
        ...plainProxy,
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
    // CONFIG RESETSTAT: what was counted before the reset was not rejected in this minute.
    await writeSample(store, a, {
      at: new Date(NOW - 500),
      runId: "run-1",
      role: "primary",
      rejectedConnections: 0,
    });
    expect((await askCluster(store, "orders")).nodes[0]?.rejectedPerSec).toBeNull();
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
