import { expect, it } from "vitest";
import type { Store } from "./client";
import { rollUp } from "./roll-up";
import { eachDatabase } from "./testing/each-database";
import { type SampleNode, writeSampleCluster, writeSampleSweeps } from "./testing/sample-fleet";
import { sampleCell, sampleSweep } from "./testing/sample-sweep";
import { writeSweep } from "./writes/write-sweep";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const at = (ms: number) => new Date(NOON_MS + ms);

eachDatabase("rollUp", (database) => {
  it("takes the mean over sweeps, a pair that a sweep does not have counting as none", async () => {
    const store = database.store();
    const node = await oneNode(store);
    await writeSampleSweeps(store, node, {
      fromMs: NOON_MS,
      toMs: NOON_MS + 2 * MINUTE_MS,
      everyMs: 10_000,
      cells: (atMs, index) => {
        const steady = { proxy: "proxy-1", group: "api", connections: 10 + index, opened: 2, closed: 1 };
        const brief = { proxy: null, group: "job", connections: 6, opened: 6, closed: 0 };
        return atMs === NOON_MS + 30_000 ? [steady, brief] : [steady];
      },
    });
    expect(await rollUp(store, at(MINUTE_MS))).toEqual({ minutes: 1, hours: 0 });
    expect(await nodeRollups(store, "minute")).toMatchObject([
      // Sweeps 1 to 6: the first of all has nothing before it, so its opened are in no rate.
      { at: at(0), mean: (10 + 11 + 12 + 13 + 14 + 15 + 6) / 6, max: 13 + 6, sweeps: 6, covered_ms: 50_000 },
    ]);
    expect(await cellRollups(store, "minute")).toEqual([
      { at: at(0), proxy: null, group: "job", mean: 1, max: 6, opened: 6, closed: 0, sweeps: 6 },
      { at: at(0), proxy: "proxy-1", group: "api", mean: 12.5, max: 15, opened: 10, closed: 5, sweeps: 6 },
    ]);
  });

  it("changes nothing when done twice, and goes on where it stopped", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const everyTen = { everyMs: 10_000, cells: () => [{ opened: 1, closed: 1 }] };
    const last = await writeSampleSweeps(store, node, {
      fromMs: NOON_MS,
      toMs: NOON_MS + 3 * MINUTE_MS,
      ...everyTen,
    });
    await rollUp(store, at(3 * MINUTE_MS));
    const before = await nodeRollups(store, "minute");
    expect(await rollUp(store, at(3 * MINUTE_MS))).toEqual({ minutes: 0, hours: 0 });
    expect(await nodeRollups(store, "minute")).toEqual(before);
    await writeSampleSweeps(store, node, {
      fromMs: NOON_MS + 3 * MINUTE_MS,
      toMs: NOON_MS + 4 * MINUTE_MS,
      previousAtMs: last,
      ...everyTen,
    });
    await rollUp(store, at(4 * MINUTE_MS));
    expect(
      (await nodeRollups(store, "minute")).map((row) => [row.sweeps, row.opened, row.covered_ms]),
    ).toEqual([
      [6, 5, 50_000],
      [6, 6, 60_000],
      [6, 6, 60_000],
      [6, 6, 60_000],
    ]);
  });

  it("sums a minute again whose last sweeps waited for the database, and then its hour", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const everyTen = { everyMs: 10_000, cells: () => [{ connections: 4, opened: 1 }] };
    const start = NOON_MS + HOUR_MS - 2 * MINUTE_MS;
    const last = await writeSampleSweeps(store, node, { fromMs: start, toMs: start + 90_000, ...everyTen });
    expect(await rollUp(store, at(HOUR_MS + 10_000))).toEqual({ minutes: 2, hours: 1 });
    expect(await nodeRollups(store, "hour")).toMatchObject([{ sweeps: 9, opened: 8 }]);
    await writeSampleSweeps(store, node, {
      fromMs: start + 90_000,
      toMs: start + 120_000,
      previousAtMs: last,
      ...everyTen,
    });
    expect(await rollUp(store, at(HOUR_MS + 20_000))).toEqual({ minutes: 1, hours: 1 });
    expect(await nodeRollups(store, "minute")).toMatchObject([{ sweeps: 6 }, { sweeps: 6, opened: 6 }]);
    expect(await nodeRollups(store, "hour")).toMatchObject([{ sweeps: 12, opened: 11, mean: 4, max: 4 }]);
    expect(await cellRollups(store, "hour")).toMatchObject([{ sweeps: 12, opened: 11, mean: 4 }]);
  });

  it("keeps out of the rates what opened and closed in a gap, and says how much it was", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const cells = () => [{ connections: 5, opened: 3, closed: 2 }];
    const last = await writeSampleSweeps(store, node, {
      fromMs: NOON_MS,
      toMs: NOON_MS + MINUTE_MS,
      everyMs: 10_000,
      cells,
    });
    await writeSampleSweeps(store, node, {
      fromMs: NOON_MS + 5 * MINUTE_MS,
      toMs: NOON_MS + 6 * MINUTE_MS,
      everyMs: 10_000,
      previousAtMs: last,
      cells,
    });
    await rollUp(store, at(6 * MINUTE_MS));
    expect(await nodeRollups(store, "minute")).toMatchObject([
      { at: at(0), opened: 15, covered_ms: 50_000, gap_opened: 0, gap_closed: 0 },
      { at: at(5 * MINUTE_MS), opened: 15, closed: 10, covered_ms: 50_000, gap_opened: 3, gap_closed: 2 },
    ]);
  });

  it("counts a restart of the server from the last sweep of its former life, also across steps", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const common = { everyMs: 10_000, cells: () => [{ connections: 5, opened: 1, closed: 1 }] };
    await writeSampleSweeps(store, node, {
      ...common,
      fromMs: NOON_MS,
      toMs: NOON_MS + MINUTE_MS,
      runId: "first",
    });
    await rollUp(store, at(MINUTE_MS));
    await writeSampleSweeps(store, node, {
      ...common,
      fromMs: NOON_MS + MINUTE_MS,
      toMs: NOON_MS + 2 * MINUTE_MS,
      runId: "second",
    });
    await rollUp(store, at(2 * MINUTE_MS));
    expect(await nodeRollups(store, "minute")).toMatchObject([
      { covered_ms: 50_000, opened: 5, gap_opened: 0 },
      { covered_ms: 60_000, opened: 6, gap_opened: 0 },
    ]);
  });

  it("tells received and unattributed that nobody knows from none", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const write = (ms: number, received: number | null, unattributed: number | null) =>
      writeSweep(store, {
        ...sampleSweep({
          received,
          result: { atMs: NOON_MS + ms, previousAtMs: NOON_MS + ms - 10_000, unattributed },
        }),
        ...node,
      });
    await write(0, null, null);
    await write(MINUTE_MS, 0, 0);
    await write(MINUTE_MS + 10_000, 7, 2);
    await write(MINUTE_MS + 20_000, null, null);
    await rollUp(store, at(2 * MINUTE_MS));
    expect(await nodeRollups(store, "minute")).toMatchObject([
      { received: null, unattributed: null },
      { received: 7, unattributed: 2 },
    ]);
  });

  it("catches up with a long backlog in steps, over days whose partitions are missing", async () => {
    const store = database.store();
    const node = await oneNode(store);
    // 2,100 sweeps and more than one step, by SQL: written one by one they would take their time.
    await writeSweep(store, {
      ...sampleSweep({ result: { atMs: NOON_MS, cells: [sampleCell()] } }),
      ...node,
    });
    const evening = NOON_MS + 7 * HOUR_MS;
    await writeSweep(store, {
      ...sampleSweep({ result: { atMs: evening, cells: [sampleCell()] } }),
      ...node,
    });
    await store.prisma.$executeRaw`
      INSERT INTO node_sweep (node_id, run_id, at, previous_at, highest_id, connections, proxy_ids, group_ids,
        cell_connections, cell_opened, cell_closed, idle_histogram, delta, mode)
      SELECT node_id, run_id, at + n * interval '10 seconds', at + (n - 1) * interval '10 seconds', highest_id,
        connections, proxy_ids, group_ids, cell_connections, cell_opened, cell_closed, idle_histogram, delta, mode
      FROM node_sweep CROSS JOIN generate_series(1, 2100) n WHERE at = ${at(0)}::timestamptz`;
    const report = await rollUp(store, at(30 * HOUR_MS));
    expect(report.minutes).toBeGreaterThanOrEqual(352);
    expect(report.hours).toBeGreaterThanOrEqual(7);
    const minutes = await nodeRollups(store, "minute");
    expect(minutes).toHaveLength(352);
    expect(minutes.reduce((sum, row) => sum + row.sweeps, 0)).toBe(2_102);
    const hours = await nodeRollups(store, "hour");
    expect(hours.map((row) => row.sweeps)).toEqual([360, 360, 360, 360, 360, 301, 1]);
    expect(await rollUp(store, at(30 * HOUR_MS))).toEqual({ minutes: 0, hours: 0 });
  });

  it("is the same when two collectors do it at once", async () => {
    const store = database.store();
    const node = await oneNode(store);
    await writeSampleSweeps(store, node, {
      fromMs: NOON_MS,
      toMs: NOON_MS + 5 * MINUTE_MS,
      everyMs: 10_000,
      cells: () => [{ opened: 1 }],
    });
    const others = [database.openAnother(), database.openAnother(), store];
    await Promise.all(others.map((other) => rollUp(other, at(5 * MINUTE_MS))));
    expect((await nodeRollups(store, "minute")).map((row) => row.sweeps)).toEqual([6, 6, 6, 6, 6]);
  });
});

async function oneNode(store: Store): Promise<SampleNode> {
  const [node] = await writeSampleCluster(store, { key: "orders" }, ["10.0.5.21:6379"]);
  if (node === undefined) throw new Error("no node");
  return node;
}

interface NodeRollupRow {
  readonly at: Date;
  readonly sweeps: number;
  readonly opened: number;
  readonly covered_ms: number;
}

function nodeRollups(store: Store, resolution: "minute" | "hour"): Promise<NodeRollupRow[]> {
  return store.prisma.$queryRaw<NodeRollupRow[]>`
    SELECT at, mean, max, opened, closed, received::int, unattributed, sweeps, covered_ms, gap_opened, gap_closed
    FROM node_rollup WHERE resolution = ${resolution} ORDER BY at`;
}

function cellRollups(store: Store, resolution: "minute" | "hour"): Promise<object[]> {
  return store.prisma.$queryRaw<object[]>`
    SELECT r.at, proxy.name AS proxy, client_group.name AS group, mean, max, opened, closed, sweeps
    FROM connection_rollup r
    LEFT JOIN proxy ON proxy.id = r.proxy_id
    JOIN client_group ON client_group.id = r.group_id
    WHERE resolution = ${resolution} ORDER BY r.at, proxy.name NULLS FIRST, client_group.name`;
}
