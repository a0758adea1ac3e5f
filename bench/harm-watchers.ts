import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleCollector } from "@/lib/collect/testing/collector-process";
import { findFreePort } from "@/lib/collect/testing/free-port";
import { waitFor } from "@/lib/collect/testing/wait-for";
import { openStore } from "@/lib/store/client";
import { migrate } from "@/lib/store/migrate";
import { startPostgres } from "@/lib/store/testing/postgres-server";
import { ask, cpuUsecOf, endProcess, OTHERS_CORE, pinned } from "./harm-server";

/** Something that watches a server: how often it lists clients, and what it costs its own machine. */
export interface Watcher {
  /** Lists taken so far. */
  lists(): Promise<number>;
  cpuUsec(): number;
  /** Of the database that it writes into; 0: it keeps nothing. */
  databaseCpuUsec(): number;
  stop(): Promise<void>;
}

export const WATCHERS = ["Evenkeel", "a full list every 10 s", "redis_exporter every 10 s"] as const;
export type WatcherName = (typeof WATCHERS)[number];
const EVERY_MS = 10_000;

/** Resolves when all is ready that watching needs (a database); the function that it resolves to begins to watch. */
export async function prepareWatcher(name: WatcherName, port: number): Promise<() => Promise<Watcher>> {
  switch (name) {
    case "Evenkeel":
      return prepareEvenkeel(port);
    case "a full list every 10 s":
      return () => startFullLists(port);
    case "redis_exporter every 10 s":
      return () => startExporter(port);
  }
}

function launch(command: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const [program = "", ...args] = pinned(OTHERS_CORE, false, command);
  return spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
}

/** The collector as it ships, with ledger and codec, writing into a real PostgreSQL; defaults throughout. */
async function prepareEvenkeel(port: number): Promise<() => Promise<Watcher>> {
  const postgres = await startPostgres();
  const store = openStore(postgres.urlOf("postgres"), { maxConnections: 1 });
  await migrate(store);
  const { rows } = await store.pool.query("SELECT current_setting('data_directory') AS dir");
  const postmaster = Number((await readFile(join(rows[0]?.dir, "postmaster.pid"), "utf8")).split("\n")[0]);
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-harm-"));
  const fleet = join(dir, "evenkeel.yaml");
  await writeFile(fleet, `clusters:\n  - { id: harm, nodes: ["127.0.0.1:${port}"] }\n`);
  const entry = await bundleCollector();
  return async () => {
    const child = launch([process.execPath, entry], {
      DATABASE_URL: postgres.urlOf("postgres"),
      EVENKEEL_ROLE: "collector",
      EVENKEEL_CONFIG: fleet,
      EVENKEEL_DATA_DIR: dir,
    });
    return {
      lists: async () =>
        (await store.pool.query("SELECT count(*)::int AS sweeps FROM node_sweep")).rows[0]?.sweeps ?? 0,
      cpuUsec: () => cpuUsecOf(child.pid ?? 0),
      databaseCpuUsec: () => cpuUsecOf(postmaster),
      async stop() {
        await endProcess(child);
        await store.close();
        await postgres.dispose();
        await rm(dir, { recursive: true, force: true });
      },
    };
  };
}

/** The least that a script does: CLIENT LIST every ten seconds, thrown away unread. */
async function startFullLists(port: number): Promise<Watcher> {
  const script = `
    const socket = require("node:net").connect(${port}, "127.0.0.1");
    socket.resume();
    setInterval(() => socket.write("CLIENT LIST\\r\\n"), ${EVERY_MS});
    socket.write("CLIENT LIST\\r\\n");`;
  const child = launch([process.execPath, "-e", script]);
  const startedAt = performance.now();
  return {
    lists: async () => 1 + Math.floor((performance.now() - startedAt) / EVERY_MS),
    cpuUsec: () => cpuUsecOf(child.pid ?? 0),
    databaseCpuUsec: () => 0,
    stop: () => endProcess(child),
  };
}

async function startExporter(port: number): Promise<Watcher> {
  const listen = await findFreePort();
  const child = launch([
    "prometheus-redis-exporter",
    `-redis.addr=redis://127.0.0.1:${port}`,
    `-web.listen-address=127.0.0.1:${listen}`,
    "-export-client-list",
  ]);
  await waitFor("the exporter", () => ask(listen, "GET / HTTP/1.0\r\n").then(Boolean, () => false));
  let scrapes = 0;
  let stopped = false;
  const scrape = async (): Promise<void> => {
    while (!stopped) {
      const nextAt = performance.now() + EVERY_MS;
      const response = await fetch(`http://127.0.0.1:${listen}/metrics`);
      await response.arrayBuffer();
      scrapes++;
      while (!stopped && performance.now() < nextAt) await sleep(50);
    }
  };
  const scraping = scrape();
  return {
    lists: async () => scrapes,
    cpuUsec: () => cpuUsecOf(child.pid ?? 0),
    databaseCpuUsec: () => 0,
    async stop() {
      stopped = true;
      await scraping;
      await endProcess(child);
    },
  };
}
