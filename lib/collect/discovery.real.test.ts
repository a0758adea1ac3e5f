import { afterEach, expect, test } from "vitest";
import type { ClusterConfig } from "@/lib/config/fleet";
import { type RedisServer, startRedis, startRedisCluster } from "./testing/redis-server";
import { waitFor } from "./testing/wait-for";
import { clusterConfig, type WatchedCluster, watchForTest } from "./testing/watched-cluster";
import type { ClusterKind } from "./topology";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function redis(...args: string[]): Promise<RedisServer> {
  const server = await startRedis({ args });
  cleanups.push(() => server.stop());
  return server;
}

function watch(config: ClusterConfig, kinds: ClusterKind[] = []): WatchedCluster {
  const watched = watchForTest(config, { onKind: (kind) => kinds.push(kind) });
  cleanups.push(() => watched.stop());
  return watched;
}

test("from a replica to its primary, and from there to all replicas; a failover is told with what was before", async () => {
  const primary = await redis();
  const replicaOf = ["--replicaof", "127.0.0.1", String(primary.port), "--repl-diskless-sync-delay", "0"];
  const [first, second] = [await redis(...replicaOf), await redis(...replicaOf)];
  const kinds: ClusterKind[] = [];
  const { captured } = watch(clusterConfig([first.port]), kinds);
  const all = [primary, first, second].map(({ address }) => address).sort();
  await waitFor("all three nodes", () => captured.nodes().length === 3);
  expect(captured.nodes()).toEqual(all);
  expect(kinds).toEqual(["replication"]);
  expect(captured.observationsOf(primary.address)).toMatchObject([
    { kind: "discovered", sentence: expect.stringContaining(`INFO replication of ${first.address}`) },
  ]);

  const sample = await waitFor("a sample of the second replica with its lag", () =>
    captured.samplesOf(second.address).find(({ replicationLagBytes }) => replicationLagBytes != null),
  );
  expect(sample).toMatchObject({ role: "replica", primaryAddress: primary.address });

  await second.cli("REPLICAOF", "NO", "ONE");
  const became = await waitFor("the change of role", () =>
    captured.observationsOf(second.address).find(({ kind }) => kind === "role"),
  );
  expect(became).toMatchObject({ before: "replica", after: "primary" });
  expect(became.precisionMs).toBeLessThanOrEqual(100);
});

test("one node of a Redis Cluster leads to all six, with their ids and slots; a forgotten one goes", async () => {
  const servers = await startRedisCluster();
  cleanups.push(() => Promise.all(servers.map((server) => server.stop())));
  const [seed, leaving] = [servers[0], servers[5]];
  if (seed === undefined || leaving === undefined) throw new Error("no cluster");
  const kinds: ClusterKind[] = [];
  const { captured } = watch(clusterConfig([seed.port]), kinds);
  await waitFor("all six nodes", () => captured.nodes().length === 6);
  expect(captured.nodes()).toEqual(servers.map(({ address }) => address).sort());
  await waitFor("a sample of each", () =>
    servers.every(({ address }) => captured.samplesOf(address).length > 1),
  );
  const slots = servers.map(({ address }) => captured.samplesOf(address).at(-1)?.slots ?? null);
  expect(slots.filter((text) => text !== null).sort()).toEqual(["0-5460", "10923-16383", "5461-10922"]);
  expect(kinds).toEqual(["cluster"]);
  const ids = captured.jobs.flatMap((job) =>
    job.kind === "node" && job.nodeId !== null ? [job.nodeId] : [],
  );
  expect(new Set(ids).size).toBe(6);

  const id = await leaving.cli("CLUSTER", "MYID");
  await Promise.all(
    servers.filter((server) => server !== leaving).map((server) => server.cli("CLUSTER", "FORGET", id)),
  );
  await waitFor("the forgotten node to go", () => captured.nodes().length === 5);
  expect(captured.observationsOf(leaving.address).at(-1)).toMatchObject({ kind: "gone" });
}, 60_000);

test("two seeds of one node are one node", async () => {
  const server = await redis();
  const config = clusterConfig([server.port], {
    seeds: [
      { host: "127.0.0.1", port: server.port },
      { host: "localhost", port: server.port },
    ],
  });
  const { captured } = watch(config);
  await waitFor("the second address to go", () => captured.nodes().length === 1 && captured.jobs.length > 3);
  const gone = captured.jobs.filter(({ kind }) => kind === "node-gone");
  expect(gone).toHaveLength(1);
});

test("an announced address that nobody answers at is a node with its own state, and delays no other", async () => {
  const primary = await redis();
  const replica = await redis(
    "--replicaof",
    "127.0.0.1",
    String(primary.port),
    "--replica-announce-port",
    "1",
  );
  const { captured } = watch(clusterConfig([primary.port]));
  await waitFor("the unreachable node", () => captured.sourceOf("127.0.0.1:1")?.lastError != null);
  expect(captured.nodes()).toEqual([primary.address, "127.0.0.1:1"].sort());
  expect(captured.sourceOf("127.0.0.1:1")).toMatchObject({
    lastSuccessAt: null,
    lastError: /nothing listens/,
  });
  await waitFor("sweeps of the primary", () => captured.sweepsOf(primary.address).length > 3);
  expect(replica.port).not.toBe(1);
});

test("seeds that come later are followed, and those that were there go on undisturbed", async () => {
  const [first, second] = [await redis(), await redis()];
  const seedOf = ({ port }: RedisServer) => ({ host: "127.0.0.1", port });
  const { captured, cluster } = watch(clusterConfig([]));
  cluster.setSeeds([seedOf(first)]);
  await waitFor("sweeps of the first", () => captured.sweepsOf(first.address).length > 2);
  expect(captured.nodes()).toEqual([first.address]);
  cluster.setSeeds([seedOf(second), seedOf(first)]);
  await waitFor("sweeps of the second", () => captured.sweepsOf(second.address).length > 2);
  const sweeps = captured.sweepsOf(first.address).map(({ result }) => result);
  expect(sweeps.slice(1).map(({ previousAtMs }) => previousAtMs)).toEqual(
    sweeps.slice(0, -1).map(({ atMs }) => atMs),
  );
  expect(captured.observationsOf(first.address).filter(({ kind }) => kind === "discovered")).toHaveLength(1);
});
