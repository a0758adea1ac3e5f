import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store } from "../client";
import { migrate } from "../migrate";
import { eachDatabase } from "../testing/each-database";
import { type PostgresServer, startPostgres } from "../testing/postgres-server";
import { sampleAssessment, sampleEpisode, sampleStep } from "../testing/sample-skew";
import { sampleCell, sampleSweep } from "../testing/sample-sweep";
import { type SilentProxy, startSilentProxy } from "../testing/silent-proxy";
import { waitFor } from "../testing/wait-for";
import type { SweepJob, WriteJob } from "./jobs";
import { createWriteQueue, type QueueProblem, type WriteQueue } from "./write-queue";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const ADDRESSES = ["10.0.5.21:6379", "10.0.5.22:6379", "10.0.5.23:6379"];
const MB = 1024 * 1024;

let dir = "";
let queues: WriteQueue[] = [];
let problems: QueueProblem[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "evenkeel-queue-"));
  queues = [];
  problems = [];
});
afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.close(100)));
  await rm(dir, { recursive: true, force: true });
});

function openQueue(
  store: Store,
  options: { readonly maxBytes?: number; readonly folder?: string } = {},
): WriteQueue {
  const queue = createWriteQueue({
    store,
    dir: options.folder ?? dir,
    maxBytes: options.maxBytes ?? 64 * MB,
    backoffMs: { first: 5, most: 50 },
    onError: (problem) => problems.push(problem),
  });
  queues.push(queue);
  return queue;
}

/** Sweep `n` of a stream that goes round the nodes. */
function sweepJob(n: number, given: Parameters<typeof sampleSweep>[0] = {}): SweepJob {
  const atMs = NOON_MS + n * 1_000;
  const content = sampleSweep({ ...given, result: { atMs, previousAtMs: atMs - 3_000, ...given.result } });
  return { kind: "sweep", clusterKey: "orders", address: ADDRESSES[n % 3] ?? "", ...content };
}

/** The sweeps in the order in which they came into the table. */
async function storedSweeps(store: Store): Promise<number[]> {
  const rows = await store.prisma.$queryRaw<{ at: Date; address: string }[]>`
    SELECT s.at, node.address FROM node_sweep s JOIN node ON node.id = s.node_id ORDER BY s.ctid`;
  return rows.map((row) => {
    const n = (row.at.getTime() - NOON_MS) / 1_000;
    expect(row.address).toBe(ADDRESSES[n % 3]);
    return n;
  });
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

eachDatabase("the write queue", (database) => {
  it("writes every kind of job in the order given, with the ids found on the way", async () => {
    const queue = openQueue(database.store());
    const at = new Date(NOON_MS);
    const seen = { before: null, after: null, source: "probe", precisionMs: 1_000 };
    const jobs: WriteJob[] = [
      { kind: "clusters", clusters: [{ key: "orders", name: "Orders", kind: "replication", proxies: [] }] },
      { kind: "node", clusterKey: "orders", address: "10.0.5.21:6379", nodeId: "07c37df" },
      sweepJob(0),
      {
        kind: "samples",
        samples: [{ clusterKey: "orders", address: "10.0.5.22:6379", at, role: "replica" }],
      },
      { kind: "node-gone", clusterKey: "orders", address: "10.0.5.21:6379", goneAt: at },
      {
        kind: "observations",
        observations: [
          {
            ...seen,
            clusterKey: "orders",
            address: "10.0.5.21:6379",
            at,
            subject: "x",
            kind: "gone",
            sentence: "Gone.",
          },
          {
            ...seen,
            clusterKey: "orders",
            address: null,
            at,
            subject: "orders",
            kind: "gap",
            sentence: "Gap.",
          },
        ],
      },
      {
        kind: "sources",
        sources: [
          {
            clusterKey: "orders",
            address: "10.0.5.21:6379",
            source: "redis",
            lastSuccessAt: at,
            lastErrorAt: null,
            lastError: null,
            refusals: [],
            detail: {},
            updatedAt: at,
          },
        ],
      },
      { kind: "proxy-samples", samples: [{ clusterKey: "orders", proxy: "proxy-1", ...sampleStep(at) }] },
      {
        kind: "verdicts",
        clusterKey: "orders",
        episodes: [sampleEpisode({ saidAt: at, lastAt: at })],
      },
      {
        kind: "skew-now",
        assessments: [{ clusterKey: "orders", assessment: sampleAssessment({ atMs: NOON_MS }) }],
      },
    ];
    for (const job of jobs) queue.enqueue(job);
    await queue.drained();
    const { prisma } = database.store();
    expect(await prisma.cluster.findMany()).toMatchObject([{ key: "orders", name: "Orders" }]);
    // What is written about a node after it left does not bring it back.
    expect(await prisma.node.findMany({ orderBy: { address: "asc" } })).toMatchObject([
      { address: "10.0.5.21:6379", nodeId: "07c37df", goneAt: at },
      { address: "10.0.5.22:6379", goneAt: null },
    ]);
    expect(await prisma.nodeSweep.count()).toBe(1);
    expect(await prisma.nodeSample.findMany()).toMatchObject([{ role: "replica", at }]);
    expect(await prisma.observation.count()).toBe(2);
    expect(await prisma.sourceStatus.count()).toBe(1);
    expect(await prisma.proxySample.findMany()).toMatchObject([{ at, connections: 12 }]);
    expect(await prisma.skewVerdict.count()).toBe(1);
    expect(await prisma.skewNow.findMany()).toMatchObject([{ by: "proxy", at }]);
    expect(problems).toEqual([]);
    queue.enqueue({ kind: "node", clusterKey: "orders", address: "10.0.5.21:6379", nodeId: null });
    await queue.drained();
    expect(await prisma.node.count({ where: { goneAt: null } })).toBe(2);
  });

  it("gives up a job that the database finds wrong, says so in a gap, and goes on", async () => {
    const queue = openQueue(database.store());
    queue.enqueue(sweepJob(0));
    queue.enqueue(sweepJob(1, { result: { cells: [sampleCell({ connections: 2 ** 40 })] } }));
    queue.enqueue(sweepJob(2));
    await queue.drained();
    expect(await storedSweeps(database.store())).toEqual([0, 2]);
    expect(queue.stats()).toEqual({ spooled: 0, dropped: 1 });
    expect(problems.at(-1)).toMatchObject({ kind: "refused" });
    expect(await database.store().prisma.observation.findMany()).toMatchObject([
      {
        kind: "gap",
        subject: "orders",
        sentence: expect.stringMatching(
          /^1 sweep from 2026-11-22 12:00:01 to 2026-11-22 12:00:01 UTC could not be stored: the database refused it/,
        ),
      },
    ]);
  });

  it("takes more at once than it holds in memory", async () => {
    const queue = openQueue(database.store());
    for (const n of upTo(600)) queue.enqueue(sweepJob(n));
    expect(queue.stats().spooled).toBeGreaterThan(0);
    await queue.drained();
    expect(await storedSweeps(database.store())).toEqual(upTo(600));
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("the write queue, while PostgreSQL is away", () => {
  let server: PostgresServer;
  let store: Store;
  let databases = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server.dispose();
  });
  beforeEach(async () => {
    databases += 1;
    const admin = openStore(server.urlOf("postgres"));
    await admin.pool.query(`CREATE DATABASE queue_${databases}`);
    await admin.close();
    store = openStore(server.urlOf(`queue_${databases}`), { maxConnections: 2, statementTimeoutMs: 1_000 });
    await migrate(store);
  });
  afterEach(async () => {
    await server.start();
    await store.close();
  });

  it.each(["fast", "kill"] as const)(
    "loses and doubles nothing when it is stopped in mid-stream (%s)",
    async (how) => {
      const queue = openQueue(store);
      const count = 400;
      let slowestMs = 0;
      for (const n of upTo(count)) {
        const job = sweepJob(n, { keyframe: n % 60 === 0 ? new Uint8Array(50_000) : null });
        slowestMs = Math.max(
          slowestMs,
          undisturbedMs(() => queue.enqueue(job)),
        );
        if (n === 100) await Promise.all([server.stop(how), enqueueMore(queue)]);
        if (n === 300) await server.start();
        if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await queue.drained();
      expect(await storedSweeps(store)).toEqual(upTo(count));
      expect(await store.prisma.nodeKeyframe.count()).toBe(7);
      expect(await store.prisma.observation.count()).toBe(20);
      expect(queue.stats()).toEqual({ spooled: 0, dropped: 0 });
      expect(problems.map((problem) => problem.kind)).toContain("away");
      expect(slowestMs).toBeLessThan(50);
    },
  );

  it("hands what waits to the next process, however this one ended", async () => {
    await server.stop();
    const queue = openQueue(store);
    for (const n of upTo(50)) queue.enqueue(sweepJob(n));
    await waitFor(() => queue.stats().spooled === 50);
    for (const n of upTo(30)) queue.enqueue(sweepJob(50 + n));
    await waitFor(() => queue.stats().spooled === 80 && problems.length > 1);
    // A kill leaves the files as they are; a copy of them is what the next process would find.
    const killed = `${dir}-killed`;
    await cp(dir, killed, { recursive: true });
    queue.enqueue(sweepJob(80));
    await queue.close(100);
    const afterClose = openQueue(store);
    await waitFor(() => afterClose.stats().spooled === 81);
    afterClose.enqueue(sweepJob(81));
    await server.start();
    await afterClose.drained();
    expect(await storedSweeps(store)).toEqual(upTo(82));
    await store.prisma.$executeRaw`TRUNCATE node_sweep`;
    await openQueue(store, { folder: killed }).drained();
    expect(await storedSweeps(store)).toEqual(upTo(80));
    await rm(killed, { recursive: true, force: true });
  });

  it("keeps the newest assessment alone while it waits, and none of it on disk", async () => {
    await server.stop();
    const queue = openQueue(store);
    queue.enqueue(sweepJob(0));
    await waitFor(() => queue.stats().spooled === 1);
    for (const n of upTo(500)) {
      const assessments = ["orders", "catalog"].map((clusterKey) => ({
        clusterKey,
        assessment: sampleAssessment({ atMs: NOON_MS + n, skew: n }),
      }));
      queue.enqueue({ kind: "skew-now", assessments });
    }
    expect(await readdir(dir)).toHaveLength(1);
    await server.start();
    await queue.drained();
    expect(await store.prisma.skewNow.findMany()).toMatchObject([{ skew: 499 }, { skew: 499 }]);
  });

  it("gives up the oldest sweeps when there is no more room, and leaves a gap that says so, even after a restart", async () => {
    await server.stop();
    const queue = openQueue(store, { maxBytes: MB });
    for (const n of upTo(200)) queue.enqueue(sweepJob(n, { deltaBytes: new Uint8Array(20_000) }));
    await waitFor(() => queue.stats().dropped > 0 && queue.stats().dropped + queue.stats().spooled === 200);
    const { dropped } = queue.stats();
    await queue.close(100);
    expect(problems.map((problem) => problem.kind)).toContain("full");
    await server.start();
    const next = openQueue(store, { maxBytes: MB });
    await next.drained();
    expect(await storedSweeps(store)).toEqual(upTo(200).slice(dropped));
    const last = new Date(NOON_MS + (dropped - 1) * 1_000);
    expect(await store.prisma.observation.findMany()).toMatchObject([
      {
        kind: "gap",
        at: last,
        sentence:
          `${dropped} sweeps from 2026-11-22 12:00:00 to ${last.toISOString().slice(0, 19).replace("T", " ")} UTC ` +
          "could not be stored: the database was away for longer than 1 MB of waiting room last.",
      },
    ]);
    expect(await readdir(dir)).toEqual([]);
  });

  it("does not believe a connection that has fallen silent", async () => {
    const url = new URL(server.urlOf(`queue_${databases}`));
    const proxy: SilentProxy = await startSilentProxy(
      join(url.searchParams.get("host") ?? "", ".s.PGSQL.5432"),
    );
    const address = `postgresql://postgres@127.0.0.1:${proxy.port}${url.pathname}`;
    const proxied = openStore(address, {
      maxConnections: 2,
      statementTimeoutMs: 1_500,
      connectTimeoutMs: 1_500,
    });
    const queue = openQueue(proxied);
    for (const n of upTo(20)) queue.enqueue(sweepJob(n));
    await queue.drained();
    proxy.silence();
    for (const n of upTo(20)) queue.enqueue(sweepJob(20 + n));
    await waitFor(() => queue.stats().spooled === 20);
    proxy.speak();
    await queue.drained();
    expect(await storedSweeps(store)).toEqual(upTo(40));
    await proxied.close();
    await proxy.close();
  });

  it("closes within its time while the database is away", async () => {
    await server.stop();
    const queue = openQueue(store);
    for (const n of upTo(5)) queue.enqueue(sweepJob(n));
    const start = performance.now();
    await queue.close(2_000);
    expect(performance.now() - start).toBeLessThan(1_900);
    expect(queue.stats().spooled).toBe(5);
  });
});

/** Small things beside the sweeps. */
async function enqueueMore(queue: WriteQueue): Promise<void> {
  for (const n of upTo(20)) {
    const at = new Date(NOON_MS + n);
    const seen = {
      clusterKey: "orders",
      address: null,
      at,
      subject: "orders",
      before: null,
      after: null,
    } as const;
    const observation = {
      ...seen,
      kind: "link",
      sentence: `Link ${n}.`,
      source: "probe",
      precisionMs: 1_000,
    } as const;
    queue.enqueue({ kind: "observations", observations: [observation] });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** How long it took; 0 where the system gave our processor to another process meanwhile, which says nothing of it. */
function undisturbedMs(work: () => void): number {
  const switches = process.resourceUsage().involuntaryContextSwitches;
  const start = performance.now();
  work();
  const tookMs = performance.now() - start;
  return process.resourceUsage().involuntaryContextSwitches === switches ? tookMs : 0;
}
