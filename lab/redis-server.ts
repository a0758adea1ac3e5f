import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askRedis, askRedisAs, type RedisUser } from "@/lab/ask-redis";
import { freePort } from "@/lab/ports";
import { createSupervisor, type SupervisedProcess, type Supervisor } from "@/lab/processes";
import { findProgram } from "@/lab/programs";
import { until } from "@/lab/until";

export interface RedisServer {
  readonly host: string;
  readonly port: number;
  readonly process: SupervisedProcess;
  /** One command on a connection of its own, closed afterwards. */
  readonly ask: (...command: readonly string[]) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

export interface RedisOptions {
  /** Default: a supervisor of its own, ended by `stop`. */
  readonly supervisor?: Supervisor;
  readonly name?: string;
  readonly port?: number;
  /** Further arguments of redis-server, e.g. `["--maxclients", "50"]`. */
  readonly args?: readonly string[];
  /** Lines of a redis.conf that only its owner can read: for what does not belong on a command line. */
  readonly config?: readonly string[];
  /** Who asks. Default: the default user. */
  readonly user?: RedisUser;
}

const HOST = "127.0.0.1";

/** A redis-server on loopback: no persistence, no protected mode (proxies come from addresses it calls foreign). */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const supervisor = options.supervisor ?? createSupervisor();
  const port = options.port ?? (await freePort());
  const name = options.name ?? `redis-${port}`;
  const dir = join(supervisor.dir, "redis", name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const configPath = join(dir, "redis.conf");
  writeFileSync(configPath, (options.config ?? []).map((line) => `${line}\n`).join(""), { mode: 0o600 });
  try {
    const process = await supervisor.start({
      name,
      command: findProgram("redis-server"),
      args: [configPath, ...baseArgs(port, dir), ...(options.args ?? [])],
      whenReady: async (_, signal) => {
        await until(`PONG from ${name}`, () => answersPing(port), { signal });
      },
    });
    return {
      host: HOST,
      port,
      process,
      ask: (...command) => askRedisAs(options.user ?? null, port, ...command),
      stop: () => (options.supervisor === undefined ? supervisor.stopAll() : process.stop()),
    };
  } catch (error) {
    if (options.supervisor === undefined) await supervisor.stopAll();
    throw error;
  }
}

function baseArgs(port: number, dir: string): string[] {
  return [
    ...["--port", String(port), "--bind", HOST, "--protected-mode", "no", "--daemonize", "no"],
    ...["--dir", dir, "--save", "", "--appendonly", "no"],
    ...["--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"],
  ];
}

async function answersPing(port: number): Promise<boolean> {
  try {
    return (await askRedis(port, "PING")) === "PONG";
  } catch {
    return false;
  }
}
