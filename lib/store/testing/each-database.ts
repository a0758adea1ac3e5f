import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import type { DatabaseKind } from "../address";
import { openStore, type Store, type StoreOptions } from "../client";
import { startEmbedded } from "../embedded";
import { migrate } from "../migrate";
import { bundleEmbedded } from "./bundle-embedded";
import { createEmbeddedFolder } from "./embedded-folder";
import { startPostgres } from "./postgres-server";

/** The database of the test that runs. */
export interface TestDatabase {
  readonly kind: DatabaseKind;
  /** A store on a database that is migrated, empty and this test's own. Closed after the test. */
  store(): Store;
  /** Another store on the same database, as another process would open it. Closed after the test. */
  openAnother(options?: StoreOptions): Store;
  /** What openStore and a child process take. */
  address(): string;
}

/** Runs the same tests on the embedded database and on a real PostgreSQL; one server each for a test file. */
export function eachDatabase(name: string, tests: (database: TestDatabase) => void): void {
  onDatabase("embedded", name, tests);
  onDatabase("postgresql", name, tests);
}

/** For what only one of the two has. */
export function onDatabase(kind: DatabaseKind, name: string, tests: (database: TestDatabase) => void): void {
  describe(`${name} (${kind})`, () => describeOn(kind, tests));
}

interface Bench {
  /** Address of an empty, migrated database. */
  freshDatabase(): Promise<string>;
  dispose(): Promise<void>;
}

const benches = new Map<DatabaseKind, Promise<Bench>>();
const users = new Map<DatabaseKind, number>();

function describeOn(kind: DatabaseKind, tests: (database: TestDatabase) => void): void {
  let address = "";
  let opened: Store[] = [];
  users.set(kind, (users.get(kind) ?? 0) + 1);

  beforeAll(async () => {
    if (!benches.has(kind)) benches.set(kind, kind === "embedded" ? embeddedBench() : postgresBench());
    await benches.get(kind);
  });
  beforeEach(async () => {
    const bench = await benches.get(kind);
    if (bench === undefined) throw new Error(`no ${kind} server`);
    address = await bench.freshDatabase();
    opened = [openStore(address)];
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    opened = [];
  });
  afterAll(async () => {
    const left = (users.get(kind) ?? 1) - 1;
    users.set(kind, left);
    if (left > 0) return;
    await (await benches.get(kind))?.dispose();
    benches.delete(kind);
  });

  tests({
    kind,
    store: () => {
      const [store] = opened;
      if (store === undefined) throw new Error("the store exists inside tests only");
      return store;
    },
    openAnother: (options) => {
      const store = openStore(address, options);
      opened.push(store);
      return store;
    },
    address: () => address,
  });
}

/** One database only, so that its schema is made anew for each test. */
async function embeddedBench(): Promise<Bench> {
  const dataDir = await createEmbeddedFolder();
  const database = await startEmbedded({ dataDir, port: null, entry: await bundleEmbedded() });
  return {
    freshDatabase: async () => {
      const store = openStore(database.address);
      await store.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      await migrate(store);
      await store.close();
      return database.address;
    },
    dispose: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A database for each test, copied from a migrated one. */
async function postgresBench(): Promise<Bench> {
  const server = await startPostgres();
  const admin = openStore(server.urlOf("postgres"), { maxConnections: 1 });
  await admin.pool.query("CREATE DATABASE migrated");
  const template = openStore(server.urlOf("migrated"));
  await migrate(template);
  await template.close();
  let made = 0;
  return {
    freshDatabase: async () => {
      made += 1;
      await admin.pool.query(`CREATE DATABASE test_${made} TEMPLATE migrated`);
      return server.urlOf(`test_${made}`);
    },
    dispose: async () => {
      await admin.close();
      await server.dispose();
    },
  };
}
