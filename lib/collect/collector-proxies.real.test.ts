import { afterEach, expect, test } from "vitest";
import { openStore, type Store } from "@/lib/store/client";
import { migrate } from "@/lib/store/migrate";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readOpenVerdicts } from "@/lib/store/reads/read-open-verdicts";
import { readSkewHistory } from "@/lib/store/reads/read-skew-history";
import { readSkewNow } from "@/lib/store/reads/read-skew-now";
import { startPostgres } from "@/lib/store/testing/postgres-server";
import { internCluster } from "@/lib/store/writes/intern-cluster";
import { writeVerdicts } from "@/lib/store/writes/write-verdicts";
import { openClients } from "./testing/client-sockets";
import { makeCollectorPlace } from "./testing/collector-process";
import { startHaproxy, type TestProxy } from "./testing/proxy-servers";
import { startRedis } from "./testing/redis-server";
import { waitFor } from "./testing/wait-for";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function migratedStore(): Promise<{ readonly store: Store; readonly url: string }> {
  const postgres = await startPostgres();
  cleanups.push(() => postgres.dispose());
  const url = postgres.urlOf("postgres");
  const store = openStore(url, { maxConnections: 2 });
  cleanups.push(() => store.close());
  await migrate(store);
  return { store, url };
}

async function haproxy(name: string, targetPort: number, source: string): Promise<TestProxy> {
  const proxy = await startHaproxy({ name, targetPort, source });
  cleanups.push(() => proxy.stop());
  return proxy;
}

function proxyYaml(proxy: TestProxy, source: string): string {
  const stats = `stats: { haproxy: "http://127.0.0.1:${proxy.statsPort}/;csv" }`;
  const listen = `listen: "127.0.0.1:${proxy.port}"`;
  return `      - { name: ${proxy.config.name}, addresses: [${source}], ${listen}, ${stats} }`;
}

test("what proxies tell is stored and judged; after kill -9 it is judged with what was stored", async () => {
  const server = await startRedis();
  cleanups.push(() => server.stop());
  const first = await haproxy("proxy-1", server.port, "127.0.0.11");
  const second = await haproxy("proxy-2", server.port, "127.0.0.12");
  await openClients(first.port, 12);
  await openClients(second.port, 12);
  const { store, url } = await migratedStore();
  const here = await makeCollectorPlace(url);
  cleanups.push(() => here.dispose());
  const watch =
    "watch: { sweepInterval: 1s, probeInterval: 200ms, infoInterval: 1s, proxyInterval: 1s, costBudget: 5% }";
  const cluster = `  - id: orders\n    nodes: ["${server.address}"]\n    proxies:`;
  const proxies = [proxyYaml(first, "127.0.0.11"), proxyYaml(second, "127.0.0.12")];
  await here.writeFleet([watch, "clusters:", cluster, ...proxies].join("\n"));
  const collector = await here.start();

  const history = (sinceMs: number) => readSkewHistory(store, "orders", sinceMs);
  const clusterId = await waitFor("the cluster", async () => {
    const [found] = await readClusters(store, "orders");
    return found?.clusterId;
  });
  const reports = await waitFor("reports of both with all that is to tell", async () => {
    const told = (await history(0)).reports.filter(
      ({ step, latency }) => step?.connections === 12 && step.opened !== null && latency,
    );
    return new Set(told.map(({ proxy }) => proxy)).size === 2 && told;
  });
  expect(reports[0]).toMatchObject({
    step: { opened: 0, closed: 0, restarted: false },
    latency: { failed: 0, answeredBy: "redis" },
  });
  const [known] = await readClusters(store, "orders");
  expect(known?.proxies).toMatchObject([
    { name: "proxy-1", statistics: "HAProxy CSV" },
    { name: "proxy-2", statistics: "HAProxy CSV" },
  ]);
  const assessed = await waitFor("an assessment", async () => {
    const rows = await readSkewNow(store, [clusterId]);
    return rows.find(({ by }) => by === "proxy");
  });
  expect(JSON.stringify(assessed)).toContain("proxy-2");

  await waitFor("a sweep", async () => (await history(0)).sweeps.length > 0);
  await collector.kill();
  const killedMs = Date.now();
  const [row] = (await history(0)).sweeps.slice(-1);
  expect(row?.cells.every(({ profile }) => profile !== undefined)).toBe(true);
  const verdict = {
    kind: "lifo-drift",
    by: "proxy",
    subject: "proxy-1",
    group: null,
    sinceMs: killedMs - 600_000,
    confidence: 0.9,
    trend: "growing",
    evidence: [],
    condition: null,
  } as const;
  const saidAt = new Date(killedMs - 500_000);
  const lastAt = new Date(killedMs - 90_000);
  await writeVerdicts(store, await internCluster(store, "orders"), [
    { by: "proxy", saidAt, lastAt, endedAt: null, verdict },
  ]);
  expect(await readOpenVerdicts(store, "orders")).toHaveLength(1);
  await here.start();
  await waitFor(
    "the verdict that held before to end",
    async () => (await readOpenVerdicts(store, "orders")).length === 0,
    30_000,
  );
  const after = await waitFor("sweeps after it", async () => {
    const { sweeps } = await history(killedMs);
    return sweeps.length > 1 && sweeps;
  });
  expect(after.flatMap(({ cells }) => cells.map(({ opened, closed }) => opened + closed))).not.toContain(1);
}, 120_000);
