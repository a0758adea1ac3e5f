import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { bootId, isRunning, processStart } from "./process-identity";

/** PGlite lets two processes open one folder, and they ruin it: this lock is what keeps the second one out. */
export interface FolderLock {
  release(): Promise<void>;
}

const holderSchema = z.object({
  id: z.string(),
  pid: z.number().int(),
  processStart: z.string().nullable(),
  bootId: z.string().nullable(),
  host: z.string(),
  since: z.string(),
  /** Of the dashboard that the database belongs to; null: it has none. */
  port: z.number().int().nullable(),
});
export type LockHolder = z.infer<typeof holderSchema>;

export class FolderHeldError extends Error {
  override readonly name = "FolderHeldError";
  constructor(
    readonly folder: string,
    readonly holder: LockHolder,
  ) {
    const dashboard = holder.port === null ? "" : ` (dashboard on port ${holder.port})`;
    super(
      `${folder} is held by pid ${holder.pid} on ${holder.host} since ${holder.since}${dashboard}; ` +
        `stop that one, or give this one a folder of its own with EVENKEEL_DATA_DIR`,
    );
  }
}

export interface FolderLockOptions {
  readonly folder: string;
  readonly port: number | null;
  /** Somebody took the lock from us while we were suspended: stop using the folder at once. */
  readonly onLost: () => void;
  readonly beatMs?: number;
}

const BEAT_MS = 2_000;
/** A takeover takes milliseconds; one this old was left behind by a process that died in it. */
const TAKEOVER_STALE_MS = 10_000;

export async function lockFolder(options: FolderLockOptions): Promise<FolderLock> {
  const path = join(options.folder, "lock.json");
  const beatMs = options.beatMs ?? BEAT_MS;
  const own: LockHolder = {
    id: randomUUID(),
    pid: process.pid,
    processStart: processStart(process.pid),
    bootId: bootId(),
    host: hostname(),
    since: new Date().toISOString(),
    port: options.port,
  };
  while (!(await createLock(path, own))) {
    const holder = await readHolder(path);
    // Gone, or in the middle of being written: ask again.
    if (holder === null && !(await isAbandoned(path))) continue;
    if (holder !== null && (await isAlive(path, holder, beatMs)))
      throw new FolderHeldError(options.folder, holder);
    await takeOver(path, holder, own);
    if ((await readHolder(path))?.id === own.id) break;
  }
  return keepLock(path, own, beatMs, options.onLost);
}

/** `dead` and `alive` can be told at once on the machine that the holder runs on; elsewhere its beat must tell. */
export function judgeHolder(
  holder: Pick<LockHolder, "pid" | "processStart" | "bootId" | "host">,
  here: { readonly host: string; readonly bootId: string | null },
  look: {
    readonly isRunning: (pid: number) => boolean;
    readonly processStart: (pid: number) => string | null;
  },
): "alive" | "dead" | "unknown" {
  if (holder.host !== here.host) return "unknown";
  if (holder.bootId !== here.bootId) return "dead";
  if (!look.isRunning(holder.pid)) return "dead";
  return look.processStart(holder.pid) === holder.processStart ? "alive" : "dead";
}

async function isAlive(path: string, holder: LockHolder, beatMs: number): Promise<boolean> {
  const here = { host: hostname(), bootId: bootId() };
  const verdict = judgeHolder(holder, here, { isRunning, processStart });
  if (verdict !== "unknown") return verdict === "alive";
  // Watch for the beat instead of comparing clocks: the folder may be shared with a machine whose clock is off.
  const before = await readBeat(path);
  for (let waitedMs = 0; waitedMs < beatMs * 4; waitedMs += beatMs / 2) {
    await sleep(beatMs / 2);
    if ((await readBeat(path)) !== before) return true;
  }
  return false;
}

async function createLock(path: string, own: LockHolder): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, "wx", 0o600);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
  await file.writeFile(JSON.stringify(own));
  await file.close();
  return true;
}

/** Replaces a dead holder's lock. Only one process at a time may do so, else the slower one would undo the quicker. */
async function takeOver(path: string, dead: LockHolder | null, own: LockHolder): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await (await open(guard, "wx", 0o600)).close();
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    if (Date.now() - ((await readBeat(guard)) ?? 0) > TAKEOVER_STALE_MS) await removeFile(guard);
    await sleep(20);
    return;
  }
  try {
    if ((await readHolder(path))?.id !== dead?.id) return;
    const next = `${path}.${own.id}`;
    await writeFile(next, JSON.stringify(own), { mode: 0o600 });
    await rename(next, path);
  } finally {
    await removeFile(guard);
  }
}

function keepLock(path: string, own: LockHolder, beatMs: number, onLost: () => void): FolderLock {
  const timer = setInterval(() => {
    void readHolder(path).then(async (holder) => {
      if (holder?.id === own.id) {
        const now = new Date();
        await utimes(path, now, now).catch(() => {});
        return;
      }
      clearInterval(timer);
      onLost();
    });
  }, beatMs);
  timer.unref();
  return {
    release: async () => {
      clearInterval(timer);
      if ((await readHolder(path))?.id === own.id) await removeFile(path);
    },
  };
}

async function readHolder(path: string): Promise<LockHolder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

/** An unreadable lock that nobody finishes writing: its writer died in between. */
async function isAbandoned(path: string): Promise<boolean> {
  const before = await readBeat(path);
  await sleep(500);
  const after = await readBeat(path);
  return before !== null && before === after && (await readHolder(path)) === null;
}

async function readBeat(path: string): Promise<number | null> {
  return await stat(path).then(
    (entry) => entry.mtimeMs,
    () => null,
  );
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!hasCode(error, "ENOENT")) throw error;
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
