import { expect, it } from "vitest";
import type { Connection } from "@/lib/domain/connections/model";
import type { Store } from "../client";
import { eachDatabase } from "../testing/each-database";
import { type SampleNode, writeSampleCluster } from "../testing/sample-fleet";
import { createSampleHistory, type SampleChange, sampleConnection } from "../testing/sample-history";
import { writeSweep } from "../writes/write-sweep";
import { readLastSet } from "./read-last-set";
import { type ConnectionSet, readSetAt } from "./read-set-at";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const ADDRESS = "10.0.5.21:6379";
const at = (seconds: number) => NOON_MS + seconds * 1_000;

eachDatabase("sets of connections", (database) => {
  it("replays every past moment exactly", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const sets = await writeHistory(store, node, [
      { atMs: at(0), delta: { opened: [1, 2, 3].map((id) => sampleConnection(id)) }, keyframe: true },
      { atMs: at(10), delta: { opened: [sampleConnection(9, { name: "café\u0000" })], closed: [2] } },
      { atMs: at(20), delta: { changed: [sampleConnection(1, { name: "renamed", group: "other" })] } },
      { atMs: at(30), delta: { closed: [1, 3, 9] }, keyframe: true },
      { atMs: at(40), delta: { opened: [sampleConnection(12)] } },
    ]);
    for (const [atMs, set] of sets) {
      for (const momentMs of [atMs, atMs + 9_999]) {
        const read = await readSetAt(store, node.nodeId, new Date(momentMs));
        expect(read).toMatchObject({ sweptAt: new Date(atMs), isLast: true });
        expect(byId(read)).toEqual([...set.values()]);
      }
    }
    expect(await readSetAt(store, node.nodeId, new Date(at(-1)))).toBeNull();
  });

  it("begins at a run's first sweep when it has no keyframe yet", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const sets = await writeHistory(store, node, [
      { atMs: at(0), delta: { opened: [1, 2].map((id) => sampleConnection(id)) }, keyframe: true },
      { atMs: at(10), delta: { opened: [sampleConnection(1)], closed: [1, 2] }, run: "second" },
      { atMs: at(20), delta: { opened: [sampleConnection(5)] } },
    ]);
    for (const [atMs, set] of sets) {
      expect(byId(await readSetAt(store, node.nodeId, new Date(atMs)))).toEqual([...set.values()]);
    }
  });

  it("stops before a sweep that was lost, says so, and is exact again from the next keyframe", async () => {
    const store = database.store();
    const node = await oneNode(store);
    const sets = await writeHistory(
      store,
      node,
      [
        { atMs: at(0), delta: { opened: [sampleConnection(1)] }, keyframe: true },
        { atMs: at(10), delta: { opened: [sampleConnection(2)] } },
        { atMs: at(20), delta: { opened: [sampleConnection(3)] } },
        { atMs: at(30), delta: { opened: [sampleConnection(4)] } },
        { atMs: at(40), delta: { opened: [sampleConnection(5)] }, keyframe: true },
      ],
      new Set([at(20)]),
    );
    const broken = await readSetAt(store, node.nodeId, new Date(at(35)));
    expect(broken).toMatchObject({ sweptAt: new Date(at(10)), isLast: false, highestId: 2 });
    expect(byId(broken)).toEqual([...(sets.get(at(10))?.values() ?? [])]);
    expect(await readLastSet(store, "orders", ADDRESS, new Date(at(35)))).toMatchObject({ highestId: 5 });
    expect(byId(await readSetAt(store, node.nodeId, new Date(at(45))))).toHaveLength(5);
  });

  it("hands the ledger its last set to go on from, and none after a loss", async () => {
    const store = database.store();
    const node = await oneNode(store);
    expect(await readLastSet(store, "orders", ADDRESS)).toBeNull();
    expect(await readLastSet(store, "orders", "unheard-of:6379")).toBeNull();
    const history = createSampleHistory();
    const opened = [1, 2, 3].map((id) => sampleConnection(id));
    const first = history.sweep({ atMs: at(0), delta: { opened }, keyframe: true });
    await writeSweep(store, { ...first.content, ...node });
    const second = history.sweep({ atMs: at(10), delta: { closed: [3], opened: [sampleConnection(7)] } });
    await writeSweep(store, { ...second.content, ...node });
    expect(await readLastSet(store, "orders", ADDRESS)).toEqual({
      runId: second.content.result.runId,
      atMs: at(10),
      highestId: 7,
      connections: [...second.set.values()],
    });
    history.sweep({ atMs: at(20), delta: {} });
    await writeSweep(store, { ...history.sweep({ atMs: at(30), delta: {} }).content, ...node });
    expect(await readLastSet(store, "orders", ADDRESS)).toBeNull();
  });

  it("knows nothing rather than something wrong when the stored bytes are damaged", async () => {
    const store = database.store();
    const node = await oneNode(store);
    await writeHistory(store, node, [
      { atMs: at(0), delta: { opened: [sampleConnection(1)] }, keyframe: true },
      { atMs: at(10), delta: { opened: [sampleConnection(2)] } },
    ]);
    await store.prisma
      .$executeRaw`UPDATE node_sweep SET delta = '\\x00' WHERE at = ${new Date(at(10))}::timestamptz`;
    expect(await readSetAt(store, node.nodeId, new Date(at(10)))).toBeNull();
    expect(byId(await readSetAt(store, node.nodeId, new Date(at(5))))).toHaveLength(1);
  });
});

async function oneNode(store: Store): Promise<SampleNode> {
  const [node] = await writeSampleCluster(store, { key: "orders" }, [ADDRESS]);
  if (node === undefined) throw new Error("no node");
  return node;
}

async function writeHistory(
  store: Store,
  node: SampleNode,
  changes: readonly SampleChange[],
  lost: ReadonlySet<number> = new Set(),
): Promise<Map<number, Map<number, Connection>>> {
  const history = createSampleHistory();
  const sets = new Map<number, Map<number, Connection>>();
  for (const change of changes) {
    const { content, set } = history.sweep(change);
    sets.set(change.atMs, set);
    if (!lost.has(change.atMs)) await writeSweep(store, { ...content, ...node });
  }
  return sets;
}

function byId(set: ConnectionSet | null): Connection[] {
  return (set?.connections ?? []).toSorted((a, b) => a.id - b.id);
}
