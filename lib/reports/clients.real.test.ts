import { expect, it } from "vitest";
import { type ClientsAnswer, type ClientsParams, clientsAnswer } from "@/lib/contract/clients";
import type { Store } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { type SampleNode, writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { reportClients } from "./clients";
import type { Given } from "./context";
import { answerOf, failureOf } from "./testing/answer-of";
import { type ListedClient, PROXY_1, watchNode } from "./testing/watched-node";

const SEC = 1000;
const T = Date.UTC(2026, 10, 22, 12, 0, 0);
const inIso = (atMs: number) => new Date(atMs).toISOString();

async function writeNodes(store: Store, addresses: readonly string[]): Promise<SampleNode[]> {
  const nodes = await writeSampleCluster(store, { key: "orders", proxies: [PROXY_1] }, addresses);
  await store.prisma.node.updateMany({ data: { firstSeenAt: new Date(0) } });
  return nodes;
}

async function ask(store: Store, nowMs: number, params: Given<ClientsParams> = {}): Promise<ClientsAnswer> {
  return answerOf(await reportClients({ store, now: new Date(nowMs) }, "orders", params), clientsAnswer);
}

const viaProxy = (id: number, ageSec: number, name = `orders-api-${id}`): ListedClient => {
  return { id, addr: `127.0.1.11:${40_000 + id}`, ageSec, name, lib: "ioredis" };
};
const direct = (id: number, ageSec: number): ListedClient => {
  return { id, addr: `10.0.0.9:${50_000 + id}`, ageSec, name: "report-batch", user: "batch" };
};

eachDatabase("who is connected", (database) => {
  it("now, in groups and one by one, over all nodes", async () => {
    const store = database.store();
    const [a, b] = await writeNodes(store, ["a:1", "b:2"]);
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    await watchNode(store, a).sweep(T, [viaProxy(1, 60), viaProxy(2, 30), direct(3, 10)]);
    await watchNode(store, b).sweep(T + 2 * SEC, [viaProxy(1, 5)]);
    const answer = await ask(store, T + 5 * SEC);
    expect(answer).toMatchObject({
      live: true,
      at: inIso(T + 5 * SEC),
      total: 4,
      matching: 4,
      nextCursor: null,
    });
    expect(answer.nodes).toEqual([
      { node: "a:1", sweptAt: inIso(T), connections: 3, reason: null },
      { node: "b:2", sweptAt: inIso(T + 2 * SEC), connections: 1, reason: null },
    ]);
    expect(answer.groups).toMatchObject([
      {
        name: "orders-api",
        origin: "declared",
        connections: 3,
        share: 0.75,
        oldest: inIso(T - 60 * SEC),
        newest: inIso(T - 3 * SEC),
        libraries: [{ library: "ioredis", connections: 3 }],
        perProxy: [{ proxy: "proxy-1", connections: 3 }],
        perNode: [
          { node: "a:1", connections: 2 },
          { node: "b:2", connections: 1 },
        ],
      },
      { origin: "derived", connections: 1, share: 0.25, perProxy: [{ proxy: null, connections: 1 }] },
    ]);
    expect(answer.connections.map(({ node, id }) => `${node} ${id}`)).toEqual([
      "b:2 1",
      "a:1 3",
      "a:1 2",
      "a:1 1",
    ]);
    expect(answer.connections[1]).toEqual({
      node: "a:1",
      id: 3,
      addr: "10.0.0.9:50003",
      proxy: null,
      group: answer.groups[1]?.name,
      name: "report-batch",
      user: "batch",
      libName: "",
      libVer: "",
      openedAt: inIso(T - 10 * SEC),
    });
  });

  it("at any sweep of the past exactly, through keyframes, churn and a restart of the server", async () => {
    const store = database.store();
    const [a] = await writeNodes(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const watched = watchNode(store, a);
    const truth: { atMs: number; ids: number[] }[] = [];
    for (let index = 0; index < 30; index += 1) {
      const atMs = T + index * 10 * SEC;
      const restarted = index >= 20;
      const firstId = restarted ? index - 19 : index + 1;
      const ids = Array.from({ length: 5 + (index % 4) }, (_, offset) => firstId + offset);
      truth.push({ atMs, ids });
      const clients = ids.map((id) => viaProxy(id, 1));
      await watched.sweep(atMs, clients, restarted ? "run-2" : "run-1", index % 8 === 0 || index === 20);
    }
    for (const { atMs, ids } of truth) {
      const answer = await ask(store, T + 3_600 * SEC, { at: inIso(atMs + 9 * SEC), sort: "oldest" });
      expect(answer.live).toBe(false);
      expect(answer.nodes).toEqual([
        { node: "a:1", sweptAt: inIso(atMs), connections: ids.length, reason: null },
      ]);
      expect(answer.connections.map(({ id }) => id).sort((left, right) => left - right)).toEqual(ids);
    }
  });

  it("filters by proxy, group, node and text; groups stay to choose from", async () => {
    const store = database.store();
    const [a, b] = await writeNodes(store, ["a:1", "b:2"]);
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    await watchNode(store, a).sweep(T, [viaProxy(1, 60), viaProxy(2, 30), direct(3, 10)]);
    await watchNode(store, b).sweep(T, [viaProxy(1, 5, "<script>alert(1)</script>")]);
    const matching = async (params: Given<ClientsParams>) => {
      const answer = await ask(store, T + SEC, params);
      return [answer.total, answer.matching, answer.groups.length, answer.connections.length];
    };
    expect(await matching({ proxy: "direct" })).toEqual([4, 1, 1, 1]);
    expect(await matching({ proxy: "proxy-1" })).toEqual([4, 3, 2, 3]);
    expect(await matching({ group: "orders-api" })).toEqual([4, 2, 3, 2]);
    expect(await matching({ node: "b:2" })).toEqual([4, 1, 1, 1]);
    expect(await matching({ q: "BATCH" })).toEqual([4, 1, 1, 1]);
    expect(await matching({ q: "127.0.1.11:40002" })).toEqual([4, 1, 1, 1]);
    expect(await matching({ q: "<script>" })).toEqual([4, 1, 1, 1]);
    expect(await matching({ q: "nobody" })).toEqual([4, 0, 0, 0]);
  });

  it("pages of one moment fit together, whatever happens meanwhile", async () => {
    const store = database.store();
    const [a] = await writeNodes(store, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    const watched = watchNode(store, a);
    const clients = Array.from({ length: 25 }, (_, index) => viaProxy(index + 1, 100 - index));
    await watched.sweep(T, clients);
    const first = await ask(store, T + SEC, { limit: 10, sort: "oldest" });
    await watched.sweep(T + 10 * SEC, clients.slice(5));
    const ids = first.connections.map(({ id }) => id);
    let { nextCursor } = first;
    while (nextCursor !== null) {
      const page = await ask(store, T + 12 * SEC, { limit: 10, sort: "oldest", cursor: nextCursor });
      expect(page).toMatchObject({ at: first.at, live: false, total: 25 });
      ids.push(...page.connections.map(({ id }) => id));
      nextCursor = page.nextCursor;
    }
    expect(ids).toEqual(clients.map(({ id }) => id));
  });

  it("a node that was not counted at that time is named, and its old connections are not shown as present", async () => {
    const store = database.store();
    const [a, b] = await writeNodes(store, ["a:1", "b:2"]);
    if (a === undefined || b === undefined) throw new Error("two nodes were written");
    await watchNode(store, a).sweep(T, [viaProxy(1, 60)]);
    await watchNode(store, b).sweep(T + 60 * SEC, [viaProxy(1, 60)]);
    const answer = await ask(store, T + 65 * SEC);
    expect(answer.total).toBe(1);
    expect(answer.nodes).toMatchObject([
      {
        node: "a:1",
        sweptAt: inIso(T),
        connections: null,
        reason: expect.stringMatching(/^not counted since 12:00:00/),
      },
      { node: "b:2", connections: 1, reason: null },
    ]);
    const early = await ask(store, T + 65 * SEC, { at: inIso(T - SEC) });
    expect(early).toMatchObject({ total: 0, groups: [], connections: [] });
    expect(early.nodes.map(({ reason }) => reason)).toEqual(
      new Array(2).fill("no sweep of that time is kept"),
    );
  });

  it("refuses what is no cursor, a cursor of another moment, and the future", async () => {
    const store = database.store();
    await writeNodes(store, ["a:1"]);
    const context = { store, now: new Date(T) };
    const fieldOf = async (params: Given<ClientsParams>) =>
      failureOf(await reportClients(context, "orders", params)).errors?.map(({ field }) => field);
    expect(await fieldOf({ cursor: "junk" })).toEqual(["cursor"]);
    const cursor = Buffer.from(`${T - 5_000}.100`).toString("base64url");
    expect(await fieldOf({ cursor, at: inIso(T - 9_000) })).toEqual(["cursor"]);
    expect(await fieldOf({ at: inIso(T + 1_000) })).toEqual(["at"]);
    expect(failureOf(await reportClients(context, "nope", {})).code).toBe("unknown-cluster");
  });
});
