import {
  count,
  type DefaultValue,
  documented,
  flag,
  INFINITE,
  ms,
  SYSTEM_KEEPALIVE,
  seconds,
  UNSET,
  word,
} from "./default-value";
import type { LibraryRange } from "./library-defaults";

const NODE_DNS = "https://nodejs.org/api/dns.html#implementation-considerations";
const IOREDIS_5 = "https://github.com/redis/ioredis/blob/v5.11.1/lib/redis/RedisOptions.ts";
const IOREDIS_6 = "https://github.com/redis/ioredis/blob/v6.0.0/lib/redis/RedisOptions.ts";
const NODE_REDIS = "https://github.com/redis/node-redis/blob/master/packages/client/lib/client/socket.ts";
const NODE_REDIS_QUEUE =
  "https://github.com/redis/node-redis/blob/master/packages/client/lib/client/commands-queue.ts";

/** One connection for each client object; a pool around it is the application's own. */
export const SINGLE_CONNECTION: Readonly<Record<string, DefaultValue["value"]>> = {
  maxTotal: count(1),
  maxWait: ms(0),
  minEvictableIdle: INFINITE,
  evictionPeriod: UNSET,
  testWhileIdle: flag(false),
  maxLifetime: INFINITE,
};

/** createClientPool: https://github.com/redis/node-redis/blob/master/docs/pool.md */
export const NODE_REDIS_POOL: readonly DefaultValue[] = documented(
  "https://github.com/redis/node-redis/blob/master/docs/pool.md",
  "pool",
  {
    maxTotal: count(100),
    minIdle: count(1),
    maxWait: seconds(3),
    minEvictableIdle: seconds(3),
    testWhileIdle: flag(false),
    maxLifetime: INFINITE,
    order: word("fifo"),
  },
);

function ioredis(reference: string): DefaultValue[] {
  return [
    ...documented(reference, "client", {
      connectTimeout: seconds(10),
      commandTimeout: UNSET,
      // One timer for the whole command, retries included; the socket stays open.
      commandTimeoutScope: word("total"),
      commandTimeoutClosesSocket: flag(false),
      retries: count(20),
      backoffBase: ms(50),
      healthCheckInterval: UNSET,
      tcpUserTimeout: UNSET,
      socketTimeout: UNSET,
      topologyRefresh: UNSET,
    }),
    ...documented(reference, "pool", SINGLE_CONNECTION),
    ...documented(NODE_DNS, "client", { dnsCacheTtl: ms(0) }),
  ];
}

const NODE_REDIS_ALL: readonly DefaultValue[] = [
  ...documented(NODE_REDIS, "client", {
    connectTimeout: seconds(5),
    // A command that was written and never answered fails with its connection only: it is not sent again.
    retries: count(0),
    backoffBase: ms(50),
    healthCheckInterval: UNSET,
    tcpUserTimeout: UNSET,
    socketTimeout: UNSET,
    topologyRefresh: UNSET,
    commandTimeoutClosesSocket: flag(false),
  }),
  // The timeout of a command, 5 s by default from version 6, ends when the command is written: no reply is waited for in it.
  ...documented(NODE_REDIS_QUEUE, "client", { commandTimeout: UNSET }),
  ...documented(NODE_REDIS, "pool", SINGLE_CONNECTION),
  ...documented(NODE_DNS, "client", { dnsCacheTtl: ms(0) }),
];

const inClient = (values: Readonly<Record<string, DefaultValue["value"]>>, reference = NODE_REDIS) =>
  documented(reference, "client", values);

export const NODE_RANGES: readonly LibraryRange[] = [
  {
    library: "ioredis",
    from: "5",
    before: "6",
    defaults: [
      ...ioredis(IOREDIS_5),
      // keepAlive: 0 switches keepalive on and leaves the system's two hours.
      ...inClient(
        { backoffCap: seconds(2), backoffJitter: flag(false), tcpKeepalive: SYSTEM_KEEPALIVE },
        IOREDIS_5,
      ),
    ],
  },
  {
    library: "ioredis",
    from: "6",
    before: null,
    defaults: [
      ...ioredis(IOREDIS_6),
      ...inClient(
        { backoffCap: seconds(5), backoffJitter: flag(true), tcpKeepalive: seconds(30) },
        IOREDIS_6,
      ),
    ],
  },
  {
    library: "node-redis",
    // Version 4 calls itself by its package @redis/client 1.x.
    from: "1",
    before: "5",
    defaults: [
      ...NODE_REDIS_ALL,
      ...inClient({ backoffCap: ms(500), backoffJitter: flag(false), tcpKeepalive: seconds(5) }),
    ],
  },
  {
    library: "node-redis",
    from: "5",
    before: "6",
    defaults: [
      ...NODE_REDIS_ALL,
      ...inClient({ backoffCap: seconds(2), backoffJitter: flag(true), tcpKeepalive: seconds(5) }),
    ],
  },
  {
    library: "node-redis",
    from: "6",
    before: null,
    defaults: [
      ...NODE_REDIS_ALL,
      ...inClient({ backoffCap: seconds(2), backoffJitter: flag(true), tcpKeepalive: seconds(30) }),
    ],
  },
];
