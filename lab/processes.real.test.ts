import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { readIdentity } from "@/lab/process-identity";
import { readProcessRecord, writeProcessRecord } from "@/lab/process-record";
import { createSupervisor, FolderInUseError } from "@/lab/processes";
import { startRedis } from "@/lab/redis-server";
import { until } from "@/lab/until";

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

test("a server that does not start says why, in its own words, and leaves nothing", async () => {
  const supervisor = createSupervisor({ dir: newDir() });
  const start = startRedis({ supervisor, name: "broken", args: ["--no-such-setting", "1"] });
  await expect(start).rejects.toThrow(/broken: exited while starting \(code 1\)[\s\S]*Bad directive/);
  expect(supervisor.running()).toEqual([]);
  await supervisor.stopAll();
});

test("a program that hangs is killed when the supervisor stops", async () => {
  const redis = await startRedis();
  process.kill(redis.process.pid, "SIGSTOP");
  await redis.stop();
  expect(readIdentity(redis.process.pid)).toBeNull();
});

test("an exit that nobody asked for is told; one that was is not", async () => {
  const told: string[] = [];
  const supervisor = createSupervisor({ dir: newDir(), onExit: (name, how) => told.push(`${name}: ${how}`) });
  const [first, second] = await Promise.all(
    ["first", "second", "third"].map((name) => startRedis({ supervisor, name })),
  );
  if (first === undefined || second === undefined) throw new Error("three were started");
  await second.stop();
  process.kill(first.process.pid, "SIGKILL");
  await until("the exit is told", () => told.length > 0);
  await supervisor.stopAll();
  expect(told).toEqual(["first: SIGKILL"]);
});

test("leftovers of a dead owner are ended, but not a process that only has the pid of one", async () => {
  const dir = newDir();
  const [leftover, stranger] = [startSleeper(), startSleeper()];
  const leftoverIdentity = await until("the sleeper runs", () => readIdentity(leftover.pid));
  writeProcessRecord(dir, {
    owner: { name: "lab", pid: process.pid, identity: "an earlier process" },
    children: [
      { name: "leftover", pid: leftover.pid, identity: leftoverIdentity },
      { name: "stranger", pid: stranger.pid, identity: "an earlier process" },
    ],
  });
  const supervisor = createSupervisor({ dir });
  await until("the leftover is gone", () => readIdentity(leftover.pid) === null);
  expect(readIdentity(stranger.pid)).not.toBeNull();
  expect(readProcessRecord(dir)?.children).toEqual([]);
  stranger.kill();
  await supervisor.stopAll();
});

test("a lab that is killed between starting a process and recording it leaves none", async () => {
  const script = fileURLToPath(new URL("./testing/launch-and-die.ts", import.meta.url));
  const { stdout, signal } = spawnSync(process.execPath, ["--import", "tsx", script, join(newDir(), "log")]);
  expect(signal).toBe("SIGKILL");
  const pid = Number(String(stdout));
  expect(pid).toBeGreaterThan(1);
  await until("the process is gone", () => readIdentity(pid) === null, { timeoutMs: 5_000 });
});

test("a folder serves one supervisor at a time", async () => {
  const dir = newDir();
  const supervisor = createSupervisor({ dir });
  expect(() => createSupervisor({ dir })).toThrow(FolderInUseError);
  await supervisor.stopAll();
});

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "evenkeel-processes-test-"));
  dirs.push(dir);
  return dir;
}

function startSleeper(): { readonly pid: number; readonly kill: () => void } {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  if (child.pid === undefined) throw new Error("sleep cannot be started");
  return { pid: child.pid, kill: () => child.kill("SIGKILL") };
}
