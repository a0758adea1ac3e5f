import { expect, it } from "vitest";
import { eachDatabase } from "../testing/each-database";
import { writeSampleCluster, writeSampleSweeps } from "../testing/sample-fleet";
import { sampleStep } from "../testing/sample-skew";
import { sampleCell, sampleProfile, sampleSweep } from "../testing/sample-sweep";
import { internProxies } from "../writes/intern-proxies";
import { writeProxySamples } from "../writes/write-proxy-samples";
import { writeSweep } from "../writes/write-sweep";
import { readSkewHistory } from "./read-skew-history";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const [first, second] = ["10.0.5.21:6379", "10.0.5.22:6379"] as const;

eachDatabase("readSkewHistory", (database) => {
  it("gives back the sweeps as they were counted, those of all nodes in order of time", async () => {
    const store = database.store();
    const [one, two] = await writeSampleCluster(store, { key: "orders" }, [first, second]);
    await writeSampleCluster(store, { key: "catalog" }, ["10.0.6.1:6379"]);
    if (one === undefined || two === undefined) throw new Error("no nodes");
    const profile = sampleProfile({ waiting: 2, busiest: { connections: 1, commands: 700 }, pipelining: 4 });
    const cells = [
      sampleCell({ proxy: "proxy-1", opened: 3, closed: 1, commands: 1000, profile }),
      sampleCell({ proxy: null, group: "worker", connections: 4 }),
    ];
    for (const [node, atMs] of [
      [one, NOON_MS],
      [two, NOON_MS - 5_000],
    ] as const) {
      const result = { atMs, previousAtMs: atMs - 10_000, cells, unattributed: 7 };
      await writeSweep(store, { ...node, ...sampleSweep({ result, intervalMs: 10_000 }) });
    }
    const { sweeps } = await readSkewHistory(store, "orders", NOON_MS - 60_000);
    const common = { runId: sampleSweep().result.runId, isGap: false, unattributed: 7, cells };
    expect(sweeps).toEqual([
      { ...common, node: second, atMs: NOON_MS - 5_000, previousAtMs: NOON_MS - 15_000 },
      { ...common, node: first, atMs: NOON_MS, previousAtMs: NOON_MS - 10_000 },
    ]);
    expect((await readSkewHistory(store, "orders", NOON_MS)).sweeps).toHaveLength(1);
    expect((await readSkewHistory(store, "orders", NOON_MS - 60_000, NOON_MS)).sweeps).toHaveLength(1);
    expect(await readSkewHistory(store, "nobody", 0)).toEqual({ sweeps: [], reports: [] });
  });

  it("tells gaps and baselines, and keeps the counts of sweeps without readable profiles", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, [first]);
    if (node === undefined) throw new Error("no node");
    const cellsOf = () => [{ profile: sampleProfile() }];
    const before = await writeSampleSweeps(store, node, {
      fromMs: NOON_MS,
      toMs: NOON_MS + 20_000,
      everyMs: 10_000,
      cells: cellsOf,
    });
    await writeSampleSweeps(store, node, {
      fromMs: NOON_MS + 100_000,
      toMs: NOON_MS + 110_000,
      everyMs: 10_000,
      previousAtMs: before,
      cells: cellsOf,
    });
    await store.prisma.$executeRaw`
      UPDATE node_sweep SET cell_profile = '\\x010203' WHERE at = ${new Date(NOON_MS + 10_000)}::timestamptz`;
    const { sweeps } = await readSkewHistory(store, "orders", NOON_MS);
    expect(sweeps.map(({ previousAtMs, isGap, cells }) => [previousAtMs, isGap, cells[0]])).toEqual([
      [null, false, sampleCell({ profile: sampleProfile() })],
      [NOON_MS, false, sampleCell()],
      [NOON_MS + 10_000, true, sampleCell({ profile: sampleProfile() })],
    ]);
  });

  it("reads less of the past of a cluster with very many cells", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, [first]);
    if (node === undefined) throw new Error("no node");
    const cells = Array.from({ length: 8000 }, (_, index) => ({ group: `group-${index % 50}` }));
    const sweeps = { fromMs: NOON_MS, toMs: NOON_MS + 200_000, everyMs: 10_000, cells: () => cells };
    await writeSampleSweeps(store, node, sweeps);
    const history = await readSkewHistory(store, "orders", NOON_MS);
    expect(history.sweeps).toHaveLength(18);
    expect(history.sweeps.at(-1)?.atMs).toBe(NOON_MS + 190_000);
  });

  it("gives back what the proxies told", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, [first]);
    if (node === undefined) throw new Error("no node");
    const { clusterId } = node;
    const ids = await internProxies(store, clusterId, ["proxy-1", "proxy-2"]);
    const at = new Date(NOON_MS + 10_000);
    const told = sampleStep(at, { step: { opened: 5_000_000_000, requests: 12, restarted: true } });
    const silent = { at: new Date(NOON_MS), source: null, step: null, failure: "no answer", latency: null };
    await writeProxySamples(store, [
      { clusterId, proxyId: ids.get("proxy-1") ?? 0, ...told },
      { clusterId, proxyId: ids.get("proxy-2") ?? 0, ...silent },
    ]);
    const { reports } = await readSkewHistory(store, "orders", NOON_MS);
    expect(reports).toEqual([
      { proxy: "proxy-2", atMs: NOON_MS, step: null, latency: null },
      { proxy: "proxy-1", atMs: at.getTime(), step: told.step, latency: told.latency },
    ]);
  });
});
