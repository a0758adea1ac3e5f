import { afterEach, describe, expect, test } from "vitest";
import type { ProxyConfig } from "@/lib/config/fleet";
import { makeCertificates } from "../testing/certificates";
import { findFreePort } from "../testing/free-port";
import { startHaproxy, startTwemproxy } from "../testing/proxy-servers";
import { type RedisServer, startRedis } from "../testing/redis-server";
import { startTcpServer } from "../testing/tcp-server";
import { waitFor } from "../testing/wait-for";
import { clusterConfig } from "../testing/watched-cluster";
import { linkTargetOf } from "./link-target";
import { linkProxy, type ProxyLink } from "./proxy-link";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function redis(args: string[] = [], cliArgs: string[] = []): Promise<RedisServer> {
  const server = await startRedis({ args, cliArgs });
  cleanups.push(() => server.stop());
  return server;
}

function linkTo(
  proxy: Pick<ProxyConfig, "listen" | "kind" | "stats">,
  password: string | null = null,
): ProxyLink {
  const abort = new AbortController();
  cleanups.push(async () => abort.abort());
  const { listen, kind, stats } = proxy;
  if (listen === null) throw new Error("no listen");
  const auth = password === null ? null : { username: null, password };
  return linkProxy({
    target: { address: listen, auth, tls: null, connectTimeoutMs: 500, commandTimeoutMs: 500 },
    kind,
    format: stats?.format ?? null,
    signal: abort.signal,
  });
}

function answered(link: ProxyLink) {
  return waitFor("an answer", async () => {
    const pinged = await link.ping();
    return pinged.state === "answered" && pinged;
  });
}

async function ownNames(server: RedisServer): Promise<string[]> {
  const lines = (await server.cli("CLIENT", "LIST"))
    .split("\n")
    .filter((line) => !line.includes("cmd=client"));
  return lines.map((line) => / name=(\S*)/.exec(line)?.[1] ?? "");
}

describe("PING through a TCP proxy", () => {
  test("one connection is kept, named at the server, whose run id tells who answers", async () => {
    const server = await redis(["--requirepass", "right"], ["-a", "right", "--no-auth-warning"]);
    const proxy = await startHaproxy({ name: "proxy-1", targetPort: server.port, source: "127.0.0.11" });
    cleanups.push(() => proxy.stop());
    const link = linkTo(proxy.config, "right");
    for (let round = 0; round < 3; round++) expect((await answered(link)).pingMs).toBeLessThan(500);
    expect(link.answeredBy()).toBe("redis");
    expect(link.own()).toEqual({ open: 1, opened: 1 });
    expect(await ownNames(server)).toEqual(["evenkeel"]);
  });

  test("TLS goes through it to the server, with the password inside", async () => {
    const files = await makeCertificates("DNS:cache.test");
    cleanups.push(files.remove);
    const port = await findFreePort();
    const server = await redis([...files.redisArgs(port), "--requirepass", "right"]);
    const proxy = await startHaproxy({ name: "proxy-1", targetPort: port, source: "127.0.0.11" });
    cleanups.push(() => proxy.stop());
    const config = clusterConfig([server.port], {
      tls: { ca: files.ca, cert: null, key: null, serverName: null },
      seeds: [{ host: "cache.test", port }],
    });
    const listen = { host: "127.0.0.1", port: proxy.port };
    const abort = new AbortController();
    cleanups.push(async () => abort.abort());
    const target = linkTargetOf(listen, "tcp", config, { username: null, password: "right" });
    const link = linkProxy({ target, kind: "tcp", format: "haproxy", signal: abort.signal });
    await answered(link);
    expect(link.answeredBy()).toBe("redis");
  });

  test("when the server behind it was away, the new connection is named again", async () => {
    const server = await redis();
    const proxy = await startHaproxy({ name: "proxy-1", targetPort: server.port, source: "127.0.0.11" });
    cleanups.push(() => proxy.stop());
    const link = linkTo(proxy.config);
    await answered(link);
    await server.kill();
    await waitFor("two failures", async () => (await link.ping()).state === "failed");
    await waitFor(
      "new attempts",
      async () => (await link.ping()).state === "failed" && link.own().opened > 3,
    );
    await server.restart();
    await answered(link);
    expect(await ownNames(server)).toEqual(["evenkeel"]);
    expect(link.own().open).toBe(1);
  });
});

describe("PING through a proxy that reads commands", () => {
  test("declared so: nothing but PING is sent, and it says who answers", async () => {
    const server = await redis();
    const proxy = await startTwemproxy({ name: "twem-1", targetPort: server.port });
    cleanups.push(() => proxy.stop());
    const link = linkTo(proxy.config, "not asked for");
    await answered(link);
    expect(link.answeredBy()).toBe("proxy");
    expect(link.own()).toEqual({ open: 1, opened: 1 });
  });

  test("not declared so: found out with few attempts, and left unnamed", async () => {
    const server = await redis();
    const proxy = await startTwemproxy({ name: "twem-1", targetPort: server.port });
    cleanups.push(() => proxy.stop());
    const link = linkTo({ listen: proxy.config.listen, kind: "tcp", stats: null });
    await answered(link);
    expect(link.answeredBy()).toBe("unknown");
    expect(link.own()).toEqual({ open: 1, opened: 4 });
    await answered(link);
    expect(link.own().opened).toBe(4);
  });

  test("of an unknown format: asked once who it is, and kept although that closed the connection", async () => {
    const server = await redis();
    const proxy = await startTwemproxy({ name: "twem-1", targetPort: server.port });
    cleanups.push(() => proxy.stop());
    const link = linkTo({ listen: proxy.config.listen, kind: "multiplexing", stats: null });
    await answered(link);
    expect(link.answeredBy()).toBe("unknown");
    expect(link.own()).toEqual({ open: 1, opened: 2 });
  });
});

describe("a proxy that cannot be used", () => {
  test("is not hammered: nobody there, and one that closes every connection", async () => {
    const nobody = linkTo({
      listen: { host: "127.0.0.1", port: await findFreePort() },
      kind: "tcp",
      stats: null,
    });
    expect(await nobody.ping()).toMatchObject({ state: "failed", failure: { code: "unreachable" } });
    const closing = await startTcpServer((socket) => socket.destroy());
    cleanups.push(() => closing.close());
    const link = linkTo({ listen: { host: "127.0.0.1", port: closing.port }, kind: "tcp", stats: null });
    for (let round = 0; round < 200; round++) expect((await link.ping()).state).toBe("failed");
    expect(closing.accepted()).toBeLessThan(4);
    expect(link.own().open).toBe(0);
  });
});
