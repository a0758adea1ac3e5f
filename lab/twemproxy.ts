import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { askRedis } from "@/lab/ask-redis";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import { findProgram } from "@/lab/programs";
import { until } from "@/lab/until";

const HOST = "127.0.0.1";
/** Its own default is 30 s, which would make every number that old. */
const STATS_EVERY_MS = 1_000;
const CONNECTIONS_TO_REDIS = 2;

export interface TwemproxyOptions {
  readonly supervisor: Supervisor;
  readonly name: string;
  readonly port: number;
  readonly statsPort: number;
  readonly targetPort: number;
}

/** One twemproxy: many clients share its few connections to Redis. */
export function startTwemproxy(options: TwemproxyOptions): Promise<SupervisedProcess> {
  const { supervisor, name, port, statsPort } = options;
  const dir = join(supervisor.dir, "twemproxy");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name}.yml`);
  writeFileSync(path, writeTwemproxyConfig(options));
  return supervisor.start({
    name,
    command: findProgram("nutcracker"),
    args: [
      ...["--conf-file", path, "--pid-file", join(dir, `${name}.pid`), "--output", join(dir, `${name}.log`)],
      ...["--stats-addr", HOST, "--stats-port", String(statsPort)],
      ...["--stats-interval", String(STATS_EVERY_MS)],
    ],
    whenReady: async (_, signal) => {
      await until(`PONG from ${name}`, () => answersPing(port), { signal });
    },
  });
}

export function writeTwemproxyConfig({
  port,
  targetPort,
}: Pick<TwemproxyOptions, "port" | "targetPort">): string {
  return stringify({
    feed: {
      listen: `${HOST}:${port}`,
      redis: true,
      hash: "fnv1a_64",
      distribution: "ketama",
      preconnect: true,
      server_connections: CONNECTIONS_TO_REDIS,
      servers: [`${HOST}:${targetPort}:1`],
    },
  });
}

async function answersPing(port: number): Promise<boolean> {
  try {
    return (await askRedis(port, "PING")) === "PONG";
  } catch {
    return false;
  }
}
