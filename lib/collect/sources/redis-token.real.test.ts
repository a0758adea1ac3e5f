import { afterEach, expect, test } from "vitest";
import { type Certificates, makeCertificates } from "../testing/certificates";
import { findFreePort } from "../testing/free-port";
import { startRedis } from "../testing/redis-server";
import { startTcpServer } from "../testing/tcp-server";
import { waitFor } from "../testing/wait-for";
import type { Token, TokenAuth } from "./redis-auth";
import { openRedis, type RedisTarget } from "./redis-connection";
import { failure } from "./redis-failure";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A server with TLS and a user `evenkeel`, whose password a test changes as IAM would. */
async function cache() {
  const files = await makeCertificates("DNS:cache.test,IP:127.0.0.1");
  cleanups.push(files.remove);
  const port = await findFreePort();
  const server = await startRedis({
    port,
    args: files.redisArgs(port),
    cliArgs: ["--tls", "--cacert", files.cert],
  });
  cleanups.push(() => server.stop());
  const allow = (token: string) =>
    server.cli("ACL", "SETUSER", "evenkeel", "on", "resetpass", `>${token}`, "+ping", "+client|id");
  /** What became of AUTH so far. */
  const calls = async () => {
    const line = (await server.cli("INFO", "commandstats"))
      .split("\n")
      .find((text) => /cmdstat_auth:/.test(text));
    const [all, failed] = ["calls", "failed_calls"].map((key) =>
      Number(new RegExp(`[:,]${key}=(\\d+)`).exec(line ?? "")?.[1] ?? 0),
    );
    return { taken: (all ?? 0) - (failed ?? 0), failed: failed ?? 0 };
  };
  return { server, port, files, allow, calls };
}

/** Hands out token-1, token-2, …, each after the first due `renewAfterMs` after the one before. */
function tokens(renewAfterMs: number) {
  const state: { made: string[]; next: (() => Token) | null } = { made: [], next: null };
  const auth: TokenAuth = {
    username: "evenkeel",
    async token() {
      if (state.next !== null) return state.next();
      const token = `token-${state.made.length + 1}`;
      state.made.push(token);
      return { state: "ok", token, secrets: [token] };
    },
    renewAfterMs: () => renewAfterMs,
    retryAfterMs: 20,
  };
  return { auth, state };
}

function targetOf(port: number, auth: TokenAuth, files: Certificates | null): RedisTarget {
  return {
    address: { host: "127.0.0.1", port },
    auth,
    tls: files === null ? null : { ca: files.ca, cert: null, key: null, serverName: null },
    connectTimeoutMs: 10_000,
    commandTimeoutMs: 10_000,
  };
}

async function open(target: RedisTarget) {
  const abort = new AbortController();
  cleanups.push(async () => abort.abort());
  return openRedis(target, abort.signal);
}

async function connectionOf(target: RedisTarget) {
  const opened = await open(target);
  if (opened.state === "failed") throw new Error(opened.failure.sentence);
  return opened.connection;
}

test("each connection gets a token of its own", async () => {
  const { port, files, allow } = await cache();
  const { auth, state } = tokens(3_600_000);
  for (const expected of ["token-1", "token-2"]) {
    await allow(expected);
    const connection = await connectionOf(targetOf(port, auth, files));
    expect(await connection.send([["PING"]])).toMatchObject({ state: "answered" });
  }
  expect(state.made).toEqual(["token-1", "token-2"]);
});

test("a connection that is kept shows a fresh token again and again, and is never interrupted", async () => {
  const { server, port, files, calls } = await cache();
  const { auth } = tokens(50);
  await server.cli("ACL", "SETUSER", "evenkeel", "on", "nopass", "+client|id");
  const connection = await connectionOf(targetOf(port, auth, files));
  const first = await connection.send([["CLIENT", "ID"]]);
  await waitFor("five AUTHs", async () => (await calls()).taken >= 5);
  const later = await connection.send([["CLIENT", "ID"]]);
  expect("replies" in later && later.replies).toEqual("replies" in first && first.replies);
  connection.close();
  expect((await calls()).failed).toBe(0);
});

test("a renewal that fails leaves the connection open, and is tried again soon", async () => {
  const { server, port, files, allow, calls } = await cache();
  const { auth, state } = tokens(30);
  await allow("token-1");
  const connection = await connectionOf(targetOf(port, auth, files));
  await waitFor("two tokens that are rejected", async () => (await calls()).failed >= 2);
  expect(await connection.send([["PING"]])).toMatchObject({ state: "answered" });
  let missing = 0;
  state.next = () => {
    missing++;
    return { state: "failed", failure: failure("auth", "no credentials") };
  };
  await waitFor("two that cannot be made", () => missing >= 2);
  expect(await connection.send([["PING"]])).toMatchObject({ state: "answered" });
  await server.cli("ACL", "SETUSER", "evenkeel", "nopass");
  state.next = null;
  const { taken } = await calls();
  await waitFor("one that is taken", async () => (await calls()).taken > taken);
  expect(connection.ended()).toBeNull();
});

test("a token that the server rejects: what to allow and to check, and no token", async () => {
  const { port, files, allow } = await cache();
  await allow("another");
  const opened = await open(targetOf(port, tokens(1000).auth, files));
  expect(opened).toEqual({
    state: "failed",
    failure: {
      code: "auth",
      sentence:
        "rejects the token of IAM user \"evenkeel\": allow elasticache:Connect on the cache and on the user, put the user into the cache's user group, and check this machine's clock",
    },
  });
});

test("without TLS no connection is made and no token either", async () => {
  const server = await startTcpServer(() => undefined);
  cleanups.push(() => server.close());
  const { auth, state } = tokens(1000);
  const opened = await open(targetOf(server.port, auth, null));
  expect(opened).toMatchObject({
    failure: { code: "auth", sentence: expect.stringContaining("IAM tokens are sent over TLS only") },
  });
  expect([state.made, server.accepted()]).toEqual([[], 0]);
});

test("a token that cannot be made costs the server no connection", async () => {
  const server = await startTcpServer(() => undefined);
  cleanups.push(() => server.close());
  const { auth, state } = tokens(1000);
  const reason = failure("auth", "no IAM token can be made for it: no credentials were found");
  state.next = () => ({ state: "failed", failure: reason });
  const { files } = await cache();
  expect(await open(targetOf(server.port, auth, files))).toEqual({ state: "failed", failure: reason });
  expect(server.accepted()).toBe(0);
});
