import { afterEach, describe, expect, it } from "vitest";
import type { ProxyStatsConfig } from "@/lib/config/fleet";
import { proxyAnswer } from "../testing/proxy-answer";
import { startHaproxy } from "../testing/proxy-servers";
import { startRedis } from "../testing/redis-server";
import { startTcpServer } from "../testing/tcp-server";
import { waitFor } from "../testing/wait-for";
import { createStatisticsReader, type StatisticsReader } from "./proxy-statistics";
import { openRedis } from "./redis-connection";

type RespFormat = "predixy" | "redis-cluster-proxy" | "resp";

const signal = new AbortController().signal;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function redis(...args: readonly string[]) {
  const server = await startRedis({ args });
  closers.push(server.stop);
  return server;
}

function readerOf(format: RespFormat, port: number, password: string | null = null): StatisticsReader {
  const stats: ProxyStatsConfig = { format, address: { host: "127.0.0.1", port }, password };
  const reader = createStatisticsReader(stats);
  closers.push(() => reader.close());
  return reader;
}

function read(reader: StatisticsReader, timeoutMs = 1000) {
  return reader.read({ timeoutMs, signal });
}

async function client(port: number) {
  const times = { connectTimeoutMs: 1000, commandTimeoutMs: 1000 };
  const opened = await openRedis(
    { address: { host: "127.0.0.1", port }, auth: null, tls: null, ...times },
    signal,
  );
  if (opened.state === "failed") throw new Error(opened.failure.sentence);
  closers.push(() => opened.connection.close());
  return opened.connection;
}

/** Says `text` as a bulk string to whatever is asked. */
async function saying(text: string) {
  const server = await startTcpServer((socket) => {
    socket.write(`$${Buffer.byteLength(text)}\r\n${text}\r\n`);
  });
  closers.push(server.close);
  return server;
}

describe("a proxy that answers CLIENT LIST", () => {
  it("tells opened and closed, without the connection that asks", async () => {
    const server = await redis();
    const reader = readerOf("resp", server.port);
    expect(await read(reader)).toMatchObject({ state: "ok", reading: { connections: 0, openedTotal: 0 } });
    const first = await client(server.port);
    await client(server.port);
    expect(await read(reader)).toMatchObject({
      reading: { connections: 2, openedTotal: 2, closedTotal: 0 },
    });
    first.close();
    await waitFor("the first client to be gone", async () => {
      const answer = await read(reader);
      return answer.state === "ok" && answer.reading.closedTotal === 1 && answer.reading.connections === 1;
    });
    expect(await server.cli("CLIENT", "LIST")).toContain("name=evenkeel");
  });

  it("keeps one connection", async () => {
    const server = await redis();
    const reader = readerOf("resp", server.port);
    for (let round = 0; round < 5; round++) await read(reader);
    expect(await server.cli("INFO", "stats")).toContain("total_connections_received:2\r");
  });

  it("is not the server behind a TCP proxy", async () => {
    const server = await redis();
    const proxy = await startHaproxy({ name: "p", targetPort: server.port, source: "127.0.9.1" });
    closers.push(proxy.stop);
    expect(await read(readerOf("resp", proxy.port))).toMatchObject({
      failure: {
        sentence:
          "answers a CLIENT LIST without our own connection: it is the list of a server behind it, not of its clients",
      },
    });
  });

  it("may refuse it, or ask for a password", async () => {
    const closed = await redis("--rename-command", "CLIENT", "");
    const answer = await read(readerOf("resp", closed.port));
    expect(answer).toMatchObject({ failure: { code: "refused" } });
    if (answer.state === "failed")
      expect(answer.failure.sentence).toContain("refuses CLIENT LIST: ERR unknown");
    const locked = await redis("--requirepass", "s3cret");
    expect(await read(readerOf("resp", locked.port))).toMatchObject({ failure: { code: "auth" } });
    expect(await read(readerOf("resp", locked.port, "s3cret"))).toMatchObject({ state: "ok" });
    const wrong = await read(readerOf("resp", locked.port, "hunter2"));
    expect(wrong).toMatchObject({ failure: { code: "auth" } });
    expect(JSON.stringify(wrong)).not.toContain("hunter2");
  });

  it("that hangs costs the time-out, and is read again later", async () => {
    const server = await redis();
    const reader = readerOf("resp", server.port);
    await read(reader);
    server.pause();
    const startedAt = performance.now();
    expect(await read(reader, 200)).toMatchObject({ failure: { code: "timeout" } });
    expect(performance.now() - startedAt).toBeLessThan(1500);
    server.resume();
    await waitFor("it to be read again", async () => (await read(reader)).state === "ok");
  });
});

describe("Predixy and redis-cluster-proxy", () => {
  it("are read without the connection that asks", async () => {
    const predixy = await saying(proxyAnswer("predixy-info.txt"));
    expect(await read(readerOf("predixy", predixy.port))).toMatchObject({
      state: "ok",
      reading: { connections: 8, openedTotal: 12, requestsTotal: 2282, backConnections: 1 },
    });
    const clusterProxy = await saying(proxyAnswer("redis-cluster-proxy-info.txt"));
    expect(await read(readerOf("redis-cluster-proxy", clusterProxy.port))).toMatchObject({
      reading: { connections: 8, openedTotal: null, uptimeSec: 77 },
    });
  });

  it("are not a Redis server", async () => {
    const server = await redis();
    const predixy = await read(readerOf("predixy", server.port));
    expect(predixy).toMatchObject({ failure: { code: "garbled" } });
    const clusterProxy = await read(readerOf("redis-cluster-proxy", server.port));
    expect(clusterProxy).toMatchObject({ failure: { code: "refused" } });
  });

  it("are not a web server", async () => {
    const web = await startTcpServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n<html>"));
    closers.push(web.close);
    expect(await read(readerOf("predixy", web.port))).toMatchObject({ state: "failed" });
  });
});
