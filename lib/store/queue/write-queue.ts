import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "../client";
import { describeDatabaseError, isDatabaseAway } from "../database-errors";
import { createBacklog, type PendingJob } from "./backlog";
import type { WriteJob } from "./jobs";
import { createNewsShelf, isNews } from "./news-shelf";
import { writeJob } from "./write-job";

export interface WriteQueueOptions {
  readonly store: Store;
  /** Folder of the spool; made when missing, read again after a restart. One queue at a time. */
  readonly dir: string;
  /** Most that may wait on disk. */
  readonly maxBytes: number;
  readonly onError: (problem: QueueProblem) => void;
  /** Wait after the first failure, and at most. Default 0.5 s and 15 s. */
  readonly backoffMs?: { readonly first: number; readonly most: number };
}

export interface QueueProblem {
  /**
   * away: jobs wait, it is tried again. refused: the database found a job wrong, it was given up. full: the oldest were
   * given up for want of room. disk: the spool cannot be written or read.
   */
  readonly kind: "away" | "refused" | "full" | "disk";
  readonly message: string;
}

export interface WriteQueueStats {
  /** Sweeps that wait on disk for the database. */
  readonly spooled: number;
  /** Sweeps given up since this process started. */
  readonly dropped: number;
}

export interface WriteQueue {
  /** Returns at once, whatever the database and the disk do. */
  enqueue(job: WriteJob): void;
  stats(): WriteQueueStats;
  /** Resolves when everything enqueued so far is in the database, or given up. */
  drained(): Promise<void>;
  /** Writes what it can within `timeoutMs` and leaves the rest in the spool. Default 5 s. */
  close(timeoutMs?: number): Promise<void>;
}

const BACKOFF_MS = { first: 500, most: 15_000 };
const CLOSE_MS = 5_000;
/** A job that the database finds wrong is tried again, in case it was wrong only at that moment. */
const MOST_REFUSALS = 3;
/** During a long drain the newest news does not wait for its end. */
const SHELF_MS = 2_000;

/** Writes jobs one after another in the order in which they were enqueued, off the caller's loop. */
export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const { store, onError } = options;
  const backoffMs = options.backoffMs ?? BACKOFF_MS;
  const backlog = createBacklog({
    dir: options.dir,
    maxBytes: options.maxBytes,
    onLoss: (kind, message) => onError({ kind, message }),
  });
  const shelf = createNewsShelf();
  const closing = new AbortController();
  let failures = 0;
  let refusals = 0;
  let shelfWrittenMs = 0;
  /** Something came in since the queue was last looked at. */
  let isCalled = false;
  let wake: () => void = () => {};
  let drainedWaiters: (() => void)[] = [];

  async function run(): Promise<void> {
    while (!closing.signal.aborted || failures === 0) {
      isCalled = false;
      if (await writeFromShelf()) continue;
      const pending = await backlog.next();
      if (pending !== null) await attempt(pending);
      else if (shelf.isEmpty() && backlog.lossReport() === null) {
        if (isCalled) continue;
        if (closing.signal.aborted) return;
        await idle();
      } else shelfWrittenMs = 0;
    }
  }

  async function idle(): Promise<void> {
    for (const resolve of drainedWaiters) resolve();
    drainedWaiters = [];
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }

  function call(): void {
    isCalled = true;
    wake();
  }

  /** True: something was tried. */
  async function writeFromShelf(): Promise<boolean> {
    if (Date.now() - shelfWrittenMs < SHELF_MS) return false;
    const losses = backlog.lossReport();
    const job = losses ?? shelf.take();
    shelfWrittenMs = Date.now();
    if (job === null) return false;
    try {
      await writeJob(store, job);
      failures = 0;
      if (job === losses) await backlog.lossReported();
    } catch (error) {
      if (isNews(job) && isDatabaseAway(error)) shelf.put(job);
      await fail(error);
    }
    return true;
  }

  async function attempt(pending: PendingJob): Promise<void> {
    try {
      await writeJob(store, pending.job);
    } catch (error) {
      if (!isDatabaseAway(error)) {
        refusals += 1;
        if (refusals >= MOST_REFUSALS) return await giveUp(pending, error);
      }
      backlog.spill();
      return await fail(error);
    }
    failures = 0;
    refusals = 0;
    await backlog.done(pending);
  }

  async function giveUp(pending: PendingJob, error: unknown): Promise<void> {
    const reason = `the database refused it (${describeDatabaseError(error)})`;
    failures = 0;
    refusals = 0;
    onError({ kind: "refused", message: `${pending.job.kind}: ${reason}` });
    await backlog.giveUp(pending, reason);
  }

  /** Waits between half of the back-off and all of it, so that several collectors do not come back as one. */
  async function fail(error: unknown): Promise<void> {
    failures += 1;
    const wholeMs = Math.min(backoffMs.most, backoffMs.first * 2 ** (failures - 1));
    onError({ kind: "away", message: describeDatabaseError(error) });
    const waitMs = wholeMs * (0.5 + Math.random() / 2);
    await sleep(waitMs, undefined, { signal: closing.signal }).catch(() => {});
  }

  const ended = run();
  return {
    enqueue: (job) => {
      if (isNews(job)) shelf.put(job);
      else backlog.put(job.kind === "sweep" ? withoutDelta(job) : job);
      call();
    },
    stats: () => ({ spooled: backlog.spooled(), dropped: backlog.dropped() }),
    drained: () =>
      new Promise((resolve) => {
        drainedWaiters.push(resolve);
        call();
      }),
    close: async (timeoutMs = CLOSE_MS) => {
      closing.abort();
      call();
      const timer = new AbortController();
      await Promise.race([ended, sleep(timeoutMs, undefined, { signal: timer.signal }).catch(() => {})]);
      timer.abort();
      backlog.spill();
      await backlog.settled();
    },
  };
}

/** The ledger's result carries the difference as objects besides its bytes: of no use here, and large. */
function withoutDelta<T extends Extract<WriteJob, { kind: "sweep" }>>(job: T): T {
  const { result } = job;
  if (!("delta" in result)) return job;
  const { delta: _, ...rest } = result;
  return { ...job, result: rest };
}
