import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProxyConfig } from "@/lib/config/fleet";
import { createStatisticsReader } from "../sources/proxy-statistics";
import { findFreePort } from "./free-port";
import { accepts, type ServerProcess, startServer } from "./server-process";
import { waitFor } from "./wait-for";

/** A real proxy of the test's own. */
export interface TestProxy extends ServerProcess {
  readonly port: number;
  readonly statsPort: number;
  /** As the fleet file would declare it. */
  readonly config: ProxyConfig;
  stop(): Promise<void>;
}

export interface TestProxyOptions {
  readonly name: string;
  /** Port of the Redis behind it. */
  readonly targetPort: number;
  /** Loopback address that its connections to Redis come from. */
  readonly source: string;
  /** Address that clients and readers of its statistics reach it at. Default 127.0.0.1. */
  readonly host?: string;
  readonly port?: number;
  readonly statsPort?: number;
}

/** HAProxy in TCP mode: a connection to Redis for each client's. */
export async function startHaproxy(options: TestProxyOptions): Promise<TestProxy> {
  const { name, targetPort, source, host = "127.0.0.1" } = options;
  const port = options.port ?? (await findFreePort());
  const statsPort = options.statsPort ?? (await findFreePort());
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-haproxy-"));
  const path = join(dir, "haproxy.cfg");
  const lines = [
    "global",
    "  maxconn 500",
    "  nbthread 1",
    "defaults",
    "  mode tcp",
    "  timeout connect 1s",
    "  timeout client 1h",
    "  timeout server 1h",
    "listen redis",
    `  bind ${host}:${port}`,
    `  server primary 127.0.0.1:${targetPort} source ${source}`,
    // Last, for HAProxy listens in this order.
    "listen stats",
    "  mode http",
    `  bind ${host}:${statsPort}`,
    "  stats enable",
    "  stats uri /",
  ];
  await writeFile(path, `${lines.join("\n")}\n`);
  // The port with the statistics is waited for: a connection to the other would be one to Redis, too.
  const server = await startServer("haproxy", ["-db", "-f", path], statsPort, host);
  return {
    ...server,
    port,
    statsPort,
    config: {
      name,
      addresses: [source],
      listen: { host, port },
      stats: { format: "haproxy", url: `http://${host}:${statsPort}/;csv`, frontend: null },
      kind: "tcp",
      weight: 1,
      zone: null,
    },
    async stop() {
      await server.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** twemproxy: many clients over few connections; it closes those that send a command that it does not know. */
export async function startTwemproxy(options: Omit<TestProxyOptions, "source">): Promise<TestProxy> {
  const { name, targetPort } = options;
  const port = options.port ?? (await findFreePort());
  const statsPort = options.statsPort ?? (await findFreePort());
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-twemproxy-"));
  const path = join(dir, "nutcracker.yml");
  const pool = [
    `  listen: 127.0.0.1:${port}`,
    "  redis: true",
    "  servers:",
    `    - 127.0.0.1:${targetPort}:1`,
  ];
  await writeFile(path, `${["pool:", ...pool].join("\n")}\n`);
  const args = ["-c", path, "-a", "127.0.0.1", "-s", String(statsPort), "-i", "200"];
  const server = await startServer("nutcracker", args, statsPort);
  await untilClientsAreServed(port, statsPort);
  return {
    ...server,
    port,
    statsPort,
    config: {
      name,
      addresses: ["127.0.0.1"],
      listen: { host: "127.0.0.1", port },
      stats: { format: "twemproxy", address: { host: "127.0.0.1", port: statsPort }, pool: null },
      kind: "multiplexing",
      weight: 1,
      zone: null,
    },
    async stop() {
      await server.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** twemproxy tells its statistics before it listens for clients; our look at that port counts as a client that left. */
async function untilClientsAreServed(port: number, statsPort: number): Promise<void> {
  await waitFor("twemproxy to accept clients", () => accepts(port));
  const address = { host: "127.0.0.1", port: statsPort };
  const reader = createStatisticsReader({ format: "twemproxy", address, pool: null });
  await waitFor("twemproxy to have counted our look", async () => {
    const answer = await reader.read({ timeoutMs: 1000, signal: new AbortController().signal });
    return answer.state === "ok" && answer.reading.closedTotal === 1;
  });
  reader.close();
}
