import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readIdentity } from "@/lab/process-identity";
import { readProcessRecord } from "@/lab/process-record";
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
    expect(children.length).toBeGreaterThanOrEqual(18);
    const exit = once(child, "exit");
    end(child);
    await exit;
    await until("all gone", () => children.every(({ pid }) => readIdentity(pid) === null));
  } finally {
    child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  }
});

test("kill -9 in the middle of the start leaves no process, even with their record gone", async () => {
  const dir = mkdtempSync(join(tmpdir(), "evenkeel-lab-test-"));
  const child = startMain(dir);
  const children = await until("the first servers run", () => {
    const recorded = readProcessRecord(dir)?.children ?? [];
    return recorded.length >= 4 && recorded;
  });
  rmSync(join(dir, "processes.json"), { force: true });
  child.kill("SIGKILL");
  await until("all gone", () => children.every(({ pid }) => readIdentity(pid) === null));
  rmSync(dir, { recursive: true, force: true });
});

test("a start that fails says why and ends, also under a parent", async () => {
  const child = startMain(join(tmpdir(), "never-made"), ["--pool-order", "random"], "pipe");
  const said = child.stderr?.toArray();
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
  expect(String(await said)).toMatch(/--pool-order random: allowed are lifo, fifo/);
});

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
