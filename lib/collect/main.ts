import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Environment, EnvironmentError, readEnvironment } from "@/lib/config/environment";
import { loadFleet } from "@/lib/config/load-fleet";
import { openStore } from "@/lib/store/client";
import { describeDatabaseError, isDatabaseAway } from "@/lib/store/database-errors";
import { FolderHeldError, lockFolder } from "@/lib/store/embedded/folder-lock";
import { MigrationError, migrate } from "@/lib/store/migrate";
import { type Collector, startCollector } from "./collector";
import { printFleetProblem } from "./fleet-status";
import { untilAlone } from "./stand-by";

/**
 * Entry of the collector process: forked by the server, or run alone (EVENKEEL_ROLE=collector). Ends with the server
 * that forked it, however that ends: the IPC channel closes.
 */

const STOP_MS = 4000;
/** The collector of a server that was just killed needs a moment to put its last jobs on disk. */
const LOCK_WITHIN_MS = 20_000;
const MIGRATE_RETRY_MS = 3000;
const SIGN_OF_LIFE_MS = 2000;

function log(line: string): void {
  process.stderr.write(`collector: ${line}\n`);
}

async function run(): Promise<void> {
  giveSignsOfLife();
  const environment = readEnvironment();
  const databaseAddress = environment.internalDatabase ?? environment.databaseUrl;
  if (databaseAddress === null) throw new EnvironmentError(["DATABASE_URL: a collector needs a database"]);
  const isAlone = process.send === undefined;
  if (isAlone) {
    refuseBadFleet(environment);
    await migrateAlone(databaseAddress);
  }
  const spoolDir = join(environment.dataDir, "spool");
  await mkdir(spoolDir, { recursive: true, mode: 0o700 });
  const lock = await lockSpool(spoolDir);
  const running: { collector: Collector | null } = { collector: null };
  stopWhenTold(running, () => lock.release());
  const id = `${hostname()} ${spoolDir}`;
  const { fleetPath } = environment;
  for (;;) {
    await untilNoOther(databaseAddress, id);
    const elder = await new Promise<string>((onElder) => {
      running.collector = startCollector({ id, databaseAddress, fleetPath, spoolDir, log, onElder });
    });
    log(`${elder} began earlier; giving way`);
    await running.collector?.stop(STOP_MS);
    running.collector = null;
  }
}

async function untilNoOther(databaseAddress: string, id: string): Promise<void> {
  const store = openStore(databaseAddress, { maxConnections: 1 });
  await untilAlone(store, id, log);
  await store.close();
}

/** A loop that hangs cannot notice it itself: the server misses these, kills us and starts anew. */
function giveSignsOfLife(): void {
  if (process.send === undefined) return;
  setInterval(() => process.connected && process.send?.("alive"), SIGN_OF_LIFE_MS).unref();
}

/** Alone, nobody has looked at the fleet file before us. */
function refuseBadFleet({ fleetPath }: Environment): void {
  const result = loadFleet(fleetPath);
  if (result.state !== "invalid") return;
  for (const problem of result.problems) process.stderr.write(`${printFleetProblem(result.path, problem)}\n`);
  process.exit(1);
}

/** Alone, the database may be older than we are, or not there yet. */
async function migrateAlone(address: string): Promise<void> {
  const store = openStore(address, { maxConnections: 1 });
  for (;;) {
    try {
      await migrate(store);
      await store.close();
      return;
    } catch (error) {
      if (error instanceof MigrationError || !isDatabaseAway(error)) throw error;
      log(`the database does not answer (${describeDatabaseError(error)}); trying again`);
      await sleep(MIGRATE_RETRY_MS);
    }
  }
}

async function lockSpool(folder: string): ReturnType<typeof lockFolder> {
  const deadline = Date.now() + LOCK_WITHIN_MS;
  for (;;) {
    try {
      return await lockFolder({ folder, port: null, onLost: () => process.exit(1) });
    } catch (error) {
      if (!(error instanceof FolderHeldError) || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

function stopWhenTold(running: { readonly collector: Collector | null }, release: () => Promise<void>): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS * 2).unref();
    Promise.resolve(running.collector?.stop(STOP_MS))
      .then(release)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log(error instanceof Error ? error.message : String(error));
          process.exit(1);
        },
      );
  };
  process.on("disconnect", stop);
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // The server may have died while we started: the event is then past.
  if (process.send !== undefined && !process.connected) stop();
}

run().catch((error: unknown) => {
  if (error instanceof EnvironmentError)
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  else log(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
