import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "./client";
import { migrate } from "./migrate";
import { migrationsFolder, readMigrations } from "./migrations-folder";
import { eachDatabase } from "./testing/each-database";

eachDatabase("migrate", (database) => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "evenkeel-migrations-"));
    await cp(migrationsFolder(), folder, { recursive: true });
    await emptyDatabase(database.store());
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("applies every migration once and keeps Prisma's history of it", async () => {
    const store = database.store();
    const migrations = await readMigrations(folder);
    expect(await migrate(store, { folder })).toEqual(migrations.map((migration) => migration.name));
    expect(await migrate(store, { folder })).toEqual([]);
    const { rows } = await store.pool.query(
      `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at, applied_steps_count AS steps
       FROM _prisma_migrations ORDER BY migration_name`,
    );
    expect(rows).toEqual(
      migrations.map(({ name, checksum }) => ({
        migration_name: name,
        checksum,
        finished: true,
        rolled_back_at: null,
        steps: 1,
      })),
    );
  });

  it("is safe when several processes start at once", async () => {
    const stores = [database.store(), ...Array.from({ length: 4 }, () => database.openAnother())];
    const applied = await Promise.all(stores.map((store) => migrate(store, { folder })));
    expect(applied.flat().sort()).toEqual((await readMigrations(folder)).map((migration) => migration.name));
  });

  it("refuses a migration that was edited after it had been applied", async () => {
    const store = database.store();
    await migrate(store, { folder });
    await writeFile(join(folder, "0001_connections", "migration.sql"), "SELECT 1;");
    await expect(migrate(store, { folder })).rejects.toThrow(
      /migration 0001_connections was edited after it had been applied .*restore the file/,
    );
  });

  it("refuses a database that a newer version has migrated", async () => {
    const store = database.store();
    await migrate(store, { folder });
    await store.pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '9999_later', now())`,
    );
    await expect(migrate(store, { folder })).rejects.toThrow(
      /9999_later, which this version .* does not know/,
    );
  });

  it("refuses a history with a migration that another tool began and never finished", async () => {
    const store = database.store();
    await migrate(store, { folder });
    await store.pool.query(`UPDATE _prisma_migrations SET finished_at = NULL`);
    await expect(migrate(store, { folder })).rejects.toThrow(
      /never finished; repair it with "npx prisma migrate resolve"/,
    );
  });

  it("leaves nothing behind of a migration that fails half-way", async () => {
    const store = database.store();
    await writeFile(
      join(folder, "0001_connections", "migration.sql"),
      "CREATE TABLE half (a int); SELECT 1 / 0;",
    );
    await expect(migrate(store, { folder })).rejects.toThrow(/division by zero/);
    const { rows } = await store.pool.query(
      "SELECT to_regclass('half') AS half, count(*)::int AS n FROM _prisma_migrations",
    );
    expect(rows).toEqual([{ half: null, n: 0 }]);
  });
});

async function emptyDatabase(store: Store): Promise<void> {
  await store.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}
