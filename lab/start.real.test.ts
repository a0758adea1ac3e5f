import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { askRedis } from "@/lab/ask-redis";
import { MONITORING_NAME } from "@/lab/aws/node-monitor";
import { countConnectionsByAddress } from "@/lab/connection-counts";
import { FEED_ADDRESSES } from "@/lab/feed";
import { PROXY_ADDRESSES } from "@/lab/orders";
import { readIdentity } from "@/lab/process-identity";
import { readProcessRecord } from "@/lab/process-record";
import { scenarios } from "@/lab/scenarios/table";
import { type Lab, startLab } from "@/lab/start";
import { until } from "@/lab/until";
import { loadFleet } from "@/lib/config/load-fleet";

const dir = mkdtempSync(join(tmpdir(), "evenkeel-lab-test-"));
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ dir, controlPort: 0, onProgress: () => undefined });
});
afterAll(async () => {
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe("the fleet", () => {
  test("proxies' connections come from their four addresses, about evenly", async () => {
    const counts = await until("10 connections from each proxy", async () => {
      const perProxy = await countPerProxy();
      return perProxy.every((count) => count >= 10) && perProxy;
    });
    expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(2);
  });

  test("both applications have named connections at the primary", async () => {
    const list = String(await lab.orders.redis.primary.ask("CLIENT", "LIST"));
    expect(list).toMatch(/ name=orders-api-6f9c4-\d+ /);
    expect(list).toMatch(/ name=orders-worker-b7k2m-\d+ /);
  });

  test("the default user of orders is refused what ElastiCache refuses; replication and the lab have a user of their own", async () => {
    const { primary, replicas } = lab.orders.redis;
    const refused = [
      ["CONFIG", "GET", "maxclients"],
      ["BGSAVE"],
      ["REPLICAOF", "NO", "ONE"],
      ["ACL", "SETUSER", "somebody"],
      ["SHUTDOWN"],
    ];
    for (const command of refused) await expect(askRedis(primary.port, ...command)).rejects.toThrow(/NOPERM/);
    expect(await askRedis(primary.port, "CLIENT", "LIST")).toContain(` name=${MONITORING_NAME} `);
    for (const server of [primary, ...replicas]) {
      expect(await server.ask("CONFIG", "GET", "maxclients")).toEqual(["maxclients", expect.any(String)]);
    }
  });

  test("two replicas follow the primary of orders", async () => {
    expect(String(await lab.orders.redis.primary.ask("INFO", "replication"))).toMatch(/connected_slaves:2/);
  });

  test("catalog is a complete Redis Cluster, with clients on each primary", async () => {
    for (const node of lab.catalog.redis.primaries) {
      expect(String(await node.ask("CLUSTER", "INFO"))).toMatch(
        /cluster_state:ok[\s\S]*cluster_known_nodes:6/,
      );
      await until("catalog-web on every primary", async () =>
        String(await node.ask("CLIENT", "LIST")).includes(" name=catalog-web-"),
      );
    }
  });

  test("the fleet file is one that the dashboard accepts, with one address or id for each cluster", () => {
    const result = loadFleet(lab.fleetFile);
    const { accessKeyId, secretAccessKey } = lab.aws.keys;
    expect(result).toMatchObject({
      state: "ok",
      fleet: {
        clusters: [
          {
            id: "orders",
            seeds: [],
            elasticache: { endpoint: lab.aws.endpoint.url, keys: { accessKeyId, secretAccessKey } },
          },
          { id: "catalog", seeds: [{ port: lab.catalog.redis.primaries[0]?.port }] },
          { id: "feed", seeds: [{ port: lab.feed.redis.port }], proxies: { length: 2 } },
        ],
      },
    });
  });

  test("the feed's clients share few connections of each twemproxy, which counts its clients itself", async () => {
    for (const proxy of lab.feed.proxies) {
      await until(`clients at ${proxy.name}`, async () => (await readClientsOf(proxy.statsPort)) >= 3);
    }
    const behind = await countConnectionsByAddress(lab.feed.redis.port);
    expect(FEED_ADDRESSES.map((address) => behind.get(address))).toEqual([2, 2]);
  });

  test("each proxy serves its statistics as CSV", async () => {
    for (const proxy of lab.orders.proxies) {
      const csv = await (await fetch(`http://127.0.0.1:${proxy.statsPort}/;csv`)).text();
      expect(csv).toMatch(/^# pxname,svname,[\s\S]*\nredis,FRONTEND,/);
    }
  });
});

describe("the control server", () => {
  test("lists clusters and scenarios", async () => {
    const { status, body } = await call("GET", "/");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      aws: { endpoint: lab.aws.endpoint.url, replicationGroup: "orders", metricsRequested: 0 },
      clusters: [
        { id: "orders", nodes: [{ cacheClusterId: "orders-001" }, {}, {}], proxies: { length: 4 } },
        { id: "catalog", nodes: { length: 6 } },
        { id: "feed", nodes: { length: 1 }, proxies: { length: 2 } },
      ],
      scenarios: scenarios.map(({ name }) => ({ name, state: "idle" })),
    });
  });

  test("answers an unknown scenario with 404 and the known ones", async () => {
    const { status, type, body } = await call("POST", "/scenarios/earthquake");
    expect(status).toBe(404);
    expect(type).toBe("application/problem+json");
    expect(body).toMatchObject({ status: 404, known: scenarios.map(({ name }) => name) });
  });

  test.each([
    ["an unknown proxy", { proxy: "proxy-9" }, "proxy"],
    ["a negative time", { downMs: -1 }, "downMs"],
    ["an unknown parameter", { prxy: "proxy-1" }, "body"],
  ])("answers %s with 400 and the field", async (_, input, field) => {
    const { status, body } = await call("POST", "/scenarios/proxy-restart", input);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field }] });
  });

  test("answers a method that makes no sense with 405", async () => {
    expect((await call("PUT", "/scenarios/proxy-restart")).status).toBe(405);
  });
});

test("a second lab beside it finds other ports, and not the same folder", async () => {
  await expect(startLab({ dir, controlPort: 0, onProgress: () => undefined })).rejects.toThrow(/is in use/);
  const otherDir = mkdtempSync(join(tmpdir(), "evenkeel-lab-test-"));
  const other = await startLab({ dir: otherDir, controlPort: 0, onProgress: () => undefined });
  try {
    expect(other.orders.redis.primary.port).not.toBe(lab.orders.redis.primary.port);
  } finally {
    await other.stop();
    rmSync(otherDir, { recursive: true, force: true });
  }
});

test("stop leaves no process", async () => {
  const children = readProcessRecord(dir)?.children ?? [];
  expect(children.length).toBeGreaterThanOrEqual(23);
  await lab.stop();
  expect(children.filter((child) => readIdentity(child.pid) !== null)).toEqual([]);
  expect(readProcessRecord(dir)?.children).toEqual([]);
  await expect(fetch(lab.aws.endpoint.url)).rejects.toThrow();
  expect(existsSync(lab.fleetFile) && readFileSync(lab.fleetFile, "utf8")).toContain("id: orders");
});

async function countPerProxy(): Promise<number[]> {
  const counts = await countConnectionsByAddress(lab.orders.redis.primary.port);
  return PROXY_ADDRESSES.map((address) => counts.get(address) ?? 0);
}

const twemproxyStats = z.object({ feed: z.object({ client_connections: z.number() }) });

async function readClientsOf(statsPort: number): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of connect(statsPort, "127.0.0.1")) chunks.push(chunk);
  return twemproxyStats.parse(JSON.parse(String(Buffer.concat(chunks)))).feed.client_connections;
}

async function call(method: string, path: string, input?: object) {
  const init = input === undefined ? { method } : { method, body: JSON.stringify(input) };
  const response = await fetch(`${lab.controlUrl}${path}`, init);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}
