import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FolderLock, judgeHolder, type LockHolder, lockFolder } from "./folder-lock";
import { bootId, processStart } from "./process-identity";

let folder = "";
let locks: FolderLock[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-lock-"));
  locks = [];
});
afterEach(async () => {
  await Promise.all(locks.map((lock) => lock.release()));
  await rm(folder, { recursive: true, force: true });
});

async function take(onLost: () => void = () => {}, beatMs = 20): Promise<FolderLock> {
  const lock = await lockFolder({ folder, port: 3000, onLost, beatMs });
  locks.push(lock);
  return lock;
}

function holder(given: Partial<LockHolder> = {}): LockHolder {
  const own = {
    pid: process.pid,
    processStart: processStart(process.pid),
    bootId: bootId(),
    host: hostname(),
  };
  return { id: "other", ...own, since: "2026-11-22T12:00:00.000Z", port: 3000, ...given };
}

/** By rename, as a takeover does: who looks meanwhile finds the one or the other, and never an empty file. */
async function leaveLock(left: LockHolder | string): Promise<void> {
  const next = join(folder, "lock.json.next");
  await writeFile(next, typeof left === "string" ? left : JSON.stringify(left));
  await rename(next, join(folder, "lock.json"));
}

describe("judgeHolder", () => {
  const here = { host: "here", bootId: "boot-1" };
  const started = (start: string | null) => ({
    isRunning: (): boolean => start !== null,
    processStart: (): string | null => start,
  });
  const withoutStarts = { isRunning: (): boolean => true, processStart: (): string | null => null };
  const left = { pid: 4711, processStart: "100", bootId: "boot-1", host: "here" };
  it.each([
    ["the process runs", left, started("100"), "alive"],
    ["the process is gone", left, started(null), "dead"],
    ["its pid is another process's now", left, started("250"), "dead"],
    ["the machine was restarted since", { ...left, bootId: "boot-0" }, started("100"), "dead"],
    ["it is another machine's", { ...left, host: "there" }, started(null), "unknown"],
    [
      "the system tells no start and the process runs",
      { ...left, processStart: null },
      withoutStarts,
      "alive",
    ],
  ] as const)("when %s", (_, given, look, verdict) => {
    expect(judgeHolder(given, here, look)).toBe(verdict);
  });
});

describe("lockFolder", () => {
  it("keeps a second one out, and says who holds it", async () => {
    await take();
    await expect(take()).rejects.toThrow(
      new RegExp(
        `^${folder} is held by pid ${process.pid} on ${hostname()} since \\S+Z \\(dashboard on port 3000\\); stop that one`,
      ),
    );
  });

  it("is free again after release", async () => {
    await (await take()).release();
    expect(await readdir(folder)).toEqual([]);
    await take();
  });

  it("takes over from a process that is gone", async () => {
    await leaveLock(holder({ processStart: "1" }));
    await take();
    expect(JSON.parse(await readFile(join(folder, "lock.json"), "utf8"))).toMatchObject({ pid: process.pid });
  });

  it("lets one of many take over", async () => {
    await leaveLock(holder({ processStart: "1" }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => take()));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  it("takes over from another machine whose beat has stopped, and not from one that beats", async () => {
    await leaveLock(holder({ host: "elsewhere" }));
    await take();
    await locks.pop()?.release();
    // Four beats are waited for: of a length in which a busy disk writes one.
    const other = await take(undefined, 250);
    const text = await readFile(join(folder, "lock.json"), "utf8");
    await leaveLock(text.replace(JSON.stringify(hostname()), '"elsewhere"'));
    await expect(take(undefined, 250)).rejects.toThrow(/is held by pid \d+ on elsewhere/);
    await other.release();
  });

  it("takes over a lock that nobody finished writing", async () => {
    await leaveLock('{"id": "ha');
    await take();
  });

  it("notices that somebody else has taken it", async () => {
    let tellLost = (): void => undefined;
    const lost = new Promise<void>((resolve) => {
      tellLost = resolve;
    });
    await take(() => tellLost());
    await leaveLock(holder());
    await lost;
  });
});
