import { expect, it } from "vitest";
import { eachDatabase } from "../testing/each-database";
import { writeSampleCluster } from "../testing/sample-fleet";
import { writeNodeSamples } from "../writes/write-node-samples";
import { readEngineBuckets } from "./read-engine-buckets";
import { readEngineSamples } from "./read-engine-samples";

const T = Date.UTC(2026, 10, 22, 12);
const SEC = 1000;

eachDatabase("readEngineBuckets", (database) => {
  it("takes means, largest values, and rates of counters that a restart does not turn negative", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (node === undefined) throw new Error("a node was written");
    const { nodeId } = node;
    const sample = (sec: number, runId: string, received: number, clients: number | null) => ({
      nodeId,
      at: new Date(T + sec * SEC),
      runId,
      connectedClients: clients,
      totalConnectionsReceived: received,
      pingMaxMs: sec,
    });
    await writeNodeSamples(store, [
      sample(0, "r1", 1000, 10),
      sample(10, "r1", 1050, 20),
      sample(20, "r1", 1060, null),
      sample(30, "r2", 5, 4),
      sample(40, "r2", 25, 6),
    ]);
    const range = { nodeIds: [nodeId], startMs: T, stepMs: 30 * SEC, fromMs: T, toMs: T + 90 * SEC };
    expect(await readEngineBuckets(store, range)).toEqual([
      {
        nodeId,
        buckets: [0, 1],
        connectedClients: [15, 5],
        connectedClientsMax: [20, 6],
        blockedClients: [null, null],
        opsPerSec: [null, null],
        usedMemoryBytes: [null, null],
        pingMedianMs: [null, null],
        pingMaxMs: [20, 40],
        replicationLagBytesMax: [null, null],
        receivedPerSec: [3, 2],
        rejectedPerSec: [null, null],
      },
    ]);
    expect(await readEngineBuckets(store, { ...range, nodeIds: [] })).toEqual([]);
  });

  it("takes a step over which a counter was reset as unknown, as a restart is", async () => {
    const store = database.store();
    const [node] = await writeSampleCluster(store, { key: "reset" }, ["b:1"]);
    if (node === undefined) throw new Error("a node was written");
    const { nodeId } = node;
    const sample = (sec: number, received: number, rejected: number | null) => ({
      nodeId,
      at: new Date(T + sec * SEC),
      runId: "r1",
      totalConnectionsReceived: received,
      rejectedConnections: rejected,
    });
    await writeNodeSamples(store, [
      sample(0, 1000, 0),
      sample(10, 1050, 0),
      // CONFIG RESETSTAT: of the refused ones nothing is known either, though none is less than before.
      sample(20, 30, 0),
      sample(30, 40, 20),
      sample(60, 2, null),
      sample(70, 52, null),
    ]);
    const range = { nodeIds: [nodeId], startMs: T, stepMs: 20 * SEC, fromMs: T, toMs: T + 80 * SEC };
    for (const [told] of [
      await readEngineBuckets(store, range),
      await readEngineSamples(store, range, 10 * SEC),
    ]) {
      expect(told?.buckets).toEqual([0, 1, 3]);
      expect(told?.receivedPerSec).toEqual([5, 1, 5]);
      expect(told?.rejectedPerSec).toEqual([0, 2, null]);
    }
  });
});
