import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "./free-port";
import { waitFor } from "./wait-for";

const run = promisify(execFile);

/** A real redis-server of the test's own. */
export interface RedisServer {
  readonly port: number;
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Runs redis-cli against it; `args` may begin with options such as --user. */
  cli(...args: string[]): Promise<string>;
  /** SIGSTOP: accepts connections (the kernel does) and answers nothing. */
  pause(): void;
  resume(): void;
  /** Ends the process at once and starts another one on the same port. */
  restart(): Promise<void>;
  /** kill -9, without a new start. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  readonly args?: readonly string[];
  readonly port?: number;
  /** Options of redis-cli that every call needs (TLS, password). */
  readonly cliArgs?: readonly string[];
}

export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const port = options.port ?? (await findFreePort());
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-redis-"));
  const base = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    dir,
    "--save",
    "",
    "--protected-mode",
    "no",
  ];
  const launch = (): Promise<ChildProcess> => launchRedis([...base, ...(options.args ?? [])]);
  let child = await launch();

  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await exited;
  };
  return {
    port,
    address: `127.0.0.1:${port}`,
    async cli(...args) {
      const { stdout } = await run("redis-cli", ["-p", String(port), ...(options.cliArgs ?? []), ...args]);
      return stdout.trimEnd();
    },
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    async restart() {
      await kill();
      child = await launch();
    },
    kill,
    async stop() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function launchRedis(args: readonly string[]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      if (log.includes("Ready to accept connections")) resolve(child);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}:\n${log}`)));
  });
}

/** Three primaries, each with one replica, every slot served. */
export async function startRedisCluster(): Promise<readonly RedisServer[]> {
  const args = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"];
  const servers = await Promise.all(Array.from({ length: 6 }, () => startRedis({ args })));
  const addresses = servers.map((server) => server.address);
  await run("redis-cli", ["--cluster", "create", ...addresses, "--cluster-replicas", "1", "--cluster-yes"]);
  await waitFor("the cluster to be whole", async () => {
    const states = await Promise.all(servers.map((server) => server.cli("CLUSTER", "INFO")));
    const views = await Promise.all(servers.map((server) => server.cli("CLUSTER", "NODES")));
    return (
      states.every((state) => state.includes("cluster_state:ok")) &&
      views.every((view) => view.match(/slave/g)?.length === 3)
    );
  });
  return servers;
}
