import { expect, it } from "vitest";
import { readClusters } from "../reads/read-clusters";
import type { FleetCluster } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { sampleProxy } from "../testing/sample-fleet";
import { internCluster } from "./intern-cluster";
import { internClusters } from "./intern-clusters";
import { internGroups } from "./intern-groups";
import { internNode } from "./intern-node";
import { internProxies } from "./intern-proxies";
import { markNodeGone } from "./mark-node-gone";

const orders: FleetCluster = {
  key: "orders",
  name: "Orders cache",
  kind: "replication",
  proxies: [
    sampleProxy("proxy-1", { addresses: ["10.0.3.11", "10.0.3.64/28"], weight: 2, zone: "a" }),
    sampleProxy("10.0.4.7", { kind: "multiplexing", statistics: "twemproxy JSON" }),
  ],
  libraries: { "orders-api": "Jedis 3.6.3" },
};
const catalog: FleetCluster = { key: "catalog", name: "Catalog", kind: "unknown", proxies: [] };

eachDatabase("interning", (database) => {
  it("gives each cluster an id that stays, and follows the fleet file", async () => {
    const store = database.store();
    const first = await internClusters(store, [orders, catalog]);
    expect([...first.keys()].sort()).toEqual(["catalog", "orders"]);
    const second = await internClusters(store, [{ ...orders, name: "Orders", kind: "unknown", proxies: [] }]);
    expect(second).toEqual(new Map([["orders", first.get("orders")]]));
    const rows = await store.prisma.cluster.findMany({ orderBy: { key: "asc" } });
    expect(rows).toMatchObject([
      { key: "catalog", removedAt: expect.any(Date) },
      { key: "orders", name: "Orders", kind: "replication", proxies: [], removedAt: null },
    ]);
    await internClusters(store, [orders, catalog]);
    expect(await readClusters(store)).toMatchObject([{ key: "catalog", libraries: {} }, orders]);
    const back = await store.prisma.cluster.findMany({ orderBy: { key: "asc" } });
    expect(back).toMatchObject([
      { id: first.get("catalog"), removedAt: null },
      { id: first.get("orders"), removedAt: null, proxies: orders.proxies },
    ]);
  });

  it("uses no ids up by interning the same again", async () => {
    const store = database.store();
    for (let start = 0; start < 5; start += 1) await internClusters(store, [orders]);
    const ids = await internClusters(store, [orders, catalog]);
    expect((ids.get("catalog") ?? 0) - (ids.get("orders") ?? 0)).toBe(1);
  });

  it("takes an empty fleet as one whose clusters were all removed", async () => {
    const store = database.store();
    await internClusters(store, [orders]);
    expect(await internClusters(store, [])).toEqual(new Map());
    expect(await store.prisma.cluster.count({ where: { removedAt: null } })).toBe(0);
  });

  it("gives a cluster never heard of a bare row, which the fleet file completes later", async () => {
    const store = database.store();
    const id = await internCluster(store, "orders");
    expect(await internCluster(database.openAnother(), "orders")).toBe(id);
    expect(await internClusters(store, [orders])).toEqual(new Map([["orders", id]]));
    expect(await store.prisma.cluster.findMany()).toMatchObject([
      { name: "Orders cache", kind: "replication" },
    ]);
  });

  it("remembers a node, its late node id, its leaving and its return", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const address = "10.0.5.21:6379";
    const id = await internNode(store, { clusterId, address, nodeId: null });
    expect(await internNode(store, { clusterId, address, nodeId: "07c37df" })).toBe(id);
    expect(await internNode(database.openAnother(), { clusterId, address, nodeId: null })).toBe(id);
    const goneAt = new Date("2026-11-22T12:00:00.123Z");
    await markNodeGone(store, { clusterId, address, goneAt });
    expect(await store.prisma.node.findMany()).toMatchObject([{ id, nodeId: "07c37df", goneAt }]);
    expect(await internNode(store, { clusterId, address, nodeId: null })).toBe(id);
    expect(await store.prisma.node.findMany()).toMatchObject([{ nodeId: "07c37df", goneAt: null }]);
  });

  it("interns the same node from several processes at once to one id", async () => {
    const clusterId = await internCluster(database.store(), "orders");
    const stores = Array.from({ length: 4 }, () => database.openAnother());
    const node = { clusterId, address: "10.0.5.21:6379", nodeId: null };
    const ids = await Promise.all(stores.map((store) => internNode(store, node)));
    expect(new Set(ids).size).toBe(1);
  });

  it("keeps proxies and groups of the same name apart by cluster, whatever the name holds", async () => {
    const store = database.store();
    const [orderId, catalogId] = [
      await internCluster(store, "orders"),
      await internCluster(store, "catalog"),
    ];
    const names = ["proxy-1", `a"b\\,{}' ; DROP`, "ünïcode 🚀", "", "nul\0", "half \ud83d"];
    const ofOrders = await internProxies(store, orderId, names);
    const ofCatalog = await internProxies(store, catalogId, names);
    expect([...ofOrders.keys()]).toEqual(names);
    expect(new Set([...ofOrders.values(), ...ofCatalog.values()]).size).toBe(12);
    expect(await internProxies(database.openAnother(), orderId, names)).toEqual(ofOrders);
    const groups = names.map((name) => ({ name, origin: "derived" as const }));
    const groupIds = await internGroups(store, orderId, groups);
    expect(await internGroups(database.openAnother(), orderId, groups)).toEqual(groupIds);
    expect([...groupIds.values()].every((id) => id > 0)).toBe(true);
  });

  it("follows a group that the fleet file declares", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const derived = await internGroups(store, clusterId, [{ name: "orders-api", origin: "derived" }]);
    const declared = await internGroups(store, clusterId, [
      { name: "orders-api", origin: "declared" },
      { name: "worker", origin: "declared" },
    ]);
    expect(declared.get("orders-api")).toBe(derived.get("orders-api"));
    expect(await store.prisma.clientGroup.findMany({ orderBy: { name: "asc" } })).toMatchObject([
      { name: "orders-api", origin: "declared" },
      { name: "worker", origin: "declared" },
    ]);
  });

  it("a node whose word waited for the database was there since it was seen, not since it was written", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const node = { clusterId, address: "10.0.5.21:6379", nodeId: null };
    const seenAt = new Date("2026-11-22T12:00:00.250Z");
    const id = await internNode(store, { ...node, seenAt });
    await internNode(database.openAnother(), { ...node, seenAt: new Date("2026-11-22T13:00:00Z") });
    expect(await store.prisma.node.findMany()).toMatchObject([{ id, firstSeenAt: seenAt }]);
  });
});
