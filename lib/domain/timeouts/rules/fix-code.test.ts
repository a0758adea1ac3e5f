import { expect, it } from "vitest";
import { LIBRARIES } from "../catalogue/libraries";
import { pathsOf, type TimeoutPath } from "../path";
import { stackOf } from "../testing/settings-of";
import { type ClientFix, clientFix } from "./fix-code";

function pathOf(library: string, pool: Readonly<Record<string, number>> = {}): TimeoutPath {
  const [path] = pathsOf(stackOf(pool, { groups: [{ name: "app", library, libraryVersion: "6.0.0" }] }));
  if (path === undefined) throw new Error("a stack has at least one way");
  return path;
}

const codeOf = (library: string, fix: ClientFix) => clientFix(pathOf(library), "do it", fix).code;

it.each([
  ["jedis", { set: "max-wait", ms: 1000 }, "poolConfig.setMaxWait(Duration.ofSeconds(1));"],
  [
    "jedis",
    { set: "connect-timeout", ms: 750 },
    "DefaultJedisClientConfig.builder().connectionTimeoutMillis(750)",
  ],
  [
    "go-redis",
    { set: "idle-eviction", ms: 175_000 },
    "ConnMaxIdleTime: 175 * time.Second, // IdleTimeout before version 9",
  ],
  ["go-redis", { set: "retries", count: 0 }, "MaxRetries: -1, // -1: none"],
  ["redis-py", { set: "command-timeout", ms: 500 }, "redis.Redis(socket_timeout=0.5)"],
  ["ioredis", { set: "keepalive", ms: 60_000 }, "new Redis({ keepAlive: 60000 });"],
  ["redisson", { set: "idle-eviction", ms: 500 }, "singleServerConfig:\n  pingConnectionInterval: 500"],
  ["redisson", { set: "command-timeout", ms: 500 }, "singleServerConfig:\n  timeout: 500"],
] as const)("%s: %o", (library, fix, code) => {
  expect(codeOf(library, fix)).toBe(code);
});

it("gives node-redis a socket timeout that reconnects and spares quiet connections", () => {
  const code = codeOf("node-redis", { set: "command-timeout", ms: 5000 });
  expect(code).toContain("socketTimeout: 5000");
  expect(code).toContain("pingInterval: 2500");
  expect(code).toContain("reconnectStrategy");
});

it("pings with Lettuce's one connection, and configures its pool where there is one", () => {
  const fix = { set: "idle-eviction", ms: 30_000 } as const;
  expect(clientFix(pathOf("lettuce"), "", fix).code).toContain("connection.async().ping()");
  expect(clientFix(pathOf("lettuce", { "pool.maxTotal": 8 }), "", fix).code).toContain(
    "setMinEvictableIdleDuration(Duration.ofSeconds(30))",
  );
});

it.each(LIBRARIES)("%s has something to copy for the time-outs that every client has", (library) => {
  for (const set of ["connect-timeout", "command-timeout", "dead-peer"] as const) {
    expect(codeOf(library, { set, ms: 1000 })).not.toBeNull();
  }
});

it("of an unknown library says what to do without code", () => {
  expect(clientFix(pathOf("phpredis"), "Set it", { set: "backoff" })).toEqual({
    sentence: "Set it",
    code: null,
    language: null,
  });
});
