import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProxyStatsConfig } from "@/lib/config/fleet";
import { stepBetween } from "@/lib/domain/proxies/step";
import { findFreePort } from "../testing/free-port";
import { type RedisServer, startRedis } from "../testing/redis-server";
import { type ServerProcess, startServer } from "../testing/server-process";
import { waitFor } from "../testing/wait-for";
import { createStatisticsReader, type StatisticsAnswer } from "./proxy-statistics";

const PASSWORD_WANTED = `asks for a user name and password (401): http://user:\${NAME}@host:port/`;
const options = { timeoutMs: 2000, signal: new AbortController().signal };

let dir: string;
let redis: RedisServer;
let haproxy: ServerProcess;
let port: number;
let statsPort: number;
let metricsPort: number;
const sockets: Socket[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "evenkeel-haproxy-"));
  redis = await startRedis();
  port = await findFreePort();
  statsPort = await findFreePort();
  metricsPort = await findFreePort();
  const lines = [
    "global",
    `  stats socket ${dir}/runtime.sock level user`,
    "  nbthread 1",
    "defaults",
    "  timeout connect 1s",
    "  timeout client 1h",
    "  timeout server 1h",
    "listen redis",
    "  mode tcp",
    `  bind 127.0.0.1:${port}`,
    `  server primary 127.0.0.1:${redis.port}`,
    "listen page",
    "  mode http",
    `  bind 127.0.0.1:${statsPort}`,
    "  stats enable",
    "  stats uri /",
    "  stats auth me:s3cret/pw",
    "frontend metrics",
    "  mode http",
    `  bind 127.0.0.1:${metricsPort}`,
    "  http-request use-service prometheus-exporter",
  ];
  await writeFile(join(dir, "haproxy.cfg"), `${lines.join("\n")}\n`);
  haproxy = await startServer("haproxy", ["-db", "-f", join(dir, "haproxy.cfg")], statsPort);
  await firstReading();
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await haproxy.kill();
  await redis.stop();
  await rm(dir, { recursive: true, force: true });
});

function csvAt(
  userInfo = "me:s3cret%2Fpw@",
  path = "/;csv",
  frontend: string | null = null,
): ProxyStatsConfig {
  return { format: "haproxy", url: `http://${userInfo}127.0.0.1:${statsPort}${path}`, frontend };
}

function runtime(): ProxyStatsConfig {
  return { format: "haproxy", socket: `${dir}/runtime.sock`, frontend: null };
}

function read(stats: ProxyStatsConfig): Promise<StatisticsAnswer> {
  return createStatisticsReader(stats).read(options);
}

async function readingOf(stats: ProxyStatsConfig) {
  const answer = await read(stats);
  if (answer.state === "failed") throw new Error(answer.failure.sentence);
  return answer.reading;
}

/** HAProxy listens on its ports first and on its socket last: then it is there as a whole. */
function firstReading() {
  return waitFor("its socket to answer", async () => {
    const answer = await read(runtime());
    return answer.state === "ok" && answer.reading;
  });
}

async function connectClients(count: number): Promise<Socket[]> {
  const made = Array.from({ length: count }, () => connect(port, "127.0.0.1"));
  sockets.push(...made);
  await Promise.all(made.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
  return made;
}

describe("a real HAProxy", () => {
  const metrics = (): ProxyStatsConfig => ({
    format: "prometheus",
    url: `http://127.0.0.1:${metricsPort}/metrics`,
    metrics: {
      connections: 'haproxy_frontend_current_sessions{proxy="redis"}',
      opened: 'haproxy_frontend_sessions_total{proxy="redis"}',
      closed: null,
      requests: null,
      uptime: "haproxy_process_start_time_seconds",
    },
  });

  it.each<[string, () => ProxyStatsConfig, boolean]>([
    ["its CSV over HTTP", csvAt, false],
    ["its socket, with the uptime", runtime, true],
    ["its Prometheus exporter", metrics, true],
  ])("tells opened and closed by %s", async (_, stats, hasUptime) => {
    const before = await readingOf(stats());
    const [first] = await connectClients(3);
    first?.destroy();
    const wanted = (before.connections ?? 0) + 2;
    const after = await waitFor("HAProxy to have seen two stay", async () => {
      const reading = await readingOf(stats());
      return (
        reading.connections === wanted && reading.openedTotal === (before.openedTotal ?? 0) + 3 && reading
      );
    });
    const step = stepBetween({ atMs: 1000, reading: before }, { atMs: 2000, reading: after });
    expect(step).toMatchObject({ restarted: false, connections: wanted, opened: 3, closed: 1 });
    expect(after.uptimeSec !== null).toBe(hasUptime);
  });

  it.each<[string, () => ProxyStatsConfig, string]>([
    ["without ;csv", () => csvAt(undefined, "/"), "answers HTML, not HAProxy CSV: append ;csv to the URL"],
    ["without a password", () => csvAt(""), PASSWORD_WANTED],
    ["with a wrong password", () => csvAt("me:wrong@"), PASSWORD_WANTED],
    [
      "for another frontend",
      () => csvAt(undefined, undefined, "orders"),
      'has no frontend "orders"; its frontends: redis, page, metrics',
    ],
    [
      "at a socket that is not there",
      () => ({ format: "haproxy", socket: `${dir}/other.sock`, frontend: null }),
      "its socket does not exist: is the path right, and does it run on this machine?",
    ],
    [
      "at a file",
      () => ({ format: "haproxy", socket: `${dir}/haproxy.cfg`, frontend: null }),
      "refuses the connection: nothing listens there",
    ],
    [
      "at the port of its clients",
      () => ({ format: "haproxy", url: `http://127.0.0.1:${port}/`, frontend: null }),
      "closed the connection",
    ],
  ])("asked %s: says so", async (_, stats, sentence) => {
    expect(await read(stats())).toMatchObject({ state: "failed", failure: { sentence } });
  });

  it("that hangs costs the time-out, and is read again when it goes on", async () => {
    await haproxy.pause();
    try {
      for (const stats of [csvAt(), runtime()]) {
        const answer = await createStatisticsReader(stats).read({ ...options, timeoutMs: 200 });
        expect(answer).toMatchObject({
          failure: { code: "timeout", sentence: "does not answer within 200 ms" },
        });
      }
    } finally {
      haproxy.resume();
    }
    expect(await read(csvAt())).toMatchObject({ state: "ok" });
  });

  it("whose socket is closed to us says so", async () => {
    const path = join(dir, "runtime.sock");
    await chmod(path, 0);
    // The superuser may open it all the same.
    const answer = await read(runtime());
    if (process.getuid?.() === 0) expect(answer.state).toBe("ok");
    else expect(answer).toMatchObject({ failure: { code: "refused" } });
    await chmod(path, 0o600);
  });

  it("that was restarted counts from zero", async () => {
    await connectClients(2);
    const before = await readingOf(runtime());
    await haproxy.kill();
    expect(await read(csvAt())).toMatchObject({
      failure: { code: "unreachable", sentence: "refuses the connection: nothing listens there" },
    });
    await haproxy.start();
    const after = await firstReading();
    const step = stepBetween({ atMs: 0, reading: before }, { atMs: 60_000, reading: after });
    expect(step).toMatchObject({ restarted: true, spanMs: null, opened: null, connections: 0 });
  });
});
