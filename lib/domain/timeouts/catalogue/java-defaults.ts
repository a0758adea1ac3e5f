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

const JVM_NAMES =
  "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/doc-files/net-properties.html";
const COMMONS_POOL =
  "https://commons.apache.org/proper/commons-pool/apidocs/org/apache/commons/pool2/impl/GenericObjectPoolConfig.html";
const JEDIS_POOL =
  "https://github.com/redis/jedis/blob/master/src/main/java/redis/clients/jedis/JedisPoolConfig.java";
const JEDIS_TIMEOUT = "https://redis.github.io/jedis/faq/";
const JEDIS_SOCKET =
  "https://github.com/redis/jedis/blob/master/src/main/java/redis/clients/jedis/DefaultJedisSocketFactory.java";
const LETTUCE_SOCKET =
  "https://github.com/redis/lettuce/blob/main/src/main/java/io/lettuce/core/SocketOptions.java";
const LETTUCE_TIMEOUT = "https://redis.io/docs/latest/develop/clients/lettuce/connect/";
const LETTUCE_OPTIONS = "https://redis.github.io/lettuce/advanced-usage/";
const REDISSON = "https://redisson.pro/docs/common-connection-settings/";
const REDISSON_CONFIGURATION = "https://redisson.pro/docs/configuration/";

const ONE_PROCESS = documented(COMMONS_POOL, "pod", { processesPerPod: count(1) });

/** What commons-pool2 does unless told otherwise; its evictor is off. */
export const COMMONS_POOL_DEFAULTS: readonly DefaultValue[] = documented(COMMONS_POOL, "pool", {
  maxTotal: count(8),
  maxIdle: count(8),
  minIdle: count(0),
  maxWait: INFINITE,
  minEvictableIdle: seconds(1800),
  evictionPeriod: UNSET,
  testsPerEvictionRun: count(3),
  testWhileIdle: flag(false),
  testOnBorrow: flag(false),
  maxLifetime: INFINITE,
  order: word("lifo"),
});

const LETTUCE: readonly DefaultValue[] = [
  ...documented(LETTUCE_TIMEOUT, "client", {
    connectTimeout: seconds(10),
    commandTimeout: seconds(60),
  }),
  ...documented(LETTUCE_OPTIONS, "client", {
    // One timer from hand-over to reply; the socket stays and the command may still run.
    commandTimeoutScope: word("total"),
    commandTimeoutClosesSocket: flag(false),
    retries: count(0),
    // Reconnects: Delay.exponential(), powers of two in ms up to 30 s, without jitter.
    backoffBase: ms(1),
    backoffCap: seconds(30),
    backoffJitter: flag(false),
    healthCheckInterval: UNSET,
    tcpUserTimeout: UNSET,
    socketTimeout: UNSET,
    topologyRefresh: UNSET,
  }),
  ...ONE_PROCESS.map((value) => ({ ...value, reference: LETTUCE_OPTIONS })),
];

const JEDIS: readonly DefaultValue[] = [
  ...documented(JEDIS_TIMEOUT, "client", { connectTimeout: seconds(2), commandTimeout: seconds(2) }),
  ...documented(JEDIS_SOCKET, "client", {
    commandTimeoutScope: word("per-try"),
    // A socket read that times out marks the connection broken; the pool throws it away.
    commandTimeoutClosesSocket: flag(true),
    retries: count(0),
    backoffBase: UNSET,
    backoffCap: UNSET,
    backoffJitter: flag(false),
    healthCheckInterval: UNSET,
    tcpKeepalive: SYSTEM_KEEPALIVE,
    tcpUserTimeout: UNSET,
    socketTimeout: UNSET,
    topologyRefresh: UNSET,
  }),
  ...documented(JVM_NAMES, "client", { dnsCacheTtl: seconds(30) }),
  ...COMMONS_POOL_DEFAULTS.filter(
    ({ key }) =>
      !["minEvictableIdle", "evictionPeriod", "testsPerEvictionRun", "testWhileIdle"].includes(key),
  ),
  ...documented(JEDIS_POOL, "pool", {
    minEvictableIdle: seconds(60),
    evictionPeriod: seconds(30),
    testsPerEvictionRun: count(-1),
    testWhileIdle: flag(true),
  }),
  ...ONE_PROCESS,
];

const REDISSON_COMMON: readonly DefaultValue[] = [
  ...documented(REDISSON, "client", {
    connectTimeout: seconds(10),
    commandTimeout: seconds(3),
    // It counts from the moment a command was sent, once for each attempt.
    commandTimeoutScope: word("per-try"),
    commandTimeoutClosesSocket: flag(false),
    healthCheckInterval: seconds(30),
    // An unanswered PING closes the connection after the command timeout.
    healthCheckTimeout: seconds(3),
    tcpKeepalive: UNSET,
    tcpUserTimeout: UNSET,
    socketTimeout: UNSET,
  }),
  ...documented(REDISSON_CONFIGURATION, "client", { topologyRefresh: seconds(5), dnsCacheTtl: seconds(5) }),
  ...documented(REDISSON_CONFIGURATION, "pool", {
    maxTotal: count(64),
    minIdle: count(24),
    testWhileIdle: flag(false),
    maxLifetime: INFINITE,
  }),
  ...documented(REDISSON, "pool", { minEvictableIdle: seconds(10) }),
  ...ONE_PROCESS.map((value) => ({ ...value, reference: REDISSON_CONFIGURATION })),
];

export const JAVA_RANGES: readonly LibraryRange[] = [
  { library: "jedis", from: "2", before: null, defaults: JEDIS },
  {
    library: "lettuce",
    from: "5",
    before: "7.3",
    defaults: [...LETTUCE, ...documented(LETTUCE_SOCKET, "client", { tcpKeepalive: UNSET })],
  },
  // Keepalive became on by default during version 7 (https://github.com/redis/lettuce/pull/3669): which it is, is not assumed.
  { library: "lettuce", from: "7.3", before: null, defaults: LETTUCE },
  {
    library: "redisson",
    from: "3.12",
    before: "3.48",
    defaults: [
      ...REDISSON_COMMON,
      ...documented(REDISSON, "client", {
        retries: count(3),
        backoffBase: ms(1500),
        backoffCap: ms(1500),
        backoffJitter: flag(false),
      }),
    ],
  },
  {
    library: "redisson",
    from: "3.48",
    before: null,
    defaults: [
      ...REDISSON_COMMON,
      ...documented(REDISSON, "client", {
        retries: count(4),
        backoffBase: seconds(1),
        backoffCap: seconds(2),
        backoffJitter: flag(true),
      }),
    ],
  },
];
