import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { countConnectionsByAddress } from "@/lab/connection-counts";
import { FEED_ADDRESSES } from "@/lab/feed";
import { PROXY_ADDRESSES } from "@/lab/orders";
import { readIdentity } from "@/lab/process-identity";
import { readProcessRecord } from "@/lab/process-record";
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

  test("the fleet file is one that the dashboard accepts, with one address for each cluster", () => {
    const result = loadFleet(lab.fleetFile);
    expect(result).toMatchObject({
      state: "ok",
      fleet: {
        clusters: [
          { id: "orders", seeds: [{ port: lab.orders.redis.primary.port }] },
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
      clusters: [
        { id: "orders", proxies: { length: 4 } },
        { id: "catalog", nodes: { length: 6 } },
        { id: "feed", nodes: { length: 1 }, proxies: { length: 2 } },
      ],
      scenarios: [{ name: "proxy-restart", state: "idle" }, { name: "fifo-control" }],
    });
  });

  test("answers an unknown scenario with 404 and the known ones", async () => {
    const { status, type, body } = await call("POST", "/scenarios/earthquake");
    expect(status).toBe(404);
    expect(type).toBe("application/problem+json");
    expect(body).toMatchObject({ status: 404, known: ["proxy-restart", "fifo-control"] });
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

test("fifo-control switches the pools until it is ended, and the truth says when", async () => {
  const orders = () => lab.orders.applications.map((app) => app.order());
  expect(orders()).toEqual(["lifo", "lifo"]);
  expect((await call("POST", "/scenarios/fifo-control")).status).toBe(202);
  await until("fifo", () => orders().every((order) => order === "fifo"));
  expect((await call("POST", "/scenarios/fifo-control")).status).toBe(409);
  expect(await call("DELETE", "/scenarios/fifo-control")).toMatchObject({
    status: 200,
    body: { state: "done" },
  });
  expect(orders()).toEqual(["lifo", "lifo"]);
  const actions = (await readTruth("fifo-control")).map((entry) => entry.action);
  const changed = "pool-order-changed";
  expect(actions).toEqual(["scenario-started", changed, changed, changed, changed, "scenario-ended"]);
});

test("proxy-restart drops the connections of one proxy, which then regains some", async () => {
  const beforeMs = Date.now();
  const pidBefore = lab.orders.proxies[2]?.process().pid;
  await call("POST", "/scenarios/proxy-restart", { proxy: "proxy-3", downMs: 60_000 });
  await until("no connection from proxy-3", async () => (await countPerProxy())[2] === 0);
  const [, stopped] = await readTruth("proxy-restart");
  expect(stopped).toMatchObject({ action: "proxy-stopped", subject: "proxy-3" });
  expect(stopped?.atMs).toBeGreaterThanOrEqual(beforeMs);

  // Ended before its minute is over, the scenario brings the proxy back.
  await call("DELETE", "/scenarios/proxy-restart");
  await until("proxy-3 regains connections", async () => ((await countPerProxy())[2] ?? 0) > 0, {
    timeoutMs: 50_000,
  });
  expect(lab.orders.proxies[2]?.process().pid).not.toBe(pidBefore);
  const entries = await readTruth("proxy-restart");
  expect(entries.map((entry) => entry.action)).toEqual([
    "scenario-started",
    "proxy-stopped",
    "proxy-started",
    "scenario-ended",
  ]);
  expect(entries.map((entry) => entry.atMs)).toEqual(
    entries.map((entry) => entry.atMs).sort((a, b) => a - b),
  );
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
  expect(children.length).toBeGreaterThanOrEqual(18);
  await lab.stop();
  expect(children.filter((child) => readIdentity(child.pid) !== null)).toEqual([]);
  expect(readProcessRecord(dir)?.children).toEqual([]);
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

const truthAnswer = z.object({
  entries: z.array(
    z.object({ atMs: z.number(), scenario: z.string().nullable(), action: z.string(), subject: z.string() }),
  ),
});

async function readTruth(scenario: string) {
  const { entries } = truthAnswer.parse((await call("GET", "/truth")).body);
  return entries.filter((entry) => entry.scenario === scenario);
}
