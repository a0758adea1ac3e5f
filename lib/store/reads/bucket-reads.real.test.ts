import { expect, it } from "vitest";
import { createPartitions, PARTITIONED_TABLES } from "../partitions";
import { eachDatabase } from "../testing/each-database";
import { sampleProxy, writeSampleCluster, writeSampleSweeps } from "../testing/sample-fleet";
import { sampleCell, sampleSweep } from "../testing/sample-sweep";
import { writeSweep } from "../writes/write-sweep";
import type { BucketRange } from "./bucket-rows";
import { readCellBucketsOfSweeps } from "./read-cell-buckets-of-sweeps";
import { readGapsOfSweeps } from "./read-gaps-of-sweeps";
import { readGroups } from "./read-groups";
import { readKeptSince } from "./read-kept-since";
import { readNodeBucketsOfSweeps } from "./read-node-buckets-of-sweeps";
import { readProxies } from "./read-proxies";

const T = Date.UTC(2026, 10, 22, 12, 0, 0);
const SEC = 1000;

eachDatabase("sweeps in buckets", (database) => {
  const range = (nodeIds: readonly number[]): BucketRange => ({
    nodeIds,
    startMs: T,
    stepMs: 30 * SEC,
    fromMs: T,
    toMs: T + 120 * SEC,
  });

  it("sums per node and per proxy, and divides nothing", async () => {
    const store = database.store();
    const proxies = [sampleProxy("p1"), sampleProxy("p2")];
    const [a, b] = await writeSampleCluster(store, { key: "orders", proxies }, ["a:1", "b:2"]);
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    await writeSampleSweeps(store, a, {
      fromMs: T,
      toMs: T + 60 * SEC,
      everyMs: 10 * SEC,
      previousAtMs: T - 10 * SEC,
      cells: (_, index) => [
        { proxy: "p1", connections: 10 + index, opened: 2, closed: 1 },
        ...(index === 0 ? [{ proxy: "p2", connections: 6, opened: 3 }] : []),
        { proxy: null, connections: 1, group: "batch" },
      ],
    });
    await writeSampleSweeps(store, b, { fromMs: T, toMs: T + SEC, everyMs: SEC, cells: () => [] });

    const nodes = await readNodeBucketsOfSweeps(store, range([a.nodeId, b.nodeId]));
    expect(nodes.find((row) => row.nodeId === a.nodeId)).toEqual({
      nodeId: a.nodeId,
      buckets: [0, 1],
      sweeps: [3, 3],
      connections: [10 + 11 + 12 + 6 + 3, 13 + 14 + 15 + 3],
      opened: [9, 6],
      closed: [3, 3],
      unattributed: [0, 0],
      coveredMs: [30_000, 30_000],
      lastAt: new Date(T + 50 * SEC),
      intervalMs: 10_000,
    });
    // Swept, and nobody was connected: that is zero, and no rate without a sweep before.
    expect(nodes.find((row) => row.nodeId === b.nodeId)).toMatchObject({
      sweeps: [1],
      connections: [0],
      coveredMs: [0],
      unattributed: [null],
    });

    const names = new Map((await readProxies(store, [a.clusterId])).map((row) => [row.proxyId, row.name]));
    const cells = await readCellBucketsOfSweeps(store, range([a.nodeId, b.nodeId]), "proxy");
    expect(cells.map((row) => ({ ...row, subjectId: names.get(row.subjectId) ?? "direct" }))).toEqual(
      expect.arrayContaining([
        {
          nodeId: a.nodeId,
          subjectId: "p1",
          buckets: [0, 1],
          connections: [33, 42],
          opened: [6, 6],
          closed: [3, 3],
        },
        { nodeId: a.nodeId, subjectId: "p2", buckets: [0], connections: [6], opened: [3], closed: [0] },
        {
          nodeId: a.nodeId,
          subjectId: "direct",
          buckets: [0, 1],
          connections: [3, 3],
          opened: [0, 0],
          closed: [0, 0],
        },
      ]),
    );
    const groups = new Map((await readGroups(store, a.clusterId)).map((row) => [row.groupId, row.name]));
    const byGroup = await readCellBucketsOfSweeps(store, range([a.nodeId]), "group");
    expect(byGroup.map((row) => [groups.get(row.subjectId), row.connections]).sort()).toEqual([
      ["batch", [3, 3]],
      ["orders-api", [39, 42]],
    ]);
  });

  it("what opened in a gap is in the gap and in no bucket", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const last = await writeSampleSweeps(store, a, {
      fromMs: T,
      toMs: T + 30 * SEC,
      everyMs: 10 * SEC,
      cells: () => [{ opened: 1 }],
    });
    await writeSampleSweeps(store, a, {
      fromMs: T + 90 * SEC,
      toMs: T + 110 * SEC,
      everyMs: 10 * SEC,
      previousAtMs: last,
      cells: (_, index) => [{ opened: index === 0 ? 500 : 1, closed: index === 0 ? 480 : 0 }],
    });
    const [row] = await readNodeBucketsOfSweeps(store, range([a.nodeId]));
    expect(row).toMatchObject({
      buckets: [0, 3],
      opened: [2, 1],
      closed: [0, 0],
      coveredMs: [20_000, 10_000],
    });
    expect(await readGapsOfSweeps(store, range([a.nodeId]))).toEqual([
      { nodeId: a.nodeId, fromAt: new Date(last), toAt: new Date(T + 90 * SEC), opened: 500, closed: 480 },
    ]);
  });

  it("a wide interval is no gap", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await writeSampleSweeps(store, a, {
      fromMs: T,
      toMs: T + 120 * SEC,
      everyMs: 50 * SEC,
      cells: () => [{ opened: 5 }],
    });
    const [row] = await readNodeBucketsOfSweeps(store, range([a.nodeId]));
    expect(row).toMatchObject({ buckets: [0, 1, 3], opened: [0, 5, 5], coveredMs: [0, 50_000, 50_000] });
    expect(await readGapsOfSweeps(store, range([a.nodeId]))).toEqual([]);
  });

  it("a restarted server closed everything and opened what it has now, within the time since its last sweep", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await writeSampleSweeps(store, a, {
      fromMs: T,
      toMs: T + 20 * SEC,
      everyMs: 10 * SEC,
      cells: () => [{}],
    });
    await writeSampleSweeps(store, a, {
      fromMs: T + 20 * SEC,
      toMs: T + 30 * SEC,
      everyMs: 10 * SEC,
      runId: "another-run",
      cells: () => [{ connections: 8, opened: 8, closed: 10 }],
    });
    const [row] = await readNodeBucketsOfSweeps(store, range([a.nodeId]));
    expect(row).toMatchObject({ buckets: [0], opened: [8], closed: [10], coveredMs: [20_000] });
  });

  it("tells since when sweeps are kept", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    for (const atMs of [T, T - 3 * 86_400_000]) {
      const sweep = sampleSweep({ result: { atMs, cells: [sampleCell()] } });
      await writeSweep(store, { ...sweep, clusterId: a.clusterId, nodeId: a.nodeId });
    }
    const kept = await readKeptSince(store);
    expect(kept.sweep?.toISOString()).toBe("2026-11-19T00:00:00.000Z");
  });

  it("takes no partition's name for data: what was never rolled up is not kept since the first of the month", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await createPartitions(store, PARTITIONED_TABLES, [new Date(T)]);
    const day = new Date(Date.UTC(2026, 10, 22));
    expect(await readKeptSince(store)).toEqual({ sweep: day, minute: day, hour: day });
    await store.prisma.$executeRaw`
      INSERT INTO node_rollup (resolution, at, node_id, mean, max, opened, closed, sweeps)
      VALUES ('hour', ${new Date(T - 86_400_000)}::timestamptz, ${a.nodeId}, 1, 1, 0, 0, 1)`;
    expect(await readKeptSince(store)).toEqual({
      sweep: day,
      minute: day,
      hour: new Date(Date.UTC(2026, 10, 1)),
    });
  });
});
