import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  childVariables,
  type Environment,
  EnvironmentError,
  readEnvironment,
} from "@/lib/config/environment";
import { loadFleet } from "@/lib/config/load-fleet";
import type { Store } from "@/lib/store/client";
import { describeDatabaseError, isDatabaseAway } from "@/lib/store/database-errors";
import { startEmbedded } from "@/lib/store/embedded";
import { MigrationError, migrate } from "@/lib/store/migrate";
import { openSharedStore } from "@/lib/store/shared";
import { printFleetProblem } from "./fleet-status";
import { superviseChild } from "./supervise-child";

const STARTED = Symbol.for("evenkeel.started");
type Holder = typeof globalThis & { [STARTED]?: true };

const MIGRATE_RETRY_MS = 2000;
/** Node's four threads for name look-ups are too few when names of many nodes hang; the collector gets more. */
const LOOKUP_THREADS = "16";

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * What a server does beside serving pages: it starts the embedded database when there is no other, brings the schema up
 * to date and keeps the collector running. Ends the process when it must not serve: bad environment, bad fleet file,
 * folder held by another one.
 */
export async function startBeside(): Promise<void> {
  const holder: Holder = globalThis;
  if (holder[STARTED]) return;
  holder[STARTED] = true;
  const environment = environmentOrExit();
  if (environment.role === "all") exitOnBadFleet(environment);
  const address = await databaseOf(environment);
  const store = openSharedStore(address);
  const collect = (): void => {
    if (environment.role === "all") startCollectorChild(address);
  };
  const outcome = await tryToMigrate(store);
  if (outcome === null) return collect();
  // Pages can say that the database is away; they need not wait for it.
  log(`The database does not answer (${outcome}); trying again.`);
  void migrateWhenBack(store).then(collect);
}

function environmentOrExit(): Environment {
  try {
    return readEnvironment();
  } catch (error) {
    return exit(error instanceof EnvironmentError ? error.problems : [String(error)]);
  }
}

/** A missing file is no mistake: the page shows how to write one, and the collector waits for it. */
function exitOnBadFleet({ fleetPath }: Environment): void {
  const result = loadFleet(fleetPath);
  if (result.state !== "invalid") return;
  exit(result.problems.map((problem) => printFleetProblem(result.path, problem)));
}

async function databaseOf({ databaseUrl, internalDatabase, dataDir, port }: Environment): Promise<string> {
  const given = databaseUrl ?? internalDatabase;
  if (given !== null) return given;
  try {
    return (await startEmbedded({ dataDir, port, onProblem: log })).address;
  } catch (error) {
    return exit([error instanceof Error ? error.message : String(error)]);
  }
}

/** Null: the schema is up to date. Otherwise why the database does not answer. */
async function tryToMigrate(store: Store): Promise<string | null> {
  try {
    await migrate(store);
    return null;
  } catch (error) {
    if (!(error instanceof MigrationError) && isDatabaseAway(error)) return describeDatabaseError(error);
    return exit([error instanceof Error ? error.message : String(error)]);
  }
}

async function migrateWhenBack(store: Store): Promise<void> {
  do await sleep(MIGRATE_RETRY_MS);
  while ((await tryToMigrate(store)) !== null);
}

function startCollectorChild(address: string): void {
  const variables = childVariables({
    EVENKEEL_DATABASE: address,
    UV_THREADPOOL_SIZE: LOOKUP_THREADS,
    // A notice on which Node later versions of the SDK will need: package.json says which one runs this one.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
  superviseChild({
    entry: join(/* turbopackIgnore: true */ process.cwd(), "dist", "collector.mjs"),
    variables,
    log,
  });
}

function exit(lines: readonly string[]): never {
  for (const line of lines) log(line);
  process.exit(1);
}
