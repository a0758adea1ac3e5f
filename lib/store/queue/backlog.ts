import { decodeJob, encodeJob, type SpooledJob } from "./job-codec";
import type { WriteJob } from "./jobs";
import { type LossBook, openLossBook } from "./losses";
import { openSpool, type Spool } from "./spool";

/** Jobs in the order in which they were made: in memory while the database keeps up, on disk when it does not. */
export interface Backlog {
  put(job: WriteJob): void;
  /** The oldest job; null: there is none. It stays the oldest until `done`. */
  next(): Promise<PendingJob | null>;
  done(pending: PendingJob): Promise<void>;
  /** A job that will never be written. */
  giveUp(pending: PendingJob, reason: string): Promise<void>;
  /** Puts on disk what is in memory, the job under way included: it may have to outlive this process. */
  spill(): void;
  /** Resolves when all that was to go to disk is there. */
  settled(): Promise<void>;
  /** Sweeps on disk. */
  spooled(): number;
  dropped(): number;
  /** What was given up, to be told in the database; null: nothing. */
  lossReport(): WriteJob | null;
  lossReported(): Promise<void>;
}

export interface PendingJob {
  readonly job: WriteJob;
  /** Null: from memory. */
  readonly spooled: SpooledJob | null;
}

export interface BacklogOptions {
  readonly dir: string;
  readonly maxBytes: number;
  readonly onLoss: (kind: "full" | "disk", message: string) => void;
}

/** More than this in memory and it goes to disk: memory does not survive a crash. */
const MOST_IN_MEMORY = 200;

interface Disk {
  readonly spool: Spool;
  readonly losses: LossBook;
}

export function createBacklog(options: BacklogOptions): Backlog {
  const { dir, maxBytes, onLoss } = options;
  let memory: WriteJob[] = [];
  /** On their way to disk. */
  let spilling: SpooledJob[] = [];
  /** New jobs follow older ones to disk. */
  let isSpooling = false;
  let current: PendingJob | null = null;
  let dropped = 0;

  /** Known once it is open. */
  let disk: Disk | null = null;
  const opened = open();
  /** Calls to the disk, one after another. */
  let lastCall: Promise<unknown> = opened;

  async function open(): Promise<void> {
    try {
      const onDamage = (message: string) => onLoss("disk", message);
      const spool = await openSpool({ dir, maxBytes, onDamage });
      disk = { spool, losses: await openLossBook(dir) };
      if (!spool.isEmpty()) spill();
    } catch (error) {
      onLoss("disk", `${messageOf(error)}; while the database is away, what is collected will be lost`);
    }
  }

  function onDisk<T>(call: (disk: Disk | null) => Promise<T>): Promise<T> {
    const result = lastCall.then(() => call(disk));
    lastCall = result.catch(() => {});
    return result;
  }

  function spill(): void {
    isSpooling = true;
    const waiting = current?.spooled === null ? [current.job, ...memory] : memory;
    current = null;
    memory = [];
    spilling.push(...waiting.map(encodeJob));
    void flush();
  }

  function flush(): Promise<void> {
    return onDisk(async (disk) => {
      const jobs = spilling;
      spilling = [];
      if (jobs.length === 0) return;
      if (disk === null) return lose(null, "disk", jobs, "there is no room on disk to wait in");
      try {
        await disk.spool.append(jobs);
      } catch (error) {
        await lose(disk, "disk", jobs, `they could not be put on disk (${messageOf(error)})`);
      }
      const given = await disk.spool.shrink();
      const limit = `${(maxBytes / 1024 / 1024).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
      await lose(disk, "full", given, `the database was away for longer than ${limit} of waiting room last`);
    });
  }

  async function lose(
    disk: Disk | null,
    kind: "full" | "disk",
    jobs: readonly SpooledJob[],
    reason: string,
  ): Promise<void> {
    if (jobs.length === 0) return;
    const sweeps = jobs.filter((job) => job.isSweep).length;
    dropped += sweeps;
    onLoss(kind, `${sweeps} sweeps lost: ${reason}`);
    await enterLosses(disk, jobs, reason);
  }

  async function enterLosses(disk: Disk | null, jobs: readonly SpooledJob[], reason: string): Promise<void> {
    if (disk === null) return;
    for (const { bytes } of jobs) {
      const job = decodeJob(bytes);
      if (job !== null) disk.losses.add(job, reason);
    }
    await disk.losses.save().catch((error: unknown) => onLoss("disk", messageOf(error)));
  }

  /** The next job on disk; what cannot be read is passed over. */
  async function nextOnDisk(disk: Disk): Promise<PendingJob | null> {
    for (;;) {
      const spooled = await disk.spool.peek();
      if (spooled === null) return null;
      const job = decodeJob(spooled.bytes);
      if (job !== null) return { job, spooled };
      onLoss("disk", "a job in the spool is not one of ours and was left out");
      await disk.spool.take(spooled);
    }
  }

  async function next(): Promise<PendingJob | null> {
    await opened;
    if (isSpooling) {
      const pending = await onDisk(async (disk) => {
        const found = disk === null ? null : await nextOnDisk(disk);
        if (found === null && spilling.length === 0) isSpooling = false;
        return found;
      });
      if (pending !== null || isSpooling) {
        current = pending;
        return pending ?? next();
      }
    }
    const job = memory.shift();
    current = job === undefined ? null : { job, spooled: null };
    return current;
  }

  return {
    put: (job) => {
      if (isSpooling) {
        spilling.push(encodeJob(job));
        void flush();
        return;
      }
      memory.push(job);
      if (memory.length > MOST_IN_MEMORY) spill();
    },
    next,
    done: async ({ spooled }) => {
      current = null;
      if (spooled !== null) await onDisk(async (disk) => disk?.spool.take(spooled));
    },
    giveUp: async ({ job, spooled }, reason) => {
      current = null;
      if (job.kind === "sweep") dropped += 1;
      await onDisk(async (disk) => {
        if (spooled !== null) await disk?.spool.take(spooled);
        await enterLosses(disk, [encodeJob(job)], reason);
      });
    },
    spill,
    settled: async () => {
      await lastCall;
    },
    spooled: () => (disk?.spool.sweeps() ?? 0) + spilling.filter((job) => job.isSweep).length,
    dropped: () => dropped,
    lossReport: () => {
      const observations = disk?.losses.observations() ?? [];
      return observations.length === 0 ? null : { kind: "observations", observations };
    },
    lossReported: () => onDisk(async (open) => open?.losses.clear()),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
