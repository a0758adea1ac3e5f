import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { childVariables } from "@/lib/config/environment";

/** The collector as the server forks it: bundled, with an IPC channel, in a process of its own. */
export interface CollectorProcess {
  readonly pid: number;
  /** What it said so far. */
  output(): string;
  /** Resolves with the exit code, or the signal. */
  readonly exited: Promise<number | string>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
  /** The server is gone. */
  disconnect(): void;
}

export interface CollectorPlace {
  readonly dir: string;
  writeFleet(yaml: string): Promise<void>;
  /** A file beside the fleet file. */
  writeFile(name: string, text: string): Promise<void>;
  start(): Promise<CollectorProcess>;
  dispose(): Promise<void>;
}

/** A folder with a fleet file and a spool, in which collectors are started one after the other. */
export async function makeCollectorPlace(databaseAddress: string): Promise<CollectorPlace> {
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-collector-"));
  const entry = await bundleCollector();
  const fleetPath = join(dir, "evenkeel.yaml");
  const running = new Set<CollectorProcess>();
  return {
    dir,
    writeFleet: (yaml) => writeFile(fleetPath, yaml),
    writeFile: (name, text) => writeFile(join(dir, name), text, { mode: 0o600 }),
    async start() {
      const variables = {
        EVENKEEL_DATABASE: databaseAddress,
        EVENKEEL_CONFIG: fleetPath,
        EVENKEEL_DATA_DIR: dir,
      };
      const child = fork(entry, [], {
        execArgv: ["--enable-source-maps"],
        env: { NODE_ENV: "test", ...childVariables(variables) },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      });
      const started = followProcess(child);
      running.add(started);
      return started;
    },
    async dispose() {
      await Promise.all([...running].map((collector) => collector.kill()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function followProcess(child: ChildProcess): CollectorProcess {
  let output = "";
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  const exited = new Promise<number | string>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    disconnect: () => child.disconnect(),
  };
}

let bundled: Promise<string> | null = null;

export function bundleCollector(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  // Below node_modules, so that the bundle finds its packages.
  const outfile = join(process.cwd(), "node_modules", ".cache", "evenkeel", `collector-${process.pid}.mjs`);
  await build({
    entryPoints: [join(process.cwd(), "lib", "collect", "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    sourcemap: "inline",
    logLevel: "error",
  });
  return outfile;
}
