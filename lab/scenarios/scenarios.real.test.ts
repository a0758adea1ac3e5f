import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countConnectionsByAddress } from "@/lab/connection-counts";
import { PROXY_ADDRESSES, SPARE_ADDRESS } from "@/lab/orders";
import { type Lab, startLab } from "@/lab/start";
import { until } from "@/lab/until";
import { loadFleet } from "@/lib/config/load-fleet";

const dir = mkdtempSync(join(tmpdir(), "evenkeel-scenarios-test-"));
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ dir, controlPort: 0, onProgress: () => undefined });
});
afterAll(async () => {
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test("lifo-drift slows one proxy under clients that open evenly, and undoes both", async () => {
  const openedBefore = await countOpened();
  await call("POST", "lifo-drift");
  await until("the clients of the experiment", async () => (await countNamed("drift-api")) >= 300);
  expect(await pingThrough(2)).toBeGreaterThanOrEqual(200);
  expect(await pingThrough(0)).toBeLessThan(200);
  const opened = (await countOpened()).map((count, index) => count - (openedBefore[index] ?? 0));
  expect(Math.max(...opened) / Math.min(...opened)).toBeLessThan(1.1);
  expect(await call("POST", "fifo-control")).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("drift-api runs already") },
  });

  expect(await call("DELETE", "lifo-drift")).toMatchObject({ status: 200, body: { state: "done" } });
  expect(await pingThrough(2)).toBeLessThan(200);
  await until("no client of the experiment", async () => (await countNamed("drift-api")) === 0);
  expect(actionsOf("lifo-drift")).toEqual([
    "scenario-started lifo-drift",
    "proxy-delayed proxy-3",
    "application-started drift-api",
    "application-stopped drift-api",
    "proxy-delayed proxy-3",
    "scenario-ended lifo-drift",
  ]);
});

test("fifo-control is the same experiment with every pool of orders FIFO, until it is ended", async () => {
  const orders = () => lab.orders.applications.map((app) => app.order());
  expect(orders()).toEqual(["lifo", "lifo"]);
  expect((await call("POST", "fifo-control")).status).toBe(202);
  await until("the clients of the experiment", async () => (await countNamed("drift-api")) >= 300);
  expect(orders()).toEqual(["fifo", "fifo"]);
  expect(lab.orders.proxies.map((proxy) => proxy.delayMs())).toEqual([0, 0, 200, 0]);
  expect((await call("POST", "fifo-control")).status).toBe(409);
  expect(await call("DELETE", "fifo-control")).toMatchObject({ body: { state: "done" } });
  expect(orders()).toEqual(["lifo", "lifo"]);
  expect(lab.orders.proxies.map((proxy) => proxy.delayMs())).toEqual([0, 0, 0, 0]);
});

test("proxy-added takes a fifth proxy into the fleet file and the rotation, and out again", async () => {
  await call("POST", "proxy-added", { declaredMs: 100, startEveryMs: 100 });
  await until("connections of the fifth", async () => (await countFrom(SPARE_ADDRESS)) >= 5);
  expect(declaredProxies()).toEqual(["proxy-1", "proxy-2", "proxy-3", "proxy-4", "proxy-5"]);
  expect(readFileSync(lab.fleetFile, "utf8")).toContain(SPARE_ADDRESS);
  await call("DELETE", "proxy-added");
  expect(declaredProxies()).toEqual(["proxy-1", "proxy-2", "proxy-3", "proxy-4"]);
  await until("none of the fifth", async () => (await countFrom(SPARE_ADDRESS)) === 0);
  expect(actionsOf("proxy-added")).toEqual([
    "scenario-started proxy-added",
    "application-started orders-batch",
    "proxy-declared proxy-5",
    "proxy-added proxy-5",
    "proxy-removed proxy-5",
    "application-stopped orders-batch",
    "scenario-ended proxy-added",
  ]);
});

test("uneven-arrivals gives one proxy more of the new connections", async () => {
  const before = await countOpened();
  await call("POST", "uneven-arrivals", { startEveryMs: 50 });
  const opened = await until("a hundred arrivals", async () => {
    const each = (await countOpened()).map((count, index) => count - (before[index] ?? 0));
    return each.reduce((sum, count) => sum + count, 0) >= 100 && each;
  });
  const share = (opened[3] ?? 0) / opened.reduce((sum, count) => sum + count, 0);
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.6);
  expect(lab.orders.balancer.weightOf("proxy-4")).toBe(30);
  await call("DELETE", "uneven-arrivals");
  expect(lab.orders.balancer.weightOf("proxy-4")).toBe(10);
});

test("hot-connections sends most of the commands over two connections of one proxy", async () => {
  const { primary } = lab.orders.redis;
  await call("POST", "hot-connections", { proxy: "proxy-1" });
  await until("its load", async () => {
    const rate = /instantaneous_ops_per_sec:(\d+)/.exec(String(await primary.ask("INFO", "stats")))?.[1];
    return Number(rate) > 2_000;
  });
  const lines = (await listClients()).filter((line) => line.includes(" name=orders-stream-"));
  expect(lines.map((line) => / addr=([^:]+):/.exec(line)?.[1])).toEqual(["127.0.1.11", "127.0.1.11"]);
  await call("DELETE", "hot-connections");
  await until("none of them", async () => (await countNamed("orders-stream")) === 0);
});

test("leak leaves connections that nobody uses, through one proxy where one is named, and closes them in the end", async () => {
  await call("POST", "leak", { proxy: "proxy-4", everyMs: 50 });
  const forgotten = async () => (await listClients()).filter((line) => line.includes("-forgotten-"));
  const idle = await until("forgotten ones that idle", async () => {
    const lines = await forgotten();
    return lines.filter((line) => Number(/ idle=(\d+) /.exec(line)?.[1]) >= 1).length >= 10 && lines;
  });
  expect(idle.every((line) => / name=orders-worker-/.test(line) && line.includes(" addr=127.0.1.14:"))).toBe(
    true,
  );
  await call("DELETE", "leak");
  await until("none of them", async () => (await forgotten()).length === 0);
  expect(lab.truth.entries().at(-2)).toMatchObject({ action: "leak-stopped", subject: "orders-worker" });
  expect(await call("POST", "leak", { application: "orders-web" })).toMatchObject({ status: 400 });
});

test("proxy-restart drops the connections of one proxy, which then regains some", async () => {
  const beforeMs = Date.now();
  const pidBefore = lab.orders.proxies[2]?.process().pid;
  await call("POST", "proxy-restart", { proxy: "proxy-3", downMs: 60_000 });
  await until("no connection from proxy-3", async () => (await countFrom(PROXY_ADDRESSES[2])) === 0);
  // Redis may see the connections go before the lab has seen the process end.
  const stopped = await until(
    "the end is told",
    () => lab.truth.entries().find(({ action }) => action === "proxy-stopped") ?? null,
  );
  expect(stopped).toMatchObject({ subject: "proxy-3" });
  expect(stopped.atMs).toBeGreaterThanOrEqual(beforeMs);

  // Ended before its minute is over, the scenario brings the proxy back.
  await call("DELETE", "proxy-restart");
  const regained = async () => (await countFrom(PROXY_ADDRESSES[2])) > 0;
  await until("proxy-3 regains connections", regained, { timeoutMs: 50_000 });
  expect(lab.orders.proxies[2]?.process().pid).not.toBe(pidBefore);
  expect(actionsOf("proxy-restart")).toEqual([
    "scenario-started proxy-restart",
    "proxy-stopped proxy-3",
    "proxy-started proxy-3",
    "scenario-ended proxy-restart",
  ]);
  const times = lab.truth.entries().map((entry) => entry.atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

async function call(method: string, name: string, input: object = {}) {
  const init = method === "POST" ? { method, body: JSON.stringify(input) } : { method };
  const response = await fetch(`${lab.controlUrl}/scenarios/${name}`, init);
  return { status: response.status, body: await response.json() };
}

function actionsOf(scenario: string): string[] {
  return lab.truth
    .entries()
    .filter((entry) => entry.scenario === scenario)
    .map(({ action, subject }) => `${action} ${subject}`);
}

function declaredProxies(): string[] {
  const loaded = loadFleet(lab.fleetFile);
  if (loaded.state !== "ok") throw new Error(`the fleet file is ${loaded.state}`);
  const orders = loaded.fleet.clusters.find(({ id }) => id === "orders");
  return (orders?.proxies ?? []).map(({ name }) => name);
}

async function listClients(): Promise<string[]> {
  return String(await lab.orders.redis.primary.ask("CLIENT", "LIST")).split("\n");
}

async function countNamed(application: string): Promise<number> {
  return (await listClients()).filter((line) => line.includes(` name=${application}-`)).length;
}

async function countFrom(address: string): Promise<number> {
  return (await countConnectionsByAddress(lab.orders.redis.primary.port)).get(address) ?? 0;
}

/** Connections that each of the four proxies has accepted since it began, by its own statistics. */
function countOpened(): Promise<number[]> {
  return Promise.all(
    lab.orders.proxies.slice(0, PROXY_ADDRESSES.length).map(async ({ statsPort }) => {
      const csv = await (await fetch(`http://127.0.0.1:${statsPort}/;csv`)).text();
      const [heading = "", ...rows] = csv.split("\n").map((line) => line.split(","));
      const frontend = rows.find(([proxy, server]) => proxy === "redis" && server === "FRONTEND");
      return Number(frontend?.[heading.indexOf("stot")]);
    }),
  );
}

/** The shortest of three, in ms. */
async function pingThrough(index: number): Promise<number> {
  const { port } = lab.orders.proxies[index] ?? { port: 0 };
  const client = new Redis({ host: "127.0.0.1", port, enableReadyCheck: false, disableClientInfo: true });
  let shortest = Number.POSITIVE_INFINITY;
  await client.ping();
  for (let attempt = 0; attempt < 3; attempt++) {
    const startedMs = performance.now();
    await client.ping();
    shortest = Math.min(shortest, performance.now() - startedMs);
  }
  client.disconnect();
  return shortest;
}
