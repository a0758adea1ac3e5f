import { expect, it } from "vitest";
import { maintain } from "./maintain";
import { PARTITIONED_TABLES } from "./partitions";
import { readPartitions } from "./reads/read-partitions";
import { rollUp } from "./roll-up";
import { eachDatabase, onDatabase } from "./testing/each-database";
import { writeSampleCluster, writeSampleSweeps } from "./testing/sample-fleet";
import { beat } from "./writes/beat";

const NOW = new Date("2026-11-29T22:30:00.000Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

eachDatabase("maintain", (database) => {
  it("makes partitions for the coming days, once", async () => {
    const store = database.store();
    expect((await maintain(store, NOW)).created).toBe(8 * 4 + 3 * 2);
    expect(await maintain(store, NOW)).toEqual({ created: 0, dropped: 0, problems: [] });
    expect(await readPartitions(store, "node_sweep")).toEqual(
      [29, 30, 31, 32].map((day) => new Date(Date.UTC(2026, 10, day))),
    );
    expect(await readPartitions(store, "node_rollup_hour")).toEqual([
      new Date(Date.UTC(2026, 10, 1)),
      new Date(Date.UTC(2026, 11, 1)),
    ]);
  });

  it("drops what has expired as a whole, each kind in its time", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, ["10.0.5.21:6379"]);
    if (node === undefined) throw new Error("no node");
    for (const days of [500, 40, 15, 14, 13, 0]) {
      const fromMs = daysAgo(days).getTime();
      const sweeps = { fromMs, toMs: fromMs + 60_000, everyMs: 10_000, cells: () => [{ connections: days }] };
      await writeSampleSweeps(store, node, sweeps);
    }
    await rollUp(store, new Date(NOW.getTime() + 7_200_000));
    await maintain(store, NOW);
    const kept = (
      await store.prisma.nodeSweep.findMany({ select: { connections: true }, distinct: ["connections"] })
    )
      .map((row) => row.connections)
      .sort((a, b) => a - b);
    // Day 14 goes when all of it is older than 14 days.
    expect(kept).toEqual([0, 13, 14]);
    const means = async (resolution: string) => {
      const rows = await store.prisma.nodeRollup.findMany({ where: { resolution }, select: { mean: true } });
      return [...new Set(rows.map((row) => row.mean))].sort((a, b) => a - b);
    };
    expect(await means("minute")).toEqual([0, 13, 14, 15]);
    expect(await means("hour")).toEqual([0, 13, 14, 15, 40]);
    const first = await readPartitions(store, "node_sweep");
    expect(first[0]).toEqual(new Date(Date.UTC(2026, 10, 15)));
  });

  it("keeps for as long as it is told", async () => {
    const store = database.store();
    await maintain(store, daysAgo(10));
    const { dropped } = await maintain(store, NOW, {
      sweepDays: 1,
      minuteDays: 100,
      hourDays: 100,
      metricDays: 100,
    });
    // Four tables, the days 19 to 22.
    expect(dropped).toBe(4 * 4);
  });

  it("drops nothing while nobody knows how long to keep it", async () => {
    const store = database.store();
    await maintain(store, daysAgo(500));
    expect(await maintain(store, NOW, null)).toMatchObject({ dropped: 0, problems: [] });
    expect((await maintain(store, NOW)).dropped).toBeGreaterThan(0);
  });

  it("forgets collectors that have been silent for a week", async () => {
    const store = database.store();
    const row = {
      startedAt: daysAgo(30),
      pid: 1,
      host: "h",
      version: "0.1.0",
      fleetFile: {},
      discovery: [],
      spooledSweeps: 0,
      droppedSweeps: 0,
      loopLagMs: null,
    };
    await beat(store, { ...row, id: "silent", beatAt: daysAgo(8) });
    await beat(store, { ...row, id: "alive", beatAt: daysAgo(0.1) });
    await maintain(store, NOW);
    expect(await store.prisma.collector.findMany({ select: { id: true } })).toEqual([{ id: "alive" }]);
  });

  it("names every table that is partitioned by time", async () => {
    const rows = await database.store().prisma.$queryRaw<{ name: string }[]>`
      SELECT c.relname::text AS name FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
      WHERE p.partstrat = 'r' ORDER BY 1`;
    expect(rows.map((row) => row.name)).toEqual(PARTITIONED_TABLES.toSorted());
  });
});

// The embedded database has one session: nobody else can be reading there.
onDatabase("postgresql", "maintain", (database) => {
  it("leaves the rest for the next time while somebody reads for long", async () => {
    const store = database.store();
    await maintain(store, daysAgo(30));
    const reader = await database.openAnother().pool.connect();
    await reader.query("BEGIN");
    await reader.query("SELECT count(*) FROM node_sweep");
    const report = await maintain(store, NOW);
    expect(report.problems).toEqual([
      expect.stringMatching(
        /^expired partitions of node_sweep stay until next time: .*lock timeout \(55P03\)$/,
      ),
    ]);
    await reader.query("COMMIT");
    reader.release();
    expect(await maintain(store, NOW)).toMatchObject({ dropped: 4, problems: [] });
  });
});

onDatabase("embedded", "maintain", (database) => {
  it("gives the embedded database the statistics that nothing else would", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, ["10.0.5.21:6379"]);
    if (node === undefined) throw new Error("no node");
    const fromMs = NOW.getTime();
    await writeSampleSweeps(store, node, {
      fromMs,
      toMs: fromMs + 60_000,
      everyMs: 10_000,
      cells: () => [{}],
    });
    await maintain(store, NOW);
    const rows = await store.prisma.$queryRaw`
      SELECT relname::text, reltuples::int FROM pg_class WHERE relname IN ('node', 'node_sweep_p20261129') ORDER BY 1`;
    expect(rows).toEqual([
      { relname: "node", reltuples: 1 },
      { relname: "node_sweep_p20261129", reltuples: 6 },
    ]);
  });
});
