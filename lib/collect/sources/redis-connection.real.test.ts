import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import { makeCertificates } from "../testing/certificates";
import { startRedis } from "../testing/redis-server";
import { startTcpServer } from "../testing/tcp-server";
import { waitFor } from "../testing/wait-for";
import { openRedis, type RedisTarget } from "./redis-connection";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function targetOf(port: number, more: Partial<RedisTarget> = {}): RedisTarget {
  return {
    address: { host: "127.0.0.1", port },
    auth: null,
    tls: null,
    connectTimeoutMs: 2000,
    commandTimeoutMs: 500,
    ...more,
  };
}

async function open(target: RedisTarget) {
  const abort = new AbortController();
  cleanups.push(async () => abort.abort());
  return openRedis(target, abort.signal);
}

async function failureOf(target: RedisTarget) {
  const opened = await open(target);
  if (opened.state === "failed") return opened.failure;
  const answer = await opened.connection.send([["PING"]]);
  return answer.state === "failed" ? answer.failure : null;
}

async function redis(args: string[] = [], cliArgs: string[] = []) {
  const server = await startRedis({ args, cliArgs });
  cleanups.push(() => server.stop());
  return server;
}

async function fake(onData: Parameters<typeof startTcpServer>[0]) {
  const server = await startTcpServer(onData);
  cleanups.push(() => server.close());
  return server;
}

describe("answers", () => {
  test("an answer that was read is let go, long before the connection ends", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const server = await redis();
    const opened = await open(targetOf(server.port));
    if (opened.state === "failed") return expect.unreachable(opened.failure.sentence);
    const answers: WeakRef<object>[] = [];
    for (let sent = 0; sent < 20; sent++)
      answers.push(new WeakRef(await opened.connection.send([["CLIENT", "LIST"]])));
    await waitFor("the answers to be collected", () => {
      collectGarbage();
      return answers.filter((answer) => answer.deref() !== undefined).length <= 1;
    });
    expect(opened.connection.ended()).toBe(null);
  });

  test("several commands go in one write and each has its own reply", async () => {
    const server = await redis();
    const opened = await open(targetOf(server.port));
    if (opened.state === "failed") return expect.unreachable(opened.failure.sentence);
    const answer = await opened.connection.send([["PING"], ["NOSUCH"], ["CLIENT", "LIST"]]);
    if (answer.state === "failed") return expect.unreachable(answer.failure.sentence);
    expect(answer.replies.map(({ kind }) => kind)).toEqual(["value", "error", "value"]);
    const [pong, unknown, list] = answer.replies;
    expect(pong).toEqual({ kind: "value", value: Buffer.from("PONG") });
    expect(unknown).toMatchObject({ message: expect.stringContaining("unknown command") });
    expect(list?.kind === "value" && list.value instanceof Buffer).toBe(true);
    expect(await server.cli("INFO", "commandstats")).not.toMatch(
      /hello|cmdstat_client\|setinfo|cmdstat_select/,
    );
  });

  test("ACL user and password let us in", async () => {
    const server = await redis();
    await server.cli("ACL", "SETUSER", "watch", "on", ">open-sesame", "+ping");
    expect(
      await failureOf(targetOf(server.port, { auth: { username: "watch", password: "open-sesame" } })),
    ).toBe(null);
  });

  test("a password for a server without one does no harm", async () => {
    const server = await redis();
    expect(await failureOf(targetOf(server.port, { auth: { username: null, password: "spare" } }))).toBe(
      null,
    );
  });
});

describe("failures name their reason and no secret", () => {
  test("nothing listens there", async () => {
    const server = await redis();
    await server.kill();
    expect(await failureOf(targetOf(server.port))).toMatchObject({ code: "unreachable" });
  });

  test("wrong password", async () => {
    const server = await redis(["--requirepass", "right"], ["-a", "right", "--no-auth-warning"]);
    const failure = await failureOf(
      targetOf(server.port, { auth: { username: null, password: "hush-hush" } }),
    );
    expect(failure).toEqual({ code: "auth", sentence: "rejects the user name or password" });
  });

  test("a password is asked for and none is configured", async () => {
    const server = await redis(["--requirepass", "right"], ["-a", "right", "--no-auth-warning"]);
    expect(await failureOf(targetOf(server.port))).toEqual({
      code: "auth",
      sentence: "asks for a password and none is configured",
    });
  });

  test("AUTH renamed away: the server repeats the password, we do not", async () => {
    const server = await redis(["--rename-command", "AUTH", ""]);
    const failure = await failureOf(
      targetOf(server.port, { auth: { username: null, password: "hush-hush" } }),
    );
    expect(failure?.code).toBe("auth");
    expect(JSON.stringify(failure)).not.toContain("hush-hush");
  });

  test("a hung server times out and its socket is not kept", async () => {
    const server = await redis();
    const opened = await open(targetOf(server.port));
    if (opened.state === "failed") return expect.unreachable(opened.failure.sentence);
    server.pause();
    cleanups.push(async () => server.resume());
    const answer = await opened.connection.send([["PING"]]);
    expect(answer).toMatchObject({ failure: { code: "timeout" } });
    expect(opened.connection.ended()).toMatchObject({ code: "timeout" });
    server.resume();
    await waitFor("nobody but redis-cli", async () => {
      const list = await server.cli("CLIENT", "LIST");
      return list.split("\n").length === 1;
    });
  });

  test("a server that is full says so", async () => {
    const server = await redis(["--maxclients", "1"]);
    const first = await open(targetOf(server.port));
    expect(first.state).toBe("open");
    expect(await failureOf(targetOf(server.port))).toMatchObject({ code: "full" });
  });

  test("garbage instead of the protocol", async () => {
    const server = await fake((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await failureOf(targetOf(server.port))).toMatchObject({ code: "garbled" });
  });

  test("a reply cut in the middle", async () => {
    const server = await fake((socket) => socket.end("$1000\r\nid=1 addr=127.0.0.1:1 na"));
    expect(await failureOf(targetOf(server.port))).toMatchObject({ code: "closed" });
  });

  test("a reply that never ends", async () => {
    const server = await fake((socket) => socket.write("$1000\r\nid=1 addr="));
    expect(await failureOf(targetOf(server.port))).toMatchObject({ code: "timeout" });
  });
});

describe("TLS", () => {
  async function tlsServer() {
    const files = await makeCertificates("DNS:cache.test,IP:127.0.0.1");
    cleanups.push(files.remove);
    const plain = await redis();
    await plain.stop();
    const server = await redis(files.redisArgs(plain.port));
    return { port: plain.port, ca: files.ca, server };
  }

  test("the configured CA is trusted, by address and by server name; any other name and no CA are not", async () => {
    const { port, ca } = await tlsServer();
    const tls = { ca, cert: null, key: null, serverName: null };
    expect(await failureOf(targetOf(port, { tls }))).toBe(null);
    expect(await failureOf(targetOf(port, { tls: { ...tls, serverName: "cache.test" } }))).toBe(null);
    expect(await failureOf(targetOf(port, { tls: { ...tls, serverName: "other.test" } }))).toEqual({
      code: "tls",
      sentence: "shows a certificate for another name: set tls.serverName",
    });
    expect(await failureOf(targetOf(port, { tls: { ...tls, ca: null } }))).toMatchObject({ code: "tls" });
  });

  test("a port without TLS is told apart from a dead one", async () => {
    const server = await redis();
    const failure = await failureOf(
      targetOf(server.port, {
        tls: { ca: null, cert: null, key: null, serverName: null },
        connectTimeoutMs: 1000,
      }),
    );
    expect(failure?.code).toMatch(/tls|closed|timeout/);
  });
});
