import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openStore, type Store } from "@/lib/store/client";
import { migrate } from "@/lib/store/migrate";
import { readCollector } from "@/lib/store/reads/read-collector";
import { readLastSet } from "@/lib/store/reads/read-last-set";
import { type PostgresServer, startPostgres } from "@/lib/store/testing/postgres-server";
import { openClients } from "./testing/client-sockets";
import { type CollectorPlace, makeCollectorPlace } from "./testing/collector-process";
import { type RedisServer, startRedis } from "./testing/redis-server";
import { waitFor } from "./testing/wait-for";

let postgres: PostgresServer;
let store: Store;
let databases = 0;
let databaseUrl = "";
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.dispose());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function place(): Promise<CollectorPlace> {
  const admin = openStore(postgres.urlOf("postgres"), { maxConnections: 1 });
  const name = `collect_${++databases}`;
  await admin.pool.query(`CREATE DATABASE ${name}`);
  await admin.close();
  databaseUrl = postgres.urlOf(name);
  store = openStore(databaseUrl, { maxConnections: 2 });
  cleanups.push(() => store.close());
  await migrate(store);
  const made = await makeCollectorPlace(databaseUrl);
  cleanups.push(() => made.dispose());
  return made;
}

async function redis(): Promise<RedisServer> {
  const server = await startRedis();
  cleanups.push(() => server.stop());
  return server;
}

function fleetYaml(...servers: readonly RedisServer[]): string {
  const watch = "watch: { sweepInterval: 1s, probeInterval: 200ms, infoInterval: 1s, costBudget: 5% }";
  const clusters = servers.map(({ address }, index) => `  - { id: cluster-${index}, nodes: ["${address}"] }`);
  return [watch, "clusters:", ...clusters].join("\n");
}

interface SweepRecord {
  readonly at: Date;
  readonly previousAt: Date | null;
  readonly connections: number;
  readonly opened: number;
  readonly closed: number;
}

/** Every sweep in the database, oldest first. */
async function readSweeps(): Promise<SweepRecord[]> {
  return store.prisma.$queryRaw<SweepRecord[]>`
    SELECT at, previous_at AS "previousAt", connections,
      (SELECT coalesce(sum(o), 0)::int FROM unnest(cell_opened) o) AS opened,
      (SELECT coalesce(sum(c), 0)::int FROM unnest(cell_closed) c) AS closed
    FROM node_sweep ORDER BY at`;
}

function sweepsBeyond(count: number): Promise<SweepRecord[]> {
  return waitFor(
    `${count + 1} sweeps`,
    async () => {
      const sweeps = await readSweeps().catch(() => []);
      return sweeps.length > count && sweeps;
    },
    30_000,
  );
}

/** Each sweep follows the one before it: none is missing, none is there twice. */
function expectUnbroken(sweeps: readonly SweepRecord[]): void {
  const previous = sweeps.slice(1).map(({ previousAt }) => previousAt?.getTime() ?? null);
  expect(previous).toEqual(sweeps.slice(0, -1).map(({ at }) => at.getTime()));
}

async function state() {
  const row = await readCollector(store);
  const file = row?.fleetFile;
  return typeof file === "object" && file !== null && "state" in file ? String(file.state) : null;
}

describe("the collector process", () => {
  test("kill -9 and a new start: no connection counts twice, and the gap is a gap", async () => {
    const server = await redis();
    const clients = await openClients(server.port, 12, "kept");
    const here = await place();
    await here.writeFleet(fleetYaml(server));
    const first = await here.start();
    const before = await sweepsBeyond(2);
    expect(before.at(-1)?.connections).toBe(12);
    await first.kill();
    const seen = await readSweeps();

    await openClients(server.port, 5, "while away");
    for (const client of clients.slice(0, 3)) await client.close();
    await here.start();
    const after = await sweepsBeyond(seen.length + 1);
    expectUnbroken(after);
    expect(after.at(-1)?.connections).toBe(14);
    expect(after.reduce((sum, { opened }) => sum + opened, 0)).toBe(5);
    expect(after.reduce((sum, { closed }) => sum + closed, 0)).toBe(3);
    const set = await readLastSet(store, "cluster-0", server.address);
    expect(set?.connections).toHaveLength(14);
  });

  test("a second collector on the same database stands by, and takes over when the first is gone", async () => {
    const server = await redis();
    const here = await place();
    const there = await makeCollectorPlace(databaseUrl);
    cleanups.push(() => there.dispose());
    for (const each of [here, there]) await each.writeFleet(fleetYaml(server));
    const first = await here.start();
    await sweepsBeyond(1);
    const second = await there.start();
    await waitFor("the second to stand by", () => second.output().includes("standing by"));
    expectUnbroken(await sweepsBeyond((await readSweeps()).length + 2));
    await first.kill();
    await waitFor("the second to take over", () => second.output().includes("taking over"), 30_000);
    expectUnbroken(await sweepsBeyond((await readSweeps()).length + 1));
  }, 90_000);

  test("PostgreSQL stops in mid-collection: what was seen meanwhile is written afterwards, in order", async () => {
    const server = await redis();
    const here = await place();
    await here.writeFleet(fleetYaml(server));
    const collector = await here.start();
    const before = (await sweepsBeyond(2)).length;
    await postgres.stop("kill");
    const clients = await openClients(server.port, 8, "unseen by the database");
    await waitFor("jobs to wait on disk", () => collector.output().includes("waits on disk"), 20_000);
    for (const client of clients.slice(0, 4)) await client.close();
    await postgres.start();
    const sweeps = await waitFor(
      "the sweeps of the time in between and after",
      async () => {
        const rows = await readSweeps().catch(() => []);
        return rows.length > before + 2 && rows.at(-1)?.connections === 4 && rows;
      },
      40_000,
    );
    expectUnbroken(sweeps);
    const spans = sweeps.slice(1).map(({ at }, index) => at.getTime() - (sweeps[index]?.at.getTime() ?? 0));
    expect(Math.max(...spans)).toBeLessThan(2500);
    const sum = (of: "opened" | "closed") => sweeps.reduce((total, sweep) => total + sweep[of], 0);
    expect(sum("opened") - sum("closed")).toBe(4);
  }, 90_000);

  test("a fleet file that appears, goes bad and is mended: the last good one stays in force", async () => {
    const [first, second] = [await redis(), await redis()];
    const here = await place();
    const collector = await here.start();
    await waitFor("the beat", async () => (await state()) === "missing");
    await here.writeFleet(fleetYaml(first));
    await sweepsBeyond(0);
    expect(await state()).toBe("ok");

    await here.writeFleet(`${fleetYaml(first)}\n    bogus: true`);
    await waitFor("the problem to be told", async () => (await state()) === "invalid");
    expect(collector.output()).toMatch(/evenkeel\.yaml:\d+: /);
    const count = (await readSweeps()).length;
    await sweepsBeyond(count + 1);

    await here.writeFleet(fleetYaml(first, second));
    await waitFor(
      "the second cluster",
      async () => (await readLastSet(store, "cluster-1", second.address)) !== null,
    );
    expect(await state()).toBe("ok");
    await rm(join(here.dir, "evenkeel.yaml"));
    await waitFor("the file to be missed", async () => (await state()) === "missing");
    await sweepsBeyond((await readSweeps()).length);
  });

  test("it ends when its server is gone, and when it is told to, with everything written", async () => {
    const server = await redis();
    await openClients(server.port, 3);
    const here = await place();
    await here.writeFleet(fleetYaml(server));
    const orphan = await here.start();
    await sweepsBeyond(0);
    orphan.disconnect();
    expect(await orphan.exited).toBe(0);
    const next = await here.start();
    const count = (await readSweeps()).length;
    await sweepsBeyond(count);
    await next.stop();
    expect(await next.exited).toBe(0);
    expectUnbroken(await readSweeps());
  });

  test("a second collector on the same folder waits its turn", async () => {
    const here = await place();
    await writeFile(join(here.dir, "evenkeel.yaml"), "clusters: []\n");
    const first = await here.start();
    await waitFor("the first beat", async () => (await readCollector(store)) !== null);
    const second = await here.start();
    const startedAt = (await readCollector(store))?.startedAt;
    await first.stop();
    await waitFor(
      "the second one's beat",
      async () => (await readCollector(store))?.startedAt.getTime() !== startedAt?.getTime(),
    );
    await second.stop();
    expect(await second.exited).toBe(0);
  });
});
