import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { childVariables } from "@/lib/config/environment";
import { REPOSITORY } from "./checks/source-files";

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | string | null>;
}

describe("npm start", () => {
  let folder: string;
  let run: Run | null = null;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-start-"));
  });

  afterEach(async () => {
    run?.child.kill("SIGKILL");
    await run?.exited;
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (variables: Readonly<Record<string, string>>): Run => {
    const child = spawn(process.execPath, ["lib/cli/run.mjs", "start"], {
      cwd: REPOSITORY,
      env: {
        ...childVariables({
          DATABASE_URL: "",
          EVENKEEL_ROLE: "",
          EVENKEEL_CONFIG: join(folder, "evenkeel.yaml"),
          EVENKEEL_DATA_DIR: join(folder, "data"),
          ...variables,
        }),
        NODE_ENV: "production",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => {
        text += chunk;
      });
    }
    const exited = new Promise<number | string | null>((resolve) => {
      child.once("close", (code, signal) => resolve(code ?? signal));
    });
    run = { child, output: () => text, exited };
    return run;
  };

  it("refuses a fleet file with every problem: file, line, what is allowed", async () => {
    const path = join(folder, "evenkeel.yaml");
    writeFileSync(
      path,
      "clusters:\n  - id: orders\n    node: [10.0.5.21:6379]\n    watch: { maxStall: 5 years }\n",
    );
    const { exited, output } = start({});
    expect(await exited).toBe(1);
    expect(output()).toContain(`${path}:2: clusters[0]: has no nodes`);
    expect(output()).toContain(`${path}:3: clusters[0]: unknown key "node"\n    did you mean "nodes"?`);
    expect(output()).toContain(`${path}:4: clusters[0].watch.maxStall: "5 years" is not a duration`);
  });

  it("says when the port is taken", async () => {
    const { server, port } = await listen();
    const { exited, output } = start({ PORT: String(port) });
    expect(await exited).toBe(1);
    expect(output()).toContain(`Port ${port} is taken.`);
    expect(output()).toContain(`PORT=${port + 1} npm start`);
    server.close();
  });

  it.each(["SIGINT", "SIGKILL"] as const)(
    "leaves no process behind after %s",
    async (signal) => {
      const { server, port } = await listen();
      await new Promise((resolve) => server.close(resolve));
      const { child, exited, output } = start({ PORT: String(port) });
      await vi.waitFor(() => expect(output()).toContain(`Evenkeel is ready: http://localhost:${port}`), {
        timeout: 150_000,
        interval: 100,
      });
      const family = descendantsOf(child.pid ?? 0);
      expect(family.length).toBeGreaterThan(1);
      child.kill(signal);
      expect(await exited).toBe(signal === "SIGINT" ? 0 : "SIGKILL");
      await vi.waitFor(() => expect(family.filter(isRunning)).toEqual([]), {
        timeout: 20_000,
        interval: 100,
      });
    },
    200_000,
  );
});

async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port };
}

/** Processes below `pid`, as `ps` has them at this moment. */
function descendantsOf(pid: number): readonly number[] {
  const all = listProcesses();
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one.pid, ...below(one.pid)]);
  return below(pid);
}

function isRunning(pid: number): boolean {
  return listProcesses().some((one) => one.pid === pid);
}

function listProcesses(): readonly { readonly pid: number; readonly parent: number }[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state = ""]) => !state.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
