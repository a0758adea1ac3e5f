import { expect, test } from "vitest";
import { eachDatabase } from "../testing/each-database";
import { internClusters } from "../writes/intern-clusters";
import { internNode } from "../writes/intern-node";
import { markNodeGone } from "../writes/mark-node-gone";
import { writeNodeSamples } from "../writes/write-node-samples";
import { readRememberedNodes } from "./read-remembered-nodes";

eachDatabase("nodes that were watched", (database) => {
  test("each that is not gone is remembered by what it said last, silence since then included", async () => {
    const store = database.store();
    const clusters = await internClusters(store, [
      { key: "orders", name: "Orders", kind: "unknown", proxies: [] },
    ]);
    const clusterId = clusters.get("orders") ?? 0;
    const addresses = ["10.0.0.1:6379", "10.0.0.2:6379", "10.0.0.3:6379", "10.0.0.4:6379"] as const;
    const [first, second, third, gone] = addresses;
    const ids = new Map<string, number>();
    for (const address of addresses)
      ids.set(address, await internNode(store, { clusterId, address, nodeId: null }));
    await markNodeGone(store, { clusterId, address: gone, goneAt: new Date() });
    const now = Date.now();
    const sample = (address: string, agoMs: number, more: object) => ({
      nodeId: ids.get(address) ?? 0,
      at: new Date(now - agoMs),
      pingsSent: 10,
      pingsFailed: 0,
      ...more,
    });
    await writeNodeSamples(store, [
      sample(first, 20_000, { runId: "a1", role: "replica", primaryLinkUp: false }),
      sample(first, 10_000, { runId: "a2", role: "primary" }),
      sample(second, 20_000, { runId: "b1", role: "replica", primaryLinkUp: true }),
      sample(second, 10_000, { pingsFailed: 10 }),
    ]);
    expect(await readRememberedNodes(store, "orders")).toEqual([
      { address: first, runId: "a2", role: "primary", primaryLinkUp: null, wasAnswering: true },
      { address: second, runId: "b1", role: "replica", primaryLinkUp: true, wasAnswering: false },
      { address: third, runId: null, role: null, primaryLinkUp: null, wasAnswering: null },
    ]);
    expect(await readRememberedNodes(store, "unheard-of")).toEqual([]);
  });
});
