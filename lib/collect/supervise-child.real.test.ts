import { fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { superviseChild } from "./supervise-child";
import { waitFor } from "./testing/wait-for";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A program that ends with its parent, as ours do, and stays otherwise. */
async function faithfulProgram(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-supervise-"));
  cleanups.push(() => rm(dir, { recursive: true }));
  const entry = join(dir, "program.mjs");
  const text = `
    process.on("disconnect", () => process.exit(0));
    if (!process.connected) process.exit(0);
    setInterval(() => {}, 1000);`;
  await writeFile(entry, text);
  return entry;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a child that dies is started again, and stop ends it for good", async () => {
  const lines: string[] = [];
  const entry = await faithfulProgram();
  const child = superviseChild({ entry, variables: {}, log: (line) => lines.push(line) });
  cleanups.push(() => child.stop());
  const first = await waitFor("the child", () => child.pid());
  process.kill(first, "SIGKILL");
  const second = await waitFor("another child", () => child.pid() !== first && child.pid());
  expect(lines).toEqual([
    expect.stringMatching(/^the collector ended \(SIGKILL\); it is started again in \d+ ms$/),
  ]);
  await child.stop();
  expect(isRunning(second)).toBe(false);
  expect(child.pid()).toBe(null);
});

test("a child that hangs is killed and started again", async () => {
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-supervise-"));
  cleanups.push(() => rm(dir, { recursive: true }));
  const entry = join(dir, "program.mjs");
  await writeFile(entry, `process.send("alive"); for (;;);`);
  const lines: string[] = [];
  const child = superviseChild({ entry, variables: {}, log: (line) => lines.push(line), silentMs: 1000 });
  cleanups.push(() => child.stop());
  const first = await waitFor("the child", () => child.pid());
  await waitFor("another child", () => child.pid() !== first && child.pid());
  expect(isRunning(first)).toBe(false);
  expect(lines.slice(0, 2)).toEqual([
    "the collector has been silent for 1 s: it hangs, and is killed",
    expect.stringContaining("the collector ended (SIGKILL)"),
  ]);
});

test("kill -9 of the server takes the child along", async () => {
  const supervisor = join(import.meta.dirname, "testing", "supervisor.ts");
  const server = fork(supervisor, [await faithfulProgram()], { execArgv: ["--import", "tsx"] });
  cleanups.push(async () => server.kill("SIGKILL"));
  const message = z.object({ pid: z.number() });
  const pid = await new Promise<number>((resolve) => {
    server.on("message", (raw) => {
      const told = message.safeParse(raw);
      if (told.success) resolve(told.data.pid);
    });
  });
  expect(isRunning(pid)).toBe(true);
  server.kill("SIGKILL");
  await waitFor("the child to end", () => !isRunning(pid));
});
