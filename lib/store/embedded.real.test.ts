import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store } from "./client";
import { type EmbeddedDatabase, startEmbedded } from "./embedded";
import { isRunning } from "./embedded/process-identity";
import { migrate } from "./migrate";
import { readLatency } from "./reads/read-latency";
import { bundleEmbedded } from "./testing/bundle-embedded";
import { createEmbeddedFolder } from "./testing/embedded-folder";
import { waitFor } from "./testing/wait-for";

let entry = "";
let dataDir = "";
let databases: EmbeddedDatabase[] = [];
let stores: Store[] = [];
let problems: string[] = [];
let parents: ChildProcess[] = [];
beforeAll(async () => {
  entry = await bundleEmbedded();
});
beforeEach(async () => {
  dataDir = await createEmbeddedFolder();
  databases = [];
  stores = [];
  problems = [];
  parents = [];
});
afterEach(async () => {
  for (const parent of parents) parent.kill("SIGKILL");
  await Promise.all(stores.map((store) => store.close()));
  await Promise.all(databases.map((database) => database.stop()));
  await rm(dataDir, { recursive: true, force: true });
});
afterAll(async () => {
  await rm(entry, { force: true });
});

async function start(folder = dataDir): Promise<EmbeddedDatabase> {
  const onProblem = (message: string) => problems.push(message);
  const database = await startEmbedded({ dataDir: folder, port: 3000, entry, onProblem });
  databases.push(database);
  return database;
}

function open(address: string): Store {
  const store = openStore(address, { maxConnections: 8 });
  stores.push(store);
  return store;
}

function pidOf(database: EmbeddedDatabase): number {
  const pid = database.pid();
  if (pid === null) throw new Error("the database is not running");
  return pid;
}

describe("the embedded database", () => {
  it("keeps its data over a stop and a start", async () => {
    const first = await start();
    await open(first.address).pool.query("CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    expect(await readdir(dataDir)).not.toContain("lock.json");
    const again = open((await start()).address);
    expect((await again.pool.query("SELECT answer FROM kept")).rows).toEqual([{ answer: 42 }]);
  });

  it("is for its owner only", async () => {
    const { address } = await start();
    expect((await stat(address.replace("embedded:", ""))).mode & 0o777).toBe(0o700);
  });

  it("refuses a second process the folder and says who holds it", async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(
      new RegExp(`${dataDir} is held by pid ${pidOf(first)} on \\S+ since \\S+ \\(dashboard on port 3000\\)`),
    );
  });

  it("comes back by itself after kill -9, with all that was committed, at the same address", async () => {
    const database = await start();
    const store = open(database.address);
    await migrate(store);
    await store.pool.query("CREATE TABLE counted (n int)");
    let committed = 0;
    const killed = pidOf(database);
    for (let n = 1; n <= 50; n += 1) {
      await store.pool.query("INSERT INTO counted VALUES ($1)", [n]);
      committed = n;
    }
    process.kill(killed, "SIGKILL");
    await waitFor(() => answers(store));
    expect(pidOf(database)).not.toBe(killed);
    const { rows } = await store.pool.query("SELECT count(*)::int AS n, max(n) FROM counted");
    expect(rows).toEqual([{ n: committed, max: committed }]);
    expect(problems[0]).toMatch(/the embedded database ended \(SIGKILL\); starting it again/);
  });

  it("takes over from a process that was killed and never came back", async () => {
    await startParent(dataDir);
    const child = await pidInLock();
    process.kill(child, "SIGKILL");
    await waitFor(() => !isRunning(child));
    expect(await readdir(dataDir)).toContain("lock.json");
    expect(await answers(open((await start()).address))).toBe(true);
  });

  it("is gone soon after its parent, also by kill -9, and leaves the folder free", async () => {
    const parent = await startParent(dataDir);
    const child = await pidInLock();
    expect(isRunning(child)).toBe(true);
    parent.kill("SIGKILL");
    await waitFor(() => !isRunning(child));
    expect(await readdir(dataDir)).not.toContain("lock.json");
  });

  it("keeps statements of different clients apart, also long ones that come in pieces", async () => {
    const { address } = await start();
    const store = open(address);
    const other = open(address);
    const answers = Array.from({ length: 120 }, async (_, n) => {
      const { pool } = n % 3 === 0 ? other : store;
      if (n % 2 === 0) {
        const text = "x".repeat(200_000 + n);
        const { rows } = await pool.query("SELECT length($1::text) AS length", [text]);
        return rows[0]?.length === text.length;
      }
      if (n % 5 === 0)
        return await pool.query("SELECT 1 / $1::int", [0]).then(
          () => false,
          () => true,
        );
      const { rows } = await pool.query("SELECT $1::int AS n", [n]);
      return rows[0]?.n === n;
    });
    expect(await Promise.all(answers)).toEqual(answers.map(() => true));
  });

  it("keeps transactions of different clients apart", async () => {
    const store = open((await start()).address);
    await store.pool.query("CREATE TABLE account (balance int); INSERT INTO account VALUES (0)");
    const add = async (fails: boolean) => {
      const client = await store.pool.connect();
      try {
        await client.query("BEGIN");
        const { rows } = await client.query("SELECT balance FROM account");
        await client.query("UPDATE account SET balance = $1", [Number(rows[0]?.balance) + 1]);
        await client.query(fails ? "ROLLBACK" : "COMMIT");
      } finally {
        client.release();
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => add(n % 4 === 0)));
    expect((await store.pool.query("SELECT balance FROM account")).rows).toEqual([{ balance: 30 }]);
  });

  it("rolls back a client that vanishes in a transaction", async () => {
    const store = open((await start()).address);
    await store.pool.query("CREATE TABLE kept (a int)");
    const client = await store.pool.connect();
    await client.query("BEGIN");
    await client.query("INSERT INTO kept VALUES (1)");
    client.release(new Error("gone"));
    expect((await store.pool.query("SELECT count(*)::int AS n FROM kept")).rows).toEqual([{ n: 0 }]);
  });

  it("moves its socket when the folder's path is too long for one, and keeps it private", async () => {
    const long = join(dataDir, "a".repeat(60), "b".repeat(60));
    await mkdir(long, { recursive: true });
    const database = await start(long);
    const socketDir = database.address.replace("embedded:", "");
    expect(socketDir.startsWith(tmpdir())).toBe(true);
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700);
    expect(await answers(open(database.address))).toBe(true);
    await database.stop();
    await expect(stat(socketDir)).rejects.toThrow("ENOENT");
  });

  it("says what is missing when it was not built", async () => {
    const missing = join(dataDir, "embedded.mjs");
    await expect(startEmbedded({ dataDir, port: null, entry: missing })).rejects.toThrow(
      `${missing} is missing; "npm run build" makes it`,
    );
  });
});

function answers(store: Store): Promise<boolean> {
  return readLatency(store, 500).then(
    () => true,
    () => false,
  );
}

/** A process that starts the database and then only lives. */
async function startParent(folder: string): Promise<ChildProcess> {
  const script = join(dataDir, "parent.mjs");
  const options = JSON.stringify(JSON.stringify({ dataDir: folder, port: null }));
  await writeFile(
    script,
    `import { fork } from "node:child_process";
     const child = fork(${JSON.stringify(entry)}, [${options}], { execArgv: [] });
     child.on("message", (message) => process.send(message));`,
  );
  const parent = fork(script, { execArgv: [] });
  parents.push(parent);
  const [message] = await once(parent, "message");
  expect(message).toMatchObject({ kind: "ready" });
  return parent;
}

async function pidInLock(): Promise<number> {
  const lock: unknown = JSON.parse(await readFile(join(dataDir, "lock.json"), "utf8"));
  return Number(typeof lock === "object" && lock !== null && "pid" in lock ? lock.pid : Number.NaN);
}
