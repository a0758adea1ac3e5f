import { expect, it } from "vitest";
import { rollUp } from "@/lib/store/roll-up";
import { eachDatabase } from "@/lib/store/testing/each-database";
import {
  sampleProxy,
  writeSample,
  writeSampleCluster,
  writeSampleSweeps,
} from "@/lib/store/testing/sample-fleet";
import { reportSkew } from "./skew";
import { failureOf } from "./testing/answer-of";
import { writeStatistics } from "./testing/proxy-statistics";
import { ask, cell, inIso, T, window, writeOrders } from "./testing/skew-orders";

const SEC = 1000;
const MIN = 60 * SEC;
const FOUR = ["proxy-1", "proxy-2", "proxy-3", "proxy-4"].map((name) => sampleProxy(name));

eachDatabase("skew", (database) => {
  it("a drift: shares, their bounds and change, and hazards of closing over covered time", async () => {
    const store = database.store();
    const nodes = await writeOrders(store, FOUR, ["a:1", "b:2"]);
    for (const node of nodes) {
      await writeSampleSweeps(store, node, {
        fromMs: T,
        toMs: T + 20 * MIN,
        everyMs: 10 * SEC,
        cells: (_, index) => [
          cell("proxy-1", 20, { opened: 1, closed: 1 }),
          cell("proxy-2", 20, { opened: 1, closed: 1 }),
          cell("proxy-3", 20 + index, { opened: 1, closed: 0 }),
          cell("proxy-4", 20, { opened: 1, closed: 1 }),
          cell(null, 7, { group: "batch" }),
        ],
      });
    }
    const nowMs = T + 20 * MIN - 6 * SEC;
    const answer = await ask(store, nowMs, { last: "15m", points: 30 });
    expect(answer).toMatchObject({ by: "proxy", available: ["proxy"], fairShare: 0.25, assessedAt: null });
    expect(answer.series).toMatchObject({ stepMs: 30_000, resolution: "sweep" });
    expect(answer.proxies.map(({ name }) => name)).toEqual(["proxy-3", "proxy-1", "proxy-2", "proxy-4"]);
    const [heavy, light] = answer.proxies;
    expect(heavy).toMatchObject({
      kind: "tcp",
      inRotation: true,
      fairShare: 0.25,
      connections: 278,
      share: 0.6985,
      openedPerSec: 0.2,
      closedPerSec: 0,
      closeHazard: 0,
      latencyMs: null,
      latency: null,
      commandsPerSec: null,
      front: { state: "none", reason: "no statistics are configured" },
      back: { state: "known", connections: 278, ageMs: 4_000 },
      source: "CLIENT LIST",
    });
    expect(heavy?.shareLow).toBeGreaterThan(0.55);
    expect(heavy?.shareHigh).toBeLessThan(0.85);
    expect(heavy?.shareChange).toBeGreaterThan(0.2);
    expect(light?.closeHazard).toBeCloseTo(0.005, 5);
    expect(light?.shareChange).toBeLessThan(0);
    expect(answer.skew).toBeGreaterThan(2);
    const shares = answer.series.subjects.map(({ share }) => share.at(-2) ?? 0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
    expect(answer.unattributed).toEqual({ opened: 0, perSec: 0, ratio: 0 });
    expect(answer.verdicts).toEqual([]);
    // A window that reaches beyond now ends now.
    const day = await ask(store, nowMs, window(T, T + 120 * MIN));
    expect(day.proxies[0]).toMatchObject({ share: 0.6985, back: { state: "known", ageMs: 4_000 } });
    // The same from minutes.
    await rollUp(store, new Date(nowMs));
    const minutes = await ask(store, nowMs, { last: "15m", points: 10 });
    expect(minutes.series.resolution).toBe("minute");
    expect(minutes.proxies[0]).toMatchObject({ share: 0.6985, openedPerSec: 0.2, closeHazard: 0 });
  });

  it("a multiplexing proxy is judged by its clients, and one that fails is unknown with the reason", async () => {
    const store = database.store();
    const multiplexing = { kind: "multiplexing", statistics: "twemproxy stats" } as const;
    const proxies = ["nc-1", "nc-2", "nc-3"].map((name) => sampleProxy(name, multiplexing));
    const [node] = await writeOrders(store, proxies);
    if (node === undefined) throw new Error("a node was written");
    await writeSampleSweeps(store, node, {
      fromMs: T,
      toMs: T + 10 * MIN,
      everyMs: 10 * SEC,
      cells: () => [cell("nc-1", 8), cell("nc-2", 8), cell("nc-3", 8)],
    });
    for (const [name, connections] of [
      ["nc-1", 60],
      ["nc-2", 20],
      ["nc-3", 20],
    ] as const) {
      await writeStatistics(store, node.clusterId, name, {
        fromMs: T,
        toMs: T + 10 * MIN,
        source: "twemproxy stats",
        failsFromMs: name === "nc-3" ? T + 8 * MIN : null,
        step: { connections, opened: 6, closed: 3, requests: 5_000, bytesIn: 100, bytesOut: 400 },
        medianMs: 2,
      });
    }
    const answer = await ask(store, T + 10 * MIN, { last: "9m", points: 18 });
    const [first, second, third] = answer.proxies;
    expect(first).toMatchObject({
      name: "nc-1",
      kind: "multiplexing",
      connections: 60,
      share: 0.5,
      openedPerSec: 0.6,
      closedPerSec: 0.3,
      closeHazard: 0.005,
      commandsPerSec: 500,
      bytesPerSec: 50,
      latencyMs: 2,
      latency: { sent: 50, failed: 0, medianMs: 2, answeredBy: "redis" },
      front: { state: "known", connections: 60, ageMs: 10_000 },
      back: { state: "known", connections: 8 },
      source: "twemproxy stats",
    });
    expect(second).toMatchObject({ name: "nc-2", share: 0.1667 });
    expect(third).toMatchObject({
      name: "nc-3",
      connections: null,
      share: null,
      shareLow: null,
      inRotation: true,
      fairShare: 0.3333,
      front: {
        state: "unknown",
        reason: "127.0.0.1:22222 does not answer within 1 s",
        since: inIso(T + 8 * MIN - 10 * SEC),
      },
      back: { state: "known", connections: 8 },
    });
    const line = answer.series.subjects.find(({ name }) => name === "nc-1")?.share ?? [];
    expect(line[0]).toBe(0.6);
    expect(line.at(-1)).toBeCloseTo(0.5);
    expect(answer.series.subjects[0]?.latencyMs[3]).toBe(2);
    // Long after: what was told then says nothing about now.
    const later = await ask(store, T + 20 * MIN, { last: "15m" });
    expect(later.proxies[0]?.front).toMatchObject({
      state: "unknown",
      reason: /not read since 12:09:50 UTC/,
    });
    expect(later.proxies[0]?.share).toBeNull();
    expect(later.skew).toBeNull();
  });

  it("tcp proxies' own counters tell opened and closed where all have them; hazards are the ledger's", async () => {
    const store = database.store();
    const proxies = ["proxy-1", "proxy-2"].map((name) => sampleProxy(name, { statistics: "HAProxy CSV" }));
    const [node] = await writeOrders(store, proxies);
    if (node === undefined) throw new Error("a node was written");
    await writeSampleSweeps(store, node, {
      fromMs: T,
      toMs: T + 10 * MIN,
      everyMs: 10 * SEC,
      cells: () => proxies.map(({ name }) => cell(name, 10, { opened: 1, closed: 1, commands: 250 })),
    });
    const tell = (proxy: string) =>
      writeStatistics(store, node.clusterId, proxy, {
        fromMs: T,
        toMs: T + 10 * MIN,
        source: "HAProxy CSV",
        failsFromMs: null,
        step: { connections: 11, opened: 2, closed: 2 },
        medianMs: null,
      });
    const rowOf = async (name: string) =>
      (await ask(store, T + 10 * MIN, { last: "9m" })).proxies.find((row) => row.name === name);
    await tell("proxy-1");
    // The list sees no health checks: counters of one beside the list of the other would compare two things.
    expect(await rowOf("proxy-1")).toMatchObject({ openedPerSec: 0.1, source: "CLIENT LIST" });
    await tell("proxy-2");
    expect(await rowOf("proxy-1")).toMatchObject({
      connections: 10,
      openedPerSec: 0.2,
      backOpenedPerSec: 0.1,
      backClosedPerSec: 0.1,
      closeHazard: 0.01,
      front: { state: "known", connections: 11 },
      source: "HAProxy CSV",
      latency: null,
      commandsPerSec: 25,
    });
    expect(await rowOf("proxy-2")).toMatchObject({ openedPerSec: 0.2, source: "HAProxy CSV" });
  });

  it("replicas, primaries of a Redis Cluster and zones are compared where there are two", async () => {
    const store = database.store();
    const proxies = [
      sampleProxy("proxy-1", { zone: "a" }),
      sampleProxy("proxy-2", { zone: "a", weight: 2 }),
      sampleProxy("proxy-3", { zone: "b" }),
    ];
    const nodes = await writeOrders(store, proxies, ["a:1", "b:2", "c:3"]);
    for (const [index, node] of nodes.entries()) {
      await writeSample(store, node, { at: new Date(T), role: index === 0 ? "primary" : "replica" });
      await writeSampleSweeps(store, node, {
        fromMs: T,
        toMs: T + 10 * MIN,
        everyMs: 10 * SEC,
        cells: () => proxies.map(({ name }) => cell(name, 10 * (index + 1), { opened: 1 })),
      });
    }
    const byNode = await ask(store, T + 10 * MIN, { last: "9m", by: "node" });
    expect(byNode.available).toEqual(["proxy", "node", "zone"]);
    expect(byNode.proxies.map(({ name, share, fairShare }) => [name, share, fairShare])).toEqual([
      ["c:3", 0.6, 0.5],
      ["b:2", 0.4, 0.5],
    ]);
    expect(byNode.proxies[0]).toMatchObject({ openedPerSec: 0.3, front: { state: "none" }, connections: 90 });
    const byZone = await ask(store, T + 10 * MIN, { last: "9m", by: "zone" });
    expect(byZone.proxies.map(({ name, zone, share, fairShare }) => [name, zone, share, fairShare])).toEqual([
      ["a", "a", 0.6667, 0.75],
      ["b", "b", 0.3333, 0.25],
    ]);
    expect(byZone.proxies[0]).toMatchObject({ connections: 120, openedPerSec: 0.6 });
    const named = await writeSampleCluster(store, { key: "orders", kind: "cluster", proxies }, []);
    expect(named).toEqual([]);
    expect((await ask(store, T + 10 * MIN, { last: "9m" })).available).toEqual(["proxy", "zone"]);
  });

  it("without proxies the nodes are compared, and the question for proxies has an empty answer", async () => {
    const store = database.store();
    const nodes = await writeOrders(store, [], ["a:1", "b:2"], "cluster");
    for (const node of nodes) {
      await writeSample(store, node, { at: new Date(T), role: "primary" });
      await writeSampleSweeps(store, node, {
        fromMs: T,
        toMs: T + 5 * MIN,
        everyMs: 10 * SEC,
        cells: () => [cell(null, 10)],
      });
    }
    const answer = await ask(store, T + 5 * MIN, { last: "4m" });
    expect(answer).toMatchObject({ by: "node", available: ["node"], skew: 1 });
    expect(answer.proxies).toHaveLength(2);
    const none = await ask(store, T + 5 * MIN, { last: "4m", by: "proxy" });
    expect(none).toMatchObject({
      by: "proxy",
      available: ["node"],
      proxies: [],
      fairShare: null,
      skew: null,
    });
    expect(none.series.subjects).toEqual([]);
  });

  it("refuses what is not there", async () => {
    const store = database.store();
    const context = { store, now: new Date(T) };
    expect(failureOf(await reportSkew(context, "orders")).code).toBe("unknown-cluster");
    await writeOrders(store, []);
    expect(failureOf(await reportSkew(context, "orders", { from: inIso(T + MIN) })).code).toBe(
      "bad-parameter",
    );
  });
});
