import {
  count,
  type DefaultValue,
  documented,
  flag,
  INFINITE,
  ms,
  seconds,
  UNSET,
  word,
} from "./default-value";
import type { LibraryRange } from "./library-defaults";

const REDIS_PY = "https://redis.readthedocs.io/en/stable/connections.html";
const REDIS_PY_6 = "https://github.com/redis/redis-py/pull/3614";
const REDIS_PY_8 = "https://github.com/redis/redis-py/pull/4082";
const GO_8 = "https://pkg.go.dev/github.com/go-redis/redis/v8#Options";
const GO_9 = "https://pkg.go.dev/github.com/redis/go-redis/v9#Options";

const REDIS_PY_ALL: readonly DefaultValue[] = [
  ...documented(REDIS_PY, "client", {
    commandTimeoutScope: word("per-try"),
    // A read that times out disconnects.
    commandTimeoutClosesSocket: flag(true),
    healthCheckInterval: UNSET,
    tcpUserTimeout: UNSET,
    socketTimeout: UNSET,
    topologyRefresh: UNSET,
    dnsCacheTtl: ms(0),
  }),
  ...documented(REDIS_PY, "pool", {
    // At its maximum the pool raises an error at once.
    maxWait: ms(0),
    minEvictableIdle: INFINITE,
    evictionPeriod: UNSET,
    testWhileIdle: flag(false),
    maxLifetime: INFINITE,
    order: word("lifo"),
  }),
];

const WITHOUT_TIMEOUTS: readonly DefaultValue[] = [
  ...REDIS_PY_ALL,
  ...documented(REDIS_PY, "client", { connectTimeout: UNSET, commandTimeout: UNSET, tcpKeepalive: UNSET }),
  // 2^31 connections are no limit.
  ...documented(REDIS_PY, "pool", { maxTotal: INFINITE }),
];

function goRedis(reference: string): DefaultValue[] {
  return [
    ...documented(reference, "client", {
      connectTimeout: seconds(5),
      commandTimeoutScope: word("per-try"),
      commandTimeoutClosesSocket: flag(true),
      retries: count(3),
      backoffJitter: flag(true),
      healthCheckInterval: UNSET,
      tcpUserTimeout: UNSET,
      socketTimeout: UNSET,
      topologyRefresh: UNSET,
      dnsCacheTtl: ms(0),
    }),
    // The pool holds 10 connections for each CPU that Go may use: how many, only the process knows.
    ...documented(reference, "pool", {
      order: word("lifo"),
      maxLifetime: INFINITE,
      testWhileIdle: flag(false),
    }),
    ...documented(reference, "pod", { processesPerPod: count(1) }),
  ];
}

/** Until July 2026: https://github.com/redis/go-redis/pull/3918 */
function goBefore2026(reference: string): DefaultValue[] {
  return [
    ...documented(reference, "client", {
      commandTimeout: seconds(3),
      backoffBase: ms(8),
      backoffCap: ms(512),
      tcpKeepalive: seconds(300),
    }),
    ...documented(reference, "pool", { maxWait: seconds(4) }),
  ];
}

// Connections idle for too long are dropped when they are asked for: no evictor is needed.
const GO_9_POOL = documented(GO_9, "pool", { minEvictableIdle: seconds(1800) });

export const OTHER_RANGES: readonly LibraryRange[] = [
  {
    library: "redis-py",
    from: "3",
    before: "6",
    defaults: [
      ...WITHOUT_TIMEOUTS,
      ...documented(REDIS_PY, "client", {
        retries: count(0),
        backoffBase: UNSET,
        backoffCap: UNSET,
        backoffJitter: flag(false),
      }),
    ],
  },
  {
    library: "redis-py",
    from: "6",
    before: "8",
    defaults: [
      ...WITHOUT_TIMEOUTS,
      ...documented(REDIS_PY_6, "client", {
        retries: count(3),
        backoffBase: seconds(1),
        backoffCap: seconds(10),
        backoffJitter: flag(true),
      }),
    ],
  },
  {
    library: "redis-py",
    from: "8",
    before: null,
    defaults: [
      ...REDIS_PY_ALL,
      ...documented(REDIS_PY_8, "client", {
        connectTimeout: seconds(5),
        commandTimeout: seconds(5),
        tcpKeepalive: seconds(30),
        retries: count(10),
        backoffBase: ms(10),
        backoffCap: seconds(1),
        backoffJitter: flag(true),
      }),
      ...documented(REDIS_PY_8, "pool", { maxTotal: count(100) }),
    ],
  },
  {
    library: "go-redis",
    from: "8",
    before: "9",
    defaults: [
      ...goRedis(GO_8),
      ...goBefore2026(GO_8),
      ...documented(GO_8, "pool", { minEvictableIdle: seconds(300), evictionPeriod: seconds(60) }),
    ],
  },
  {
    library: "go-redis",
    from: "9",
    before: "9.18",
    defaults: [...goRedis(GO_9), ...goBefore2026(GO_9), ...GO_9_POOL],
  },
  // Read timeout, backoff and keepalive changed in a later 9.x: which of both holds, is not assumed.
  { library: "go-redis", from: "9.18", before: null, defaults: [...goRedis(GO_9), ...GO_9_POOL] },
];
