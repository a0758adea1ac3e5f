import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readIdentity } from "@/lab/process-identity";
import { readProcessRecord } from "@/lab/process-record";
import { findProcessesOf } from "@/lab/processes-of";
import { until } from "@/lab/until";
import { childVariables } from "@/lib/config/environment";

const entry = fileURLToPath(new URL("./main.ts", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

const endings: readonly (readonly [string, (lab: ChildProcess) => void])[] = [
  ["kill -9", (lab) => lab.kill("SIGKILL")],
  ["Ctrl-C", (lab) => lab.kill("SIGINT")],
  ["SIGTERM", (lab) => lab.kill("SIGTERM")],
  ["the end of its parent", (lab) => lab.disconnect()],
];

test.each(endings)("%s leaves no process of the lab", async (_, end) => {
  const dir = mkdtempSync(join(tmpdir(), "evenkeel-lab-test-"));
  const child = startMain(dir);
  try {
    const [message] = await once(child, "message");
    expect(message).toMatchObject({ state: "ready", fleetFile: join(dir, "evenkeel.yaml") });
    const children = readProcessRecord(dir)?.children ?? [];
    expect(children.length).toBeGreaterThanOrEqual(23);
    const exit = once(child, "exit");
    end(child);
    await exit;
    await until("all gone", () => children.every(({ pid }) => readIdentity(pid) === null));
  } finally {
    child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  }
});

/** As soon as the n-th server's log is there: its process is about to be started, or just has been. */
test.each([1, 12])("kill -9 at the start of process %i leaves none, recorded or not", async (count) => {
  const dir = mkdtempSync(join(tmpdir(), "evenkeel-lab-test-"));
  const child = startMain(dir);
  await until(`${count} logs`, () => countLogs(dir) >= count, { everyMs: 1 });
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  const recorded = readProcessRecord(dir)?.children ?? [];
  rmSync(join(dir, "processes.json"), { force: true });
  await until("all recorded gone", () => recorded.every(({ pid }) => readIdentity(pid) === null));
  await until("all others gone", () => (findProcessesOf(dir) ?? []).length === 0);
  rmSync(dir, { recursive: true, force: true });
});

test("a start that fails says why and ends, also under a parent", async () => {
  const child = startMain(join(tmpdir(), "never-made"), ["--pool-order", "random"], "pipe");
  const said = child.stderr?.toArray();
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
  expect(String(await said)).toMatch(/--pool-order random: allowed are lifo, fifo/);
});

function countLogs(dir: string): number {
  return existsSync(join(dir, "logs")) ? readdirSync(join(dir, "logs")).length : 0;
}

function startMain(
  dir: string,
  args: readonly string[] = [],
  stderr: "ignore" | "pipe" = "ignore",
): ChildProcess {
  return fork(entry, ["--dir", dir, ...args], {
    cwd: root,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", stderr, "ipc"],
    env: { NODE_ENV: "test", ...childVariables({ LAB_PORT: "0" }) },
  });
}
