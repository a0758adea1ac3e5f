import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openStore, type Store, type StoreOptions } from "./client";
import { describeDatabaseError, isDatabaseAway, sqlStateOf } from "./database-errors";
import { migrate } from "./migrate";
import { readLatency } from "./reads/read-latency";
import { eachDatabase } from "./testing/each-database";
import { startPostgres } from "./testing/postgres-server";
import { startSilentProxy } from "./testing/silent-proxy";
import { waitFor } from "./testing/wait-for";

let stores: Store[] = [];
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

/** Patient where nothing else is asked for: a name that nobody knows may take its DNS server seconds. */
function open(address: string, options: StoreOptions = { connectTimeoutMs: 30_000 }): Store {
  const store = openStore(address, options);
  stores.push(store);
  return store;
}

async function errorOf(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

function judge(error: unknown): object {
  return { state: sqlStateOf(error), isAway: isDatabaseAway(error), says: describeDatabaseError(error) };
}

eachDatabase("errors of statements", (database) => {
  it("tells a statement that is wrong from a database that is away", async () => {
    const { prisma } = database.store();
    expect(judge(await errorOf(prisma.$queryRaw`SELECT 1 / ${0}::int`))).toEqual({
      state: "22012",
      isAway: false,
      says: "division by zero (22012)",
    });
    expect(judge(await errorOf(prisma.$queryRaw`SELECT * FROM nowhere`))).toMatchObject({
      state: "42P01",
      isAway: false,
    });
    const twice = { id: 7, key: "orders", name: "Orders" };
    await prisma.cluster.create({ data: twice });
    expect(judge(await errorOf(prisma.cluster.create({ data: twice })))).toMatchObject({ isAway: false });
    expect(judge(await errorOf(database.store().pool.query("SELEC 1")))).toMatchObject({
      state: "42601",
      isAway: false,
    });
    expect(isDatabaseAway(new TypeError("x is not a function"))).toBe(false);
  });

  it("measures the way to the database", async () => {
    const latencyMs = await readLatency(database.store());
    expect(latencyMs).toBeGreaterThan(0);
    expect(latencyMs).toBeLessThan(3_000);
  });

  it("keeps instants as they are, whatever zone the server is in", async () => {
    const at = new Date("2026-11-22T12:34:56.789Z");
    const { prisma } = database.store();
    const [row] = await prisma.$queryRaw<{ same: Date; ms: number; day: string }[]>`
      SELECT ${at}::timestamptz AS same, extract(epoch FROM ${at}::timestamptz)::float8 * 1000 AS ms,
        date_trunc('day', ${at}::timestamptz)::text AS day`;
    expect(row).toEqual({ same: at, ms: at.getTime(), day: "2026-11-22 00:00:00+00" });
  });
});

describe("a database that is away", () => {
  it.each([
    [
      "nobody listens",
      "postgresql://postgres:secret@127.0.0.1:1/x",
      /^connect ECONNREFUSED 127\.0\.0\.1:1$|reach database server/,
    ],
    ["the socket is gone", "embedded:/nowhere/at/all", /ENOENT \/nowhere\/at\/all/],
    ["its name is unknown", "postgresql://postgres:secret@no-such-host.invalid/x", /no-such-host\.invalid/],
  ])("is told when %s", async (_, address, says) => {
    const store = open(address);
    const error = await errorOf(store.prisma.$queryRaw`SELECT 1`);
    expect(judge(error)).toEqual({ state: null, isAway: true, says: expect.stringMatching(says) });
    expect(isDatabaseAway(await errorOf(migrate(store)))).toBe(true);
    expect(describeDatabaseError(error)).not.toContain("secret");
  });

  it("is asked in UTC also when its address has options of its own", async () => {
    const server = await startPostgres();
    const options = encodeURIComponent("-c TimeZone=Asia/Tokyo -c work_mem=8MB");
    const store = open(`${server.urlOf("postgres")}&options=${options}`);
    const rows = await store.prisma.$queryRaw`
      SELECT current_setting('TimeZone') AS zone, current_setting('work_mem') AS memory`;
    expect(rows).toEqual([{ zone: "UTC", memory: "8MB" }]);
    await server.dispose();
  });

  it("is told when it stops, is silent, is too slow, or is not what was named; and all is well when it is back", async () => {
    const server = await startPostgres();
    const store = open(server.urlOf("postgres"), { statementTimeoutMs: 2_000 });
    await store.prisma.$queryRaw`SELECT 1`;
    const slow = await errorOf(store.prisma.$queryRaw`SELECT pg_sleep(5)::text`);
    expect(judge(slow)).toMatchObject({ isAway: true, says: expect.stringMatching(/timeout/) });

    const stopping = errorOf(store.prisma.$queryRaw`SELECT pg_sleep(0.3)::text`);
    await server.stop();
    expect(judge(await stopping)).toMatchObject({ isAway: true });
    expect(isDatabaseAway(await errorOf(readLatency(store)))).toBe(true);
    await server.start();
    expect(await readLatency(store)).toBeGreaterThan(0);

    const missing = await errorOf(open(server.urlOf("missing")).prisma.$queryRaw`SELECT 1`);
    expect(judge(missing)).toMatchObject({
      isAway: true,
      says: expect.stringMatching(/"missing" does not exist/),
    });

    const folder = new URL(server.urlOf("postgres")).searchParams.get("host") ?? "";
    const proxy = await startSilentProxy(join(folder, ".s.PGSQL.5432"));
    const bounds = { statementTimeoutMs: 2_000, connectTimeoutMs: 2_000 };
    const proxied = open(`postgresql://postgres@127.0.0.1:${proxy.port}/postgres`, bounds);
    await proxied.prisma.$queryRaw`SELECT 1`;
    proxy.silence();
    expect(judge(await errorOf(readLatency(proxied, 100)))).toEqual({
      state: null,
      isAway: true,
      says: "no answer within 100 ms",
    });
    expect(judge(await errorOf(proxied.prisma.$queryRaw`SELECT 1`))).toMatchObject({ isAway: true });
    proxy.speak();
    await waitFor(() => readLatency(proxied).then(Boolean, () => false));
    await proxy.close();
    await server.dispose();
  });
});
