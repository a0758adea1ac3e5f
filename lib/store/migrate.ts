import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Store } from "./client";
import { sqlStateOf } from "./database-errors";
import { type Migration, migrationsFolder, readMigrations } from "./migrations-folder";

/** The database and this version's migrations do not fit together; nothing was changed. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export interface MigrateOptions {
  /** Default: prisma/migrations of the working folder. */
  readonly folder?: string;
}

/**
 * Brings the database up to this version, one transaction a migration, and resolves to the names applied now.
 * Keeps `_prisma_migrations` as `prisma migrate deploy` does. Any number of processes may call it at once.
 */
export async function migrate(store: Store, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder ?? migrationsFolder());
  const client = await store.pool.connect();
  let failure: Error | undefined;
  try {
    await requireUtc(client);
    await createHistory(client);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (await applyOnce(client, migration, migrations)) applied.push(migration.name);
    }
    return applied;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed in mid-transaction is thrown away, not given to the next statement.
    client.release(failure);
  }
}

/** Prisma exchanges instants without their zone: another zone than UTC would shift every one of them, silently. */
async function requireUtc(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`);
  const zone = rows[0]?.zone ?? "";
  if (/^(UTC|GMT|Etc\/UTC|Etc\/GMT)$/i.test(zone)) return;
  throw new MigrationError(
    `the database session is in time zone "${zone}" instead of UTC: something between us and PostgreSQL drops the ` +
      `connection option "-c TimeZone=UTC" (a pooler with ignore_startup_parameters=options?); ` +
      `run ALTER DATABASE … SET TimeZone = 'UTC'`,
  );
}

/** Prisma's own table, column for column. */
const CREATE_HISTORY = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  varchar(36) PRIMARY KEY NOT NULL,
    checksum            varchar(64) NOT NULL,
    finished_at         timestamptz,
    migration_name      varchar(255) NOT NULL,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

/** Unique violation in the catalogue, duplicate table, duplicate type: which one depends on how far the other has come. */
const ALREADY_THERE: ReadonlySet<string> = new Set(["23505", "42P07", "42710"]);

/** IF NOT EXISTS alone is not safe against a second process in the same instant: the loser is told of a duplicate. */
async function createHistory(client: pg.PoolClient): Promise<void> {
  try {
    await client.query(CREATE_HISTORY);
  } catch (error) {
    if (!ALREADY_THERE.has(sqlStateOf(error) ?? "")) throw error;
  }
}

/** The lock is the table's, held by the transaction: it works where advisory locks do not, and dies with its holder. */
async function applyOnce(
  client: pg.PoolClient,
  migration: Migration,
  known: readonly Migration[],
): Promise<boolean> {
  await client.query("BEGIN");
  try {
    // A later migration may take longer than any other statement; the bound returns with the end of the transaction.
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query(patient("LOCK TABLE _prisma_migrations IN SHARE ROW EXCLUSIVE MODE"));
    const pending = checkHistory(migration, known, await readHistory(client));
    if (pending) {
      await client.query(patient(migration.sql));
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, clock_timestamp(), 1)`,
        [randomUUID(), migration.checksum, migration.name],
      );
    }
    await client.query("COMMIT");
    return pending;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** Six hours: a bound for a connection that has died, not for the work. */
const MIGRATION_TIMEOUT_MS = 6 * 3_600_000;

function patient(text: string): pg.QueryConfig & { readonly query_timeout: number } {
  return { text, query_timeout: MIGRATION_TIMEOUT_MS };
}

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

async function readHistory(client: pg.PoolClient): Promise<HistoryRow[]> {
  const { rows } = await client.query<HistoryRow>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at LIMIT 10000`,
  );
  return rows;
}

/** True: this migration is still to be applied. Throws when history and files contradict each other. */
function checkHistory(
  migration: Migration,
  known: readonly Migration[],
  history: readonly HistoryRow[],
): boolean {
  for (const row of history) {
    if (row.finished_at === null) {
      throw new MigrationError(
        `migration ${row.migration_name} was begun by another tool and never finished; ` +
          `repair it with "npx prisma migrate resolve", then start again`,
      );
    }
    const file = known.find((candidate) => candidate.name === row.migration_name);
    if (file === undefined) {
      throw new MigrationError(
        `the database has migration ${row.migration_name}, which this version of Evenkeel does not know: ` +
          `a newer version has used it; start that version, or give this one a database of its own`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationError(
        `migration ${row.migration_name} was edited after it had been applied (prisma/migrations/` +
          `${row.migration_name}/migration.sql); restore the file, and put the change into a new migration`,
      );
    }
  }
  return !history.some((row) => row.migration_name === migration.name);
}
