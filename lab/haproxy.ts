import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import { findProgram } from "@/lab/programs";
import { until } from "@/lab/until";

const HOST = "127.0.0.1";

export interface HaproxyOptions {
  readonly supervisor: Supervisor;
  readonly name: string;
  readonly config: string;
  /** The page with its statistics: answers as soon as the process serves, and costs Redis no connection. */
  readonly statsPort: number;
}

/** One HAProxy process in the foreground; `stop` ends it at once, with all its connections. */
export async function startHaproxy({
  supervisor,
  name,
  config,
  statsPort,
}: HaproxyOptions): Promise<SupervisedProcess> {
  const dir = join(supervisor.dir, "haproxy");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name}.cfg`);
  writeFileSync(path, config);
  return supervisor.start({
    name,
    command: findProgram("haproxy"),
    args: ["-db", "-f", path],
    whenReady: async (_, signal) => {
      await until(`${name} accepts`, () => accepts(statsPort), { signal });
    },
  });
}

export interface TcpProxy {
  readonly port: number;
  readonly statsPort: number;
  /** Of the relay, which goes on to Redis from the proxy's own address. */
  readonly targetPort: number;
}

/** A TCP proxy: each connection in is one connection out. */
export function writeProxyConfig({ port, statsPort, targetPort }: TcpProxy): string {
  return [
    ...commonLines(),
    "listen redis",
    // Without it the bytes of a connection count when it ends, which a pool's may not do for hours.
    "  option contstats",
    `  bind ${HOST}:${port}`,
    `  server primary ${HOST}:${targetPort}`,
    ...statsLines(statsPort),
  ].join("\n");
}

/** What each proxy weighs in the rotation, unless a scenario says otherwise. HAProxy goes up to 256. */
export const USUAL_WEIGHT = 10;

export interface BalancerConfig {
  readonly port: number;
  readonly statsPort: number;
  /** Of HAProxy's runtime interface: weights and rotation are changed there. */
  readonly adminPort: number;
  readonly proxies: readonly {
    readonly name: string;
    readonly port: number;
    readonly statsPort: number;
    /** Known, but out of rotation until it is taken in. */
    readonly isSpare?: boolean;
  }[];
}

/**
 * Round robin over the proxies. Their health is asked at the statistics port: a check of the real port would
 * open a connection to Redis each time. A refused connection is tried at the next proxy at once.
 */
export function writeBalancerConfig({ port, statsPort, adminPort, proxies }: BalancerConfig): string {
  return [
    ...commonLines([`  stats socket ipv4@${HOST}:${adminPort} level admin`]),
    "listen redis",
    `  bind ${HOST}:${port}`,
    "  balance roundrobin",
    "  option redispatch 1",
    "  retries 3",
    ...proxies.map(
      (proxy) =>
        `  server ${proxy.name} ${HOST}:${proxy.port} weight ${USUAL_WEIGHT} check port ${proxy.statsPort} inter 1s fall 1 rise 1${proxy.isSpare ? " disabled" : ""}`,
    ),
    ...statsLines(statsPort),
  ].join("\n");
}

function commonLines(globals: readonly string[] = []): string[] {
  return [
    "global",
    `  maxconn ${maxConnections()}`,
    "  nbthread 1",
    ...globals,
    "defaults",
    "  mode tcp",
    "  timeout connect 5s",
    "  timeout client 1h",
    "  timeout server 1h",
  ];
}

/** The last part of a configuration: HAProxy listens in this order, so that the page is there when all the rest is. */
function statsLines(statsPort: number): string[] {
  return [
    "listen stats",
    "  mode http",
    `  bind ${HOST}:${statsPort}`,
    "  stats enable",
    "  stats uri /",
    "",
  ];
}

/** HAProxy refuses to start when two descriptors a connection, and some of its own, do not fit the limit. */
function maxConnections(): number {
  const limit = Number(spawnSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).stdout);
  return Number.isFinite(limit) ? Math.min(2_000, Math.floor((limit - 100) / 2)) : 2_000;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
