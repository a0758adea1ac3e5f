import { getEventListeners } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProxyStatsConfig } from "@/lib/config/fleet";
import { stepBetween } from "@/lib/domain/proxies/step";
import { findFreePort } from "../testing/free-port";
import { proxyAnswer } from "../testing/proxy-answer";
import { startTwemproxy, type TestProxy } from "../testing/proxy-servers";
import { type RedisServer, startRedis } from "../testing/redis-server";
import { waitFor } from "../testing/wait-for";
import { createStatisticsReader } from "./proxy-statistics";

const signal = new AbortController().signal;

function read(port: number, pool: string | null = null, timeoutMs = 1000) {
  const stats: ProxyStatsConfig = { format: "twemproxy", address: { host: "127.0.0.1", port }, pool };
  return createStatisticsReader(stats).read({ timeoutMs, signal });
}

describe("a real twemproxy", () => {
  let redis: RedisServer;
  let proxy: TestProxy;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    proxy = await startTwemproxy({ name: "feed", targetPort: redis.port });
  });

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await proxy.stop();
    await redis.stop();
  });

  async function ask(): Promise<void> {
    const socket = connect(proxy.port, "127.0.0.1");
    sockets.push(socket);
    const answered = new Promise((resolve) => socket.once("data", resolve));
    socket.write("*2\r\n$3\r\nGET\r\n$1\r\na\r\n");
    await answered;
  }

  async function readingWhere(connections: number, requests: number) {
    return waitFor(`twemproxy to tell of ${connections} clients`, async () => {
      const answer = await read(proxy.statsPort);
      if (answer.state === "failed") throw new Error(answer.failure.sentence);
      const { reading } = answer;
      return reading.connections === connections && reading.requestsTotal === requests && reading;
    });
  }

  it("is read again and again on one signal, and leaves nothing behind", async () => {
    for (let round = 0; round < 12; round++) await read(proxy.statsPort);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("tells opened and closed", async () => {
    const before = await readingWhere(0, 0);
    await Promise.all([ask(), ask(), ask()]);
    await readingWhere(3, 3);
    sockets[0]?.destroy();
    const after = await readingWhere(2, 3);
    const step = stepBetween({ atMs: 1000, reading: before }, { atMs: 2000, reading: after });
    expect(step).toMatchObject({ connections: 2, opened: 3, closed: 1, requests: 3, restarted: false });
    expect(after).toMatchObject({ backConnections: 1, uptimeSec: expect.any(Number) });
  });

  it("has other pools than asked for", async () => {
    expect(await read(proxy.statsPort, "orders")).toMatchObject({
      failure: { sentence: 'has no pool "orders"; its pools: pool' },
    });
  });

  it("is not read at the port of its clients, where it waits for a command", async () => {
    expect(await read(proxy.port, null, 200)).toMatchObject({ failure: { code: "timeout" } });
  });

  it("that hangs costs the time-out", async () => {
    await proxy.pause();
    expect(await read(proxy.statsPort, null, 200)).toMatchObject({
      failure: { code: "timeout", sentence: "does not answer within 200 ms" },
    });
    proxy.resume();
  });
});

describe("statistics over TCP", () => {
  async function readFrom(answer: (socket: Socket) => void, timeoutMs = 1000) {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const result = await read(
      typeof address === "object" && address !== null ? address.port : 0,
      null,
      timeoutMs,
    );
    server.close();
    return result;
  }

  it("may come in pieces", async () => {
    const text = proxyAnswer("twemproxy-one-pool.json");
    const answer = await readFrom((socket) => {
      socket.write(text.slice(0, 200), () => socket.end(text.slice(200)));
    });
    expect(answer).toMatchObject({ state: "ok", reading: { connections: 9, closedTotal: 3 } });
  });

  it.each<[string, (socket: Socket) => void, string]>([
    [
      "cut",
      (socket) => socket.end(proxyAnswer("twemproxy-one-pool.json").slice(0, 200)),
      "answers JSON that cannot be read to its end: it is cut, or not twemproxy JSON",
    ],
    ["empty", (socket) => socket.end(), "answers nothing, not twemproxy JSON"],
    ["HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), "answers HTTP, not twemproxy JSON"],
    [
      "endless",
      (socket) => {
        const pour = (): void => {
          while (socket.writable && socket.write(Buffer.alloc(65_536, "x")));
        };
        socket.on("drain", pour);
        pour();
      },
      "answers more than 4 MB: is this its statistics?",
    ],
    ["reset", (socket) => socket.resetAndDestroy(), "closed the connection"],
  ])("%s: says so", async (_, answer, sentence) => {
    expect(await readFrom(answer, 5000)).toMatchObject({ state: "failed", failure: { sentence } });
  });

  it("where nothing listens", async () => {
    expect(await read(await findFreePort())).toMatchObject({
      failure: { code: "unreachable", sentence: "refuses the connection: nothing listens there" },
    });
  });
});
