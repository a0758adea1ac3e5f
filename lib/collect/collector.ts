import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ClusterConfig } from "@/lib/config/fleet";
import { watchFleet } from "@/lib/config/watch-fleet";
import { openStore } from "@/lib/store/client";
import { describeDatabaseError } from "@/lib/store/database-errors";
import { maintain } from "@/lib/store/maintain";
import { createWriteQueue, type QueueProblem } from "@/lib/store/queue/write-queue";
import { readHeldAddresses } from "@/lib/store/reads/read-held-addresses";
import { readLastSet } from "@/lib/store/reads/read-last-set";
import { readRememberedNodes } from "@/lib/store/reads/read-remembered-nodes";
import { rollUp } from "@/lib/store/roll-up";
import { beat } from "@/lib/store/writes/beat";
import manifest from "../../package.json";
import { type ClusterWatch, type RememberedNode, watchCluster } from "./cluster-watch";
import { readAwsPast } from "./elasticache/aws-past";
import { followElastiCache } from "./elasticache/follow-elasticache";
import { overhear } from "./elasticache/overhear";
import { type ClusterNews, createFleetFollower } from "./fleet-follower";
import { type FleetInForce, printFleetProblem, takeFleet } from "./fleet-status";
import { keepIamCredentials } from "./iam-credentials";
import { startLoop } from "./loop";
import { createRecorder } from "./recorder";
import { resumeFrom } from "./resume-from";
import { readSkewPast } from "./skew/skew-past";
import { findElder } from "./stand-by";
import { within } from "./within";

export interface CollectorOptions {
  /** Names this collector in the database, over its restarts. */
  readonly id: string;
  readonly databaseAddress: string;
  readonly fleetPath: string;
  /** Folder for what waits for the database; this collector's own. */
  readonly spoolDir: string;
  readonly log: (line: string) => void;
  /** Another collector gathers into this database and began earlier: this one is to stop. */
  readonly onElder: (elder: string) => void;
}

export interface Collector {
  /** The fleet file as it was at the start. */
  readonly fleet: FleetInForce;
  /** Stops watching, then hands what is left to the database or to the spool. */
  stop(timeoutMs: number): Promise<void>;
}

const BEAT_MS = 3000;
const ROLL_UP_MS = 30_000;
const MAINTAIN_MS = 3_600_000;
/** A day of a hundred nodes with a thousand connections each fits several times. */
const SPOOL_MAX_BYTES = 512 * 1024 * 1024;
/** What waits in the queue must be in the database before a last set is read from there. */
const RESUME_WITHIN_MS = 15_000;
/** Watching does not wait for the database: what was watched before is asked for once, this long. */
const REMEMBER_WITHIN_MS = 5000;
const CONNECTIONS = 3;

/** Watches the fleet and writes what it sees. Needs no database at the start: what is seen waits on disk. */
export function startCollector(options: CollectorOptions): Collector {
  const { log } = options;
  const startedAt = new Date();
  const store = openStore(options.databaseAddress, { maxConnections: CONNECTIONS });
  const problems = new ProblemLog(log);
  const queue = createWriteQueue({
    store,
    dir: join(options.spoolDir, "jobs"),
    maxBytes: SPOOL_MAX_BYTES,
    onError: (problem) => problems.tell(problem),
  });
  const recorder = createRecorder((job) => queue.enqueue(job));
  const onError = (error: unknown): void =>
    log(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
  const resume = resumeFrom({
    drained: () => queue.drained(),
    read: (clusterKey, address) => readLastSet(store, clusterKey, address),
    withinMs: RESUME_WITHIN_MS,
  });

  const credentials = keepIamCredentials();
  const runId = randomUUID();
  const overheard = overhear(recorder, {
    onSweep: (clusterKey, address, content) => aws.noteSweep(clusterKey, address, content),
    onTrouble: (clusterKey) => aws.noteTrouble(clusterKey),
  });
  const begin = async (config: ClusterConfig, news: ClusterNews): Promise<ClusterWatch> => {
    const [nodes, addresses] = await Promise.all([
      remember(readRememberedNodes(store, config.id)),
      config.proxyDiscovery.length === 0 ? [] : remember(readHeldAddresses(store, config.id)),
    ]);
    const remembered = nodes.map(
      (row): RememberedNode => ({
        address: row.address,
        state: { runId: row.runId, role: row.role, reachable: row.wasAnswering, linkUp: row.primaryLinkUp },
      }),
    );
    return watchCluster({
      ...news,
      config,
      recorder: overheard,
      credentials: (access) => credentials.of(access),
      remembered,
      rememberedProxies: addresses.map(({ seenAt, ...held }) => ({ ...held, seenAtMs: seenAt.getTime() })),
      resume: (address) => resume(config.id, address),
      skewPast: () => readSkewPast(store, config.id, Date.now()),
      onError,
    });
  };

  const follower = createFleetFollower({ begin, onFleet: (clusters) => recorder.clusters(clusters) });
  const aws = followElastiCache({
    runId,
    recorder,
    past: readAwsPast(store, { runId, drained: () => queue.drained() }),
    onClusters: (clusters) => follower.follow(clusters).catch(onError),
    onError,
  });
  const follow = (result: Parameters<typeof takeFleet>[1]): void => {
    const before = inForce.fleet;
    inForce = takeFleet(inForce, result, new Date());
    for (const problem of inForce.status.problems) log(printFleetProblem(inForce.status.path, problem));
    if (inForce.fleet !== null && inForce.fleet !== before) aws.setFleet(inForce.fleet);
    beatLoop.hurry();
  };
  const fleetFile = watchFleet(options.fleetPath, follow);
  let inForce = takeFleet(null, fleetFile.first, new Date());

  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  let dropped = 0;
  const beatTurn = async (): Promise<number> => {
    const stats = queue.stats();
    // Sweeps that were given up leave a hole in the chain of deltas behind them.
    if (stats.dropped !== dropped) for (const cluster of follower.clusters()) cluster.mendChain();
    dropped = stats.dropped;
    const row = {
      id: options.id,
      startedAt,
      beatAt: new Date(),
      pid: process.pid,
      host: hostname(),
      version: manifest.version,
      fleetFile: inForce.status,
      discovery: aws.discovery(),
      spooledSweeps: stats.spooled,
      droppedSweeps: stats.dropped,
      loopLagMs: Math.max(0, lag.percentile(99) / 1e6 - 20),
    };
    lag.reset();
    await beat(store, row).catch(() => undefined);
    const elder = await findElder(store, { id: options.id, startedAt });
    if (elder !== null) options.onElder(elder);
    return BEAT_MS;
  };
  const beatLoop = startLoop({ firstDelayMs: 0, turn: beatTurn, onError });
  const chore = (everyMs: number, firstDelayMs: number, work: () => Promise<unknown>) => {
    const turn = async (): Promise<number> => {
      await work().catch((error: unknown) =>
        problems.tell({ kind: "away", message: describeDatabaseError(error) }),
      );
      return everyMs;
    };
    return startLoop({ firstDelayMs, turn, onError });
  };
  const maintenance = chore(MAINTAIN_MS, 0, async () => {
    // Without the fleet file the periods in it are not known either: a lost file must not cost months of history.
    const report = await maintain(store, new Date(), inForce.fleet?.retention ?? null);
    for (const problem of report.problems) log(problem);
  });
  const rollUps = chore(ROLL_UP_MS, ROLL_UP_MS / 2, () => rollUp(store, new Date()));

  if (inForce.fleet !== null) aws.setFleet(inForce.fleet);

  return {
    fleet: inForce,
    async stop(timeoutMs) {
      fleetFile.close();
      const loops = [beatLoop.stop(), maintenance.stop(), rollUps.stop()];
      await within(Promise.all([aws.stop(), follower.stop()]), timeoutMs / 2);
      credentials.close();
      recorder.stop();
      await queue.close(timeoutMs / 2);
      await within(Promise.all(loops), timeoutMs / 2);
      lag.disable();
      await within(store.close(), timeoutMs / 2);
    },
  };
}

/** One line when the database goes and one when the reason changes, not one a try. */
class ProblemLog {
  #last = "";
  #lastAtMs = 0;
  constructor(private readonly log: (line: string) => void) {}

  tell({ kind, message }: QueueProblem): void {
    const line =
      kind === "away" ? `the database does not answer (${message}); what is seen waits on disk` : message;
    const nowMs = Date.now();
    if (line === this.#last && nowMs - this.#lastAtMs < 60_000) return;
    this.#last = line;
    this.#lastAtMs = nowMs;
    this.log(line);
  }
}

/** What is remembered, or nothing when the database does not tell in time. */
async function remember<T>(rows: Promise<T[]>): Promise<T[]> {
  const told = await within(rows, REMEMBER_WITHIN_MS).catch(() => "too late" as const);
  return told === "too late" ? [] : told;
}
