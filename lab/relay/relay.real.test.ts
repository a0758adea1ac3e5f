import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countConnectionsByAddress } from "@/lab/connection-counts";
import { startHaproxy, writeProxyConfig } from "@/lab/haproxy";
import { freePort } from "@/lab/ports";
import { createSupervisor, type Supervisor } from "@/lab/processes";
import { type RedisServer, startRedis } from "@/lab/redis-server";
import { type Relay, startRelay } from "@/lab/relay/start-relay";
import { until } from "@/lab/until";

const SLOW_MS = 200;
const dir = mkdtempSync(join(tmpdir(), "evenkeel-relay-test-"));
let supervisor: Supervisor;
let redis: RedisServer;
let relay: Relay;
let proxyPort: number;

beforeAll(async () => {
  supervisor = createSupervisor({ dir });
  redis = await startRedis({ supervisor });
  const target = { targetPort: redis.port };
  relay = await startRelay(supervisor, "relay", [
    { name: "first", source: "127.0.1.11", ...target },
    { name: "second", source: "127.0.1.12", ...target },
  ]);
  proxyPort = await freePort();
  const statsPort = await freePort();
  const config = writeProxyConfig({ port: proxyPort, statsPort, targetPort: relay.portOf("first") });
  await startHaproxy({ supervisor, name: "proxy", config, statsPort });
});
afterAll(async () => {
  await supervisor?.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

test("Redis sees the proxy's address, and the delay is felt by open and new connections until it is taken back", async () => {
  const open = connectTo(proxyPort);
  const elsewhere = connectTo(relay.portOf("second"));
  expect(await pingMs(open)).toBeLessThan(SLOW_MS / 2);
  expect(await pingMs(elsewhere)).toBeLessThan(SLOW_MS / 2);
  const counts = await countConnectionsByAddress(redis.port);
  expect(counts).toEqual(
    new Map([
      ["127.0.1.11", 1],
      ["127.0.1.12", 1],
    ]),
  );

  await relay.setDelay("first", SLOW_MS);
  expect(relay.delayOf("first")).toBe(SLOW_MS);
  const later = connectTo(proxyPort);
  await later.ping();
  for (const client of [open, later]) {
    const ms = await pingMs(client);
    expect(ms).toBeGreaterThanOrEqual(SLOW_MS);
    expect(ms).toBeLessThan(SLOW_MS * 1.5);
  }
  expect(await pingMs(elsewhere)).toBeLessThan(SLOW_MS / 2);

  await relay.setDelay("first", 0);
  expect(await pingMs(open)).toBeLessThan(SLOW_MS / 2);
  for (const client of [open, later, elsewhere]) client.disconnect();
  await until(
    "no connection is left behind",
    async () => (await countConnectionsByAddress(redis.port)).size === 0,
  );
});

test("what is sent in one go arrives in order, also when the delay ends in between", async () => {
  const client = connectTo(relay.portOf("second"));
  await client.ping();
  await relay.setDelay("second", SLOW_MS);
  const slow = Array.from({ length: 50 }, (_, index) => client.rpush("list", index));
  await until("the first are held", async () => (await redis.ask("LLEN", "list")) === 0);
  await relay.setDelay("second", 0);
  const quick = Array.from({ length: 50 }, (_, index) => client.rpush("list", index + 50));
  await Promise.all([...slow, ...quick]);
  const list = await redis.ask("LRANGE", "list", "0", "-1");
  expect(list).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  client.disconnect();
});

test("a server that refuses ends the client's connection", async () => {
  const gone = await startRelay(supervisor, "relay-to-nobody", [
    { name: "only", source: "127.0.1.13", targetPort: await freePort() },
  ]);
  const client = connectTo(gone.portOf("only"));
  await expect(client.ping()).rejects.toThrow();
  client.disconnect();
});

function connectTo(port: number): Redis {
  const client = new Redis({
    host: "127.0.0.1",
    port,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on("error", () => undefined);
  return client;
}

/** The shortest of three: what a busy machine adds is not the proxy's doing. */
async function pingMs(client: Redis): Promise<number> {
  await client.ping();
  let shortest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3; attempt++) {
    const startedMs = performance.now();
    await client.ping();
    shortest = Math.min(shortest, performance.now() - startedMs);
  }
  return shortest;
}
