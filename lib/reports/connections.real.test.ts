import { expect, it } from "vitest";
import {
  type ConnectionsAnswer,
  type ConnectionsParams,
  connectionsAnswer,
} from "@/lib/contract/connections";
import type { ConnectionCell } from "@/lib/domain/connections/model";
import type { Store } from "@/lib/store/client";
import { rollUp } from "@/lib/store/roll-up";
import { eachDatabase } from "@/lib/store/testing/each-database";
import {
  type SampleNode,
  sampleProxy,
  writeSampleCluster,
  writeSampleSweeps,
} from "@/lib/store/testing/sample-fleet";
import { writeObservations } from "@/lib/store/writes/write-observations";
import { reportConnections } from "./connections";
import type { Given } from "./context";
import { answerOf, failureOf } from "./testing/answer-of";

const SEC = 1000;
const MIN = 60 * SEC;
const HOUR = 60 * MIN;
const T = Date.UTC(2026, 10, 22, 12, 0, 0);

const PROXIES = [sampleProxy("proxy-1"), sampleProxy("proxy-2")];

async function writeOrders(store: Store, addresses: readonly string[]): Promise<SampleNode[]> {
  const nodes = await writeSampleCluster(store, { key: "orders", proxies: PROXIES }, addresses);
  // Nodes are part of the cluster from the beginning of time, not since the test began.
  await store.prisma.node.updateMany({ data: { firstSeenAt: new Date(0) } });
  return nodes;
}

async function ask(
  store: Store,
  nowMs: number,
  params: Given<ConnectionsParams>,
): Promise<ConnectionsAnswer> {
  const reply = await reportConnections({ store, now: new Date(nowMs) }, "orders", params);
  return answerOf(reply, connectionsAnswer);
}

const window = (fromMs: number, toMs: number) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

const cell = (proxy: string | null, connections: number, change: Partial<ConnectionCell> = {}) => ({
  proxy,
  connections,
  ...change,
});

eachDatabase("connections over time", (database) => {
  it("by proxy: means of sweeps summed over nodes, rates over covered time, largest first, direct apart", async () => {
    const store = database.store();
    const [a, b] = await writeOrders(store, ["a:1", "b:2"]);
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    for (const node of [a, b]) {
      await writeSampleSweeps(store, node, {
        fromMs: T,
        toMs: T + 10 * MIN,
        everyMs: 10 * SEC,
        cells: () => [
          cell("proxy-1", 10, { opened: 1 }),
          cell("proxy-2", 30, { opened: 2, closed: 1 }),
          cell(null, 5, { group: "batch" }),
        ],
      });
    }
    const answer = await ask(store, T + 20 * MIN, { ...window(T + 3 * MIN, T + 9 * MIN), points: 12 });
    expect(answer).toMatchObject({
      by: "proxy",
      stepMs: 30_000,
      resolution: "sweep",
      nodesExpected: 2,
      gaps: [],
    });
    expect(answer.at[0]).toBe(new Date(T + 3 * MIN).toISOString());
    expect(answer.at).toHaveLength(12);
    expect(answer.series.map(({ name, role }) => [name, role])).toEqual([
      ["proxy-2", "subject"],
      ["proxy-1", "subject"],
      ["direct", "direct"],
    ]);
    expect(answer.series[0]?.connections).toEqual(new Array(12).fill(60));
    expect(answer.series[0]?.openedPerSec).toEqual(new Array(12).fill(0.4));
    expect(answer.series[0]?.closedPerSec).toEqual(new Array(12).fill(0.2));
    expect(answer.total).toEqual(new Array(12).fill(90));
    expect(answer.unattributedPerSec).toEqual(new Array(12).fill(0));
    expect(answer.nodesSeen).toEqual(new Array(12).fill(2));
    expect(answer.subjects).toEqual({ shown: 2, of: 2 });

    const byGroup = await ask(store, T + 20 * MIN, {
      ...window(T + 3 * MIN, T + 9 * MIN),
      points: 12,
      by: "group",
    });
    expect(byGroup.series.map(({ name, connections }) => [name, connections[0]])).toEqual([
      ["orders-api", 80],
      ["batch", 10],
    ]);
    const byNode = await ask(store, T + 20 * MIN, {
      ...window(T + 3 * MIN, T + 9 * MIN),
      points: 12,
      by: "node",
    });
    expect(byNode.series.map(({ name, connections }) => [name, connections[0]])).toEqual([
      ["a:1", 45],
      ["b:2", 45],
    ]);
  });

  it("a proxy that nobody uses is a line at zero, and what is beyond the top is one line", async () => {
    const store = database.store();
    const [a] = await writeOrders(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const groups = ["web", "api", "batch", "cron"];
    await writeSampleSweeps(store, a, {
      fromMs: T,
      toMs: T + 5 * MIN,
      everyMs: 10 * SEC,
      cells: () => [
        ...groups.map((group, index) => cell("proxy-1", 10 * (index + 1), { group, opened: 1 })),
        cell("proxy-1", 3, { group: "the rest of them" }),
      ],
    });
    await store.prisma.clientGroup.updateMany({
      where: { name: "the rest of them" },
      data: { origin: "other" },
    });
    const past = { ...window(T + MIN, T + 4 * MIN), points: 10 };
    const byProxy = await ask(store, T + HOUR, past);
    expect(byProxy.series.map(({ name, connections }) => [name, connections[1]])).toEqual([
      ["proxy-1", 103],
      ["proxy-2", 0],
    ]);
    const byGroup = await ask(store, T + HOUR, { ...past, by: "group", top: 2 });
    expect(
      byGroup.series.map(({ name, role, connections, openedPerSec }) => [
        name,
        role,
        connections[1],
        openedPerSec[1],
      ]),
    ).toEqual([
      ["cron", "subject", 40, 0.1],
      ["batch", "subject", 30, 0.1],
      ["rest", "rest", 30, 0.2],
      ["the rest of them", "other", 3, 0],
    ]);
    expect(byGroup.subjects).toEqual({ shown: 2, of: 4 });
  });

  it("our own restart is a gap that says what opened meanwhile, and no rate is higher for it", async () => {
    const store = database.store();
    const nodes = await writeOrders(store, ["a:1", "b:2"]);
    for (const node of nodes) {
      const previousAtMs = await writeSampleSweeps(store, node, {
        fromMs: T,
        toMs: T + 4 * MIN,
        everyMs: 10 * SEC,
        cells: () => [cell("proxy-1", 50, { opened: 1, closed: 1 })],
      });
      await writeSampleSweeps(store, node, {
        fromMs: T + 6 * MIN,
        toMs: T + 10 * MIN,
        everyMs: 10 * SEC,
        previousAtMs,
        cells: (_, index) => [
          cell("proxy-1", 50, index === 0 ? { opened: 600, closed: 590 } : { opened: 1, closed: 1 }),
        ],
      });
    }
    const [first] = nodes;
    if (first === undefined) throw new Error("nodes were written");
    await writeObservations(store, [
      {
        clusterId: first.clusterId,
        nodeId: null,
        at: new Date(T + 6 * MIN),
        subject: "collector",
        kind: "gap",
        before: null,
        after: null,
        sentence: "the collector was away for 2 min",
        source: "collector",
        precisionMs: 1000,
      },
    ]);
    const answer = await ask(store, T + HOUR, { ...window(T + MIN, T + 9 * MIN), points: 50 });
    expect(answer.stepMs).toBe(10_000);
    const at = (ms: number) => answer.at.indexOf(new Date(ms).toISOString());
    expect(answer.total.slice(at(T + 4 * MIN), at(T + 6 * MIN))).toEqual(new Array(12).fill(null));
    expect(answer.total[at(T + 4 * MIN) - 1]).toBe(100);
    expect(answer.total[at(T + 6 * MIN)]).toBe(100);
    expect(answer.series[0]?.openedPerSec[at(T + 6 * MIN)]).toBeNull();
    expect(answer.series[0]?.openedPerSec[at(T + 6 * MIN) + 1]).toBe(0.2);
    expect(Math.max(...(answer.series[0]?.openedPerSec ?? []).map((rate) => rate ?? 0))).toBe(0.2);
    expect(answer.gaps).toEqual([
      {
        from: new Date(T + 4 * MIN - 10 * SEC).toISOString(),
        to: new Date(T + 6 * MIN).toISOString(),
        node: null,
        ongoing: false,
        reason: "the collector was away for 2 min",
        opened: 1200,
        closed: 1180,
      },
    ]);
    expect(answer.observations).toEqual([
      {
        at: new Date(T + 6 * MIN).toISOString(),
        subject: "collector",
        kind: "gap",
        sentence: "the collector was away for 2 min",
        precisionMs: 1000,
        source: "collector",
      },
    ]);
  });

  it("a node that falls silent breaks the line and is named; live, its gap goes on", async () => {
    const store = database.store();
    const [a, b] = await writeOrders(store, ["a:1", "b:2"]);
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    const steady = { fromMs: T, everyMs: 10 * SEC, cells: () => [cell("proxy-1", 20)] };
    await writeSampleSweeps(store, a, { ...steady, toMs: T + 10 * MIN });
    await writeSampleSweeps(store, b, { ...steady, toMs: T + 5 * MIN });
    await writeObservations(store, [
      {
        clusterId: b.clusterId,
        nodeId: b.nodeId,
        at: new Date(T + 5 * MIN + 3 * SEC),
        subject: "b:2",
        kind: "reachability",
        before: "answering",
        after: "silent",
        sentence: "b:2 does not answer within 1000 ms",
        source: "probe",
        precisionMs: 1000,
      },
    ]);
    const answer = await ask(store, T + 10 * MIN - 2 * SEC, { last: "9m", points: 60 });
    const at = (ms: number) => answer.at.indexOf(new Date(ms).toISOString());
    expect(answer.total[at(T + 4 * MIN)]).toBe(40);
    expect(answer.total[at(T + 5 * MIN)]).toBeNull();
    expect(answer.nodesSeen[at(T + 5 * MIN)]).toBe(1);
    expect(answer.total[at(T + 6 * MIN)]).toBe(20);
    expect(answer.total.at(-1)).toBe(20);
    expect(answer.gaps).toEqual([
      {
        from: new Date(T + 5 * MIN - 10 * SEC).toISOString(),
        to: new Date(T + 10 * MIN - 2 * SEC).toISOString(),
        node: "b:2",
        ongoing: true,
        reason: "b:2 does not answer within 1000 ms",
        opened: null,
        closed: null,
      },
    ]);
    const byNode = await ask(store, T + 10 * MIN - 2 * SEC, { last: "9m", points: 60, by: "node" });
    const a1 = byNode.series.find((series) => series.name === "a:1");
    expect(a1?.connections.includes(null)).toBe(false);
  });

  it("sweeps wider than the step leave no holes", async () => {
    const store = database.store();
    const [a] = await writeOrders(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await writeSampleSweeps(store, a, {
      fromMs: T,
      toMs: T + 10 * MIN,
      everyMs: 60 * SEC,
      cells: (_, index) => [cell("proxy-1", 100 + index, { opened: 6 })],
    });
    const answer = await ask(store, T + 20 * MIN, { ...window(T + 2 * MIN, T + 5 * MIN), points: 18 });
    expect(answer.stepMs).toBe(10_000);
    expect(answer.total).toEqual([102, 103, 104].flatMap((count) => new Array(6).fill(count)));
    expect(answer.series[0]?.openedPerSec).toEqual(new Array(18).fill(0.1));
    expect(answer.gaps).toEqual([]);
  });

  it("churn: opened and closed per second of a window add up to what was written", async () => {
    const store = database.store();
    const [a] = await writeOrders(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const opened = (atMs: number) => (Math.floor(atMs / 10_000) * 7) % 13;
    await writeSampleSweeps(store, a, {
      fromMs: T - 10 * SEC,
      toMs: T + 30 * MIN,
      everyMs: 10 * SEC,
      cells: (atMs) => [cell("proxy-1", 50, { opened: opened(atMs), closed: opened(atMs + 10_000) })],
    });
    const answer = await ask(store, T + HOUR, { ...window(T, T + 30 * MIN), points: 60 });
    const written = Array.from({ length: 180 }, (_, index) => opened(T + index * 10_000)).reduce(
      (sum, one) => sum + one,
    );
    const counted = (answer.series[0]?.openedPerSec ?? []).reduce<number>(
      (sum, rate) => sum + (rate ?? 0) * 30,
      0,
    );
    expect(counted).toBeCloseTo(written, 0);
  });

  it("rollups draw the same lines as the sweeps that they sum", async () => {
    const store = database.store();
    const nodes = await writeOrders(store, ["a:1", "b:2"]);
    for (const node of nodes) {
      await writeSampleSweeps(store, node, {
        fromMs: T,
        toMs: T + HOUR,
        everyMs: 10 * SEC,
        cells: (_, index) => [
          cell("proxy-1", 20 + (index % 7), { opened: index % 3, closed: index % 2 }),
          ...(index % 4 === 0 ? [cell("proxy-2", 8, { opened: 1 })] : []),
        ],
      });
    }
    // 40 points: five-minute buckets would be minutes anyway; 5 minutes by sweeps needs no rollup to exist.
    const asked = { ...window(T + 10 * MIN, T + 50 * MIN), points: 40 };
    const before = await ask(store, T + 2 * HOUR, asked);
    await rollUp(store, new Date(T + 30 * MIN));
    const half = await ask(store, T + 2 * HOUR, asked);
    await rollUp(store, new Date(T + HOUR));
    const after = await ask(store, T + 2 * HOUR, asked);
    expect(before).toMatchObject({ resolution: "minute", stepMs: 60_000 });
    expect(half).toEqual(before);
    expect(after).toEqual(before);
    expect(after.series[1]).toMatchObject({ name: "proxy-2" });
    expect(after.total.includes(null)).toBe(false);
    // Hours are made of the minutes: a coarser view of the same numbers.
    const hour = await ask(store, T + 30 * HOUR, { ...window(T - 300 * HOUR, T + 24 * HOUR), points: 300 });
    expect(hour.resolution).toBe("hour");
    const noon = hour.at.findIndex((at) => Date.parse(at) <= T && Date.parse(at) + hour.stepMs > T);
    const mean = after.total.reduce<number>((sum, count) => sum + (count ?? 0), 0) / after.total.length;
    expect(hour.total[noon]).toBeCloseTo(mean, 0);
  });

  it("a gap in minutes is empty from its first minute on, and begins with the last sweep before it", async () => {
    const store = database.store();
    const [a] = await writeOrders(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const steady = { everyMs: 10 * SEC, cells: () => [cell("proxy-1", 20, { opened: 1 })] };
    const previousAtMs = await writeSampleSweeps(store, a, { ...steady, fromMs: T, toMs: T + 4 * MIN });
    await writeSampleSweeps(store, a, { ...steady, fromMs: T + 7 * MIN, toMs: T + 12 * MIN, previousAtMs });
    await rollUp(store, new Date(T + 20 * MIN));
    const answer = await ask(store, T + HOUR, { ...window(T + 2 * MIN, T + 12 * MIN), points: 10 });
    expect(answer).toMatchObject({ resolution: "minute", stepMs: MIN });
    expect(answer.total).toEqual([20, 20, null, null, null, 20, 20, 20, 20, 20]);
    expect(answer.series[0]?.openedPerSec).toEqual([0.1, 0.1, null, null, null, 0.1, 0.1, 0.1, 0.1, 0.1]);
    expect(answer.gaps).toMatchObject([
      {
        from: new Date(previousAtMs).toISOString(),
        to: new Date(T + 7 * MIN).toISOString(),
        opened: 1,
        closed: 0,
      },
    ]);
  });

  it("falls back to minutes where the sweeps have expired", async () => {
    const store = database.store();
    const [a] = await writeOrders(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const steady = { everyMs: 10 * SEC, cells: () => [cell("proxy-1", 20)] };
    await writeSampleSweeps(store, a, { ...steady, fromMs: T, toMs: T + 20 * MIN });
    await writeSampleSweeps(store, a, { ...steady, fromMs: T + 48 * HOUR, toMs: T + 48 * HOUR + MIN });
    await rollUp(store, new Date(T + 49 * HOUR));
    await store.prisma
      .$queryRaw`SELECT drop_time_partitions('node_sweep', 'day', ${new Date(T + 24 * HOUR)}::timestamptz)`;
    const answer = await ask(store, T + 49 * HOUR, { ...window(T + 5 * MIN, T + 15 * MIN), points: 100 });
    expect(answer).toMatchObject({ resolution: "minute", stepMs: 60_000 });
    expect(answer.total).toEqual(new Array(10).fill(20));
  });

  it("knows nothing of other clusters, and refuses what it cannot answer", async () => {
    const store = database.store();
    await writeOrders(store, ["a:1"]);
    const context = { store, now: new Date(T) };
    expect(failureOf(await reportConnections(context, "nope", {}))).toEqual({
      code: "unknown-cluster",
      detail: "No cluster has the id “nope”.",
    });
    const future = await reportConnections(context, "orders", window(T + HOUR, T + 2 * HOUR));
    expect(failureOf(future)).toMatchObject({ code: "bad-parameter", errors: [{ field: "from" }] });
  });

  it("a cluster without a single sweep answers with empty lines", async () => {
    const store = database.store();
    await writeOrders(store, ["a:1"]);
    const answer = await ask(store, T + HOUR, { last: "1h", points: 60 });
    expect(answer.total.every((count) => count === null)).toBe(true);
    expect(answer.gaps).toMatchObject([{ node: "a:1", ongoing: true, reason: "the node was not counted" }]);
  });
});
