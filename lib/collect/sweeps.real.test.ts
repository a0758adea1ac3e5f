import { afterEach, describe, expect, test } from "vitest";
import { replaySweeps, type SweepJob, sumCells } from "./testing/captured-jobs";
import { type ClientSocket, openClient, openClients } from "./testing/client-sockets";
import { type RedisServer, startRedis } from "./testing/redis-server";
import { waitFor } from "./testing/wait-for";
import { clusterConfig, QUICK_WATCH, watchForTest } from "./testing/watched-cluster";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function redis(...args: string[]): Promise<RedisServer> {
  const server = await startRedis({ args });
  cleanups.push(() => server.stop());
  return server;
}

function watch(...args: Parameters<typeof watchForTest>) {
  const watched = watchForTest(...args);
  cleanups.push(() => watched.stop());
  return watched;
}

/** `id addr` of every client as redis-cli shows them, without itself and without us. */
async function clientsOf(server: RedisServer): Promise<string[]> {
  const list = await server.cli("CLIENT", "LIST");
  return list
    .split("\n")
    .filter((line) => !line.includes(" name=evenkeel ") && !line.includes(" cmd=client|list "))
    .map((line) => /id=(\d+) addr=(\S+)/.exec(line)?.slice(1).join(" ") ?? line)
    .sort();
}

function namesOf(clients: readonly ClientSocket[]): string[] {
  return clients.map(({ id, addr }) => `${id} ${addr}`).sort();
}

function replayed(sweeps: readonly SweepJob[]): string[] {
  return [...replaySweeps(sweeps).values()].map(({ id, addr }) => `${id} ${addr}`).sort();
}

/** The next sweep that was begun after this call. */
async function nextSweep(sweeps: () => SweepJob[]): Promise<SweepJob[]> {
  const calledAt = Date.now();
  return waitFor("the next sweep", () => {
    const all = sweeps();
    return (all.at(-1)?.result.atMs ?? 0) > calledAt && all;
  });
}

describe("the ledger against a script of known opens and closes", () => {
  test("opened, closed and every set in between are exact", async () => {
    const server = await redis();
    const standing = await openClients(server.port, 20, "standing");
    const { captured } = watch(clusterConfig([server.port]));
    const sweeps = () => captured.sweepsOf(server.address);
    await waitFor("the first sweep", () => sweeps().length > 0);
    const first = sweeps()[0];
    if (first === undefined) throw new Error("no sweep");
    expect(replayed([first])).toHaveLength(20);

    const clients: ClientSocket[] = [...standing];
    let opened = 0;
    let closed = 0;
    for (const step of [
      { open: 7, close: 3, brief: 0 },
      { open: 0, close: 12, brief: 4 },
      { open: 30, close: 0, brief: 1 },
      { open: 5, close: 25, brief: 0 },
    ]) {
      clients.push(...(await openClients(server.port, step.open, `step-${step.open}`)));
      for (const client of clients.splice(0, step.close)) await client.close();
      // These come and go within one write each: mostly no sweep can see them.
      for (let count = 0; count < step.brief; count++) await (await openClient(server.port)).close();
      opened += step.open + step.brief;
      closed += step.close + step.brief;
      const now = await nextSweep(sweeps);
      expect(replayed(now)).toEqual(namesOf(clients));
      const sums = sumCells(now.slice(1));
      expect(sums.opened + sums.unattributed).toBe(opened);
      expect(sums.closed + sums.unattributed).toBe(closed);
    }
    expect(await clientsOf(server)).toEqual(replayed(sweeps()));
  });

  test("a restart of the server closes everything and begins a new run", async () => {
    const server = await redis();
    await openClients(server.port, 10, "before");
    const { captured } = watch(clusterConfig([server.port]));
    const sweeps = () => captured.sweepsOf(server.address);
    await waitFor("the clients", () =>
      sweeps()
        .at(-1)
        ?.result.cells.some(({ connections }) => connections === 10),
    );
    await server.restart();
    const after = await openClients(server.port, 4, "after");
    const restarted = await waitFor("the sweep of the new run", () =>
      sweeps().find(({ result }) => result.restarted),
    );
    expect(sumCells([restarted]).closed).toBe(10);
    expect(restarted.keyframe).not.toBe(null);
    expect(restarted.result.previousAtMs).toBe(null);
    const now = await nextSweep(sweeps);
    expect(replayed(now)).toEqual(namesOf(after));
    const run = await waitFor("the observation", () =>
      captured.observationsOf(server.address).find(({ kind }) => kind === "run"),
    );
    expect(run).toMatchObject({
      precisionMs: 1000,
      before: sweeps()[0]?.result.runId,
      after: restarted.result.runId,
    });
  });

  test("a set that was stored is gone on from: nothing counts twice", async () => {
    const server = await redis();
    const clients = await openClients(server.port, 15, "kept");
    const before = watchForTest(clusterConfig([server.port]));
    const ofBefore = () => before.captured.sweepsOf(server.address);
    await waitFor("a sweep", () => ofBefore().length > 1);
    await before.stop();
    const last = ofBefore().at(-1);
    if (last === undefined) throw new Error("no sweep");
    const connections = [...replaySweeps(ofBefore()).values()];

    await openClients(server.port, 6, "while away");
    for (const client of clients.slice(0, 2)) await client.close();
    const { runId, atMs, highestId } = last.result;
    const { captured } = watch(clusterConfig([server.port]), {
      resume: async () => ({ runId, atMs, highestId, connections }),
    });
    await waitFor("a sweep", () => captured.sweepsOf(server.address).length > 0);
    const sweeps = captured.sweepsOf(server.address);
    expect(sweeps[0]?.result.previousAtMs).toBe(atMs);
    expect(sumCells(sweeps.slice(0, 1))).toMatchObject({ opened: 6, closed: 2 });
  });
});

describe("sweeps by id", () => {
  const dear = { ...QUICK_WATCH, maxStallMs: 1 };

  test("find the same clients as a full list, and follow them as exactly", async () => {
    const server = await redis();
    const clients = await openClients(server.port, 900, "many");
    for (const client of clients.splice(100, 50)) await client.close();
    const { captured } = watch(clusterConfig([server.port], { watch: dear }));
    const sweeps = () => captured.sweepsOf(server.address);
    await waitFor("the first sweep", () => sweeps().length > 0);
    expect(sweeps()[0]?.mode).toBe("chunks");
    expect(replayed(sweeps())).toEqual(namesOf(clients));

    for (const client of clients.splice(0, 30)) await client.close();
    clients.push(...(await openClients(server.port, 600, "more")));
    const now = await nextSweep(sweeps);
    expect(replayed(now)).toEqual(namesOf(clients));
    expect(sumCells(now.slice(1))).toMatchObject({ opened: 600, closed: 30 });
    expect(now.every(({ mode }) => mode === "chunks")).toBe(true);
  });
});
