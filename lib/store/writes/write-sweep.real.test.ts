import { beforeEach, expect, it } from "vitest";
import { decodeProfiles } from "@/lib/domain/connections/cell-profile-codec";
import type { Store } from "../client";
import { decodeJob, encodeJob } from "../queue/job-codec";
import { eachDatabase } from "../testing/each-database";
import { sampleCell, sampleProfile, sampleSweep } from "../testing/sample-sweep";
import { internCluster } from "./intern-cluster";
import { internNode } from "./intern-node";
import { writeSweep } from "./write-sweep";

eachDatabase("writeSweep", (database) => {
  let ids = { clusterId: 0, nodeId: 0 };
  beforeEach(async () => {
    const clusterId = await internCluster(database.store(), "orders");
    const node = { clusterId, address: "10.0.5.21:6379", nodeId: null };
    ids = { clusterId, nodeId: await internNode(database.store(), node) };
  });

  it("stores what the ledger counted, to the millisecond and the byte", async () => {
    const store = database.store();
    const atMs = Date.UTC(2026, 10, 22, 23, 59, 59, 987);
    const sweep = sampleSweep({
      result: {
        atMs,
        previousAtMs: atMs - 10_000,
        highestId: 2 ** 53 - 1,
        unattributed: 7,
        cells: [
          sampleCell({ proxy: "proxy-1", connections: 12, opened: 3, closed: 1, commands: 12_345_678_901 }),
          sampleCell({ proxy: null, group: "worker", connections: 5, opened: 0, closed: 2, commands: null }),
        ],
        idleHistogram: [9, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      },
      deltaBytes: new Uint8Array([0, 255, 128, 10]),
      received: 11,
      intervalMs: 10_000.4,
      groupOrigins: { "orders-api": "declared" },
    });
    expect(await writeSweep(store, { ...ids, ...sweep })).toBe(true);
    const proxy = await store.prisma.proxy.findFirstOrThrow();
    const groups = await store.prisma.clientGroup.findMany({ orderBy: { name: "asc" } });
    expect(groups).toMatchObject([
      { name: "orders-api", origin: "declared" },
      { name: "worker", origin: "derived" },
    ]);
    // Raw: Prisma's models have no nulls inside arrays.
    const [commands] = await store.prisma.$queryRaw<object[]>`SELECT cell_commands FROM node_sweep`;
    expect(commands).toEqual({ cell_commands: [12_345_678_901n, null] });
    const rows = await store.prisma.nodeSweep.findMany({ omit: { cellCommands: true } });
    expect(rows).toEqual([
      {
        nodeId: ids.nodeId,
        runId: sweep.result.runId,
        at: new Date(atMs),
        previousAt: new Date(atMs - 10_000),
        intervalMs: 10_000,
        highestId: BigInt(2 ** 53 - 1),
        received: 11n,
        unattributed: 7,
        connections: 17,
        proxyIds: [proxy.id, 0],
        groupIds: groups.map((group) => group.id),
        cellConnections: [12, 5],
        cellOpened: [3, 0],
        cellClosed: [1, 2],
        idleHistogram: sweep.result.idleHistogram,
        delta: new Uint8Array([0, 255, 128, 10]),
        cellProfile: null,
        elapsedMs: 4.5,
        costUsec: 1_200n,
        mode: "full",
      },
    ]);
    expect(await store.prisma.nodeKeyframe.count()).toBe(0);
  });

  it("stores the profiles of its cells, and those of a spooled sweep", async () => {
    const store = database.store();
    const cells = [
      sampleCell({ proxy: "proxy-1", profile: sampleProfile({ waiting: 3 }) }),
      sampleCell({ proxy: "proxy-2" }),
    ];
    const atMs = Date.UTC(2026, 10, 22, 12);
    const content = sampleSweep({ result: { atMs, previousAtMs: atMs - 10_000, cells } });
    const job = { kind: "sweep", clusterKey: "orders", address: "10.0.5.21:6379", ...content } as const;
    const spooled = decodeJob(encodeJob(job).bytes);
    expect(spooled).toEqual(job);
    await writeSweep(store, { ...ids, ...content });
    const [row] = await store.prisma.nodeSweep.findMany({ select: { cellProfile: true } });
    expect(decodeProfiles(row?.cellProfile ?? new Uint8Array(), 2)).toEqual({
      state: "ok",
      profiles: [cells[0]?.profile, null],
    });
  });

  it("tells unknown from zero", async () => {
    const store = database.store();
    const sweep = sampleSweep({
      elapsedMs: null,
      costUsec: null,
      result: { unattributed: 0, cells: [] },
      received: 0,
    });
    await writeSweep(store, { ...ids, ...sweep });
    const rows = await store.prisma.$queryRaw`
      SELECT received::int, unattributed, connections, cell_commands, elapsed_ms, cost_usec, previous_at, proxy_ids
      FROM node_sweep`;
    expect(rows).toEqual([
      {
        received: 0,
        unattributed: 0,
        connections: 0,
        cell_commands: null,
        elapsed_ms: null,
        cost_usec: null,
        previous_at: null,
        proxy_ids: [],
      },
    ]);
  });

  it("stores a keyframe beside its sweep", async () => {
    const store = database.store();
    const keyframe = new Uint8Array(100_000).map((_, index) => index % 251);
    const sweep = sampleSweep({ keyframe });
    await writeSweep(store, { ...ids, ...sweep });
    expect(await store.prisma.nodeKeyframe.findMany()).toEqual([
      {
        nodeId: ids.nodeId,
        runId: sweep.result.runId,
        at: new Date(sweep.result.atMs),
        connections: 10,
        body: keyframe,
      },
    ]);
  });

  it("changes nothing when the same sweep comes again", async () => {
    const store = database.store();
    const sweep = sampleSweep({ keyframe: new Uint8Array([1]) });
    expect(await writeSweep(store, { ...ids, ...sweep })).toBe(true);
    expect(await writeSweep(store, { ...ids, ...sweep, deltaBytes: new Uint8Array([9]) })).toBe(false);
    expect(await store.prisma.nodeSweep.findMany({ select: { delta: true } })).toEqual([
      { delta: sweep.deltaBytes },
    ]);
    expect(await store.prisma.nodeKeyframe.count()).toBe(1);
  });

  it("makes the partition of any day it needs", async () => {
    const store = database.store();
    for (const day of [1, 2, 28]) {
      const atMs = Date.UTC(2026, 1, day);
      expect(await writeSweep(store, { ...ids, ...sampleSweep({ result: { atMs } }) })).toBe(true);
    }
    expect(await partitionsOf(store, "node_sweep")).toEqual([
      "node_sweep_p20260201",
      "node_sweep_p20260202",
      "node_sweep_p20260228",
    ]);
  });

  it("survives two writers that need the same new partition at once", async () => {
    const stores = Array.from({ length: 4 }, () => database.openAnother());
    const written = await Promise.all(
      stores.map((store, index) =>
        writeSweep(store, {
          ...ids,
          ...sampleSweep({ result: { atMs: Date.UTC(2026, 1, 1) + index * 10_000 } }),
        }),
      ),
    );
    expect(written).toEqual([true, true, true, true]);
    expect(await database.store().prisma.nodeSweep.count()).toBe(4);
  });
});

async function partitionsOf(store: Store, parent: string): Promise<string[]> {
  const rows = await store.prisma.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(${parent}) ORDER BY 1`;
  return rows.map((row) => row.name);
}
