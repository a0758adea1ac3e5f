import { type Cases, ONE_PROXY, using } from "./rule-case";

/** Nothing ends the silence of an idle connection. */
const QUIET = {
  "pool.minEvictableIdle": "infinite",
  "pool.maxLifetime": "infinite",
  "pool.testWhileIdle": false,
  "client.healthCheckInterval": "unset",
  "client.tcpKeepalive": "unset",
} as const;

/** Each rule at its boundary. */
export const IDLE_CASES: Cases = {
  "idle-below-server-timeout": [
    { is: "holds", settings: { "server.timeout": 0 }, says: "for ever" },
    { is: "holds", settings: {}, says: "for ever" },
    {
      is: "holds",
      settings: { "server.timeout": 300_000, ...QUIET, "client.healthCheckInterval": 299_999 },
      says: "a health check every 299.999 s",
    },
    {
      is: "broken",
      settings: { "server.timeout": 300_000, ...QUIET, "client.healthCheckInterval": 300_000 },
      says: "every 300 s, but the server closes idle clients after 300 s",
    },
    {
      is: "broken",
      settings: { "server.timeout": 300_000, ...QUIET, "client.tcpKeepalive": 30_000 },
      says: "nothing ends the silence",
    },
    {
      is: "broken",
      settings: {
        "server.timeout": 89_000,
        ...QUIET,
        "pool.minEvictableIdle": 60_000,
        "pool.evictionPeriod": 30_000,
      },
      says: "idle eviction after 60 s, looked for every 30 s",
    },
    {
      is: "holds",
      settings: {
        "server.timeout": 91_000,
        ...QUIET,
        "pool.minEvictableIdle": 60_000,
        "pool.evictionPeriod": 30_000,
      },
      says: "idle eviction after 60 s",
    },
    {
      is: "broken",
      settings: {
        "server.timeout": 91_000,
        ...QUIET,
        "pool.minEvictableIdle": 60_000,
        "pool.evictionPeriod": "unset",
      },
      says: "nothing ends the silence",
    },
    {
      is: "not-evaluated",
      settings: { "server.timeout": 300_000 },
      says: "what ends the silence of an idle connection before is open",
    },
    {
      is: "holds",
      settings: { "server.timeout": 300_000, ...QUIET, "pool.testOnBorrow": true },
      says: "a connection is tested when it is borrowed, and the server closes idle clients after 300 s",
    },
    {
      is: "broken",
      settings: { "server.timeout": 300_000 },
      shape: using("redis-py", "7.0.0"),
      says: "nothing ends the silence",
      severity: "notice",
    },
    {
      is: "not-evaluated",
      settings: { "server.timeout": 300_000, ...QUIET, "proxy.responseTimeout": 400 },
      shape: ONE_PROXY,
      says: "the server's clients are the proxy",
    },
  ],
  "idle-below-lb": [
    {
      is: "holds",
      settings: {
        "load-balancer.idle": 350_000,
        ...QUIET,
        "server.tcpKeepalive": 0,
        "pool.testOnBorrow": true,
      },
      says: "a connection is tested when it is borrowed",
    },
    {
      is: "broken",
      settings: { "load-balancer.idle": 350_000, "server.tcpKeepalive": 0, "pool.testOnBorrow": true },
      shape: using("lettuce", "6.5.0"),
      says: "the load balancer forgets",
      severity: "critical",
    },
    {
      is: "broken",
      settings: {
        "load-balancer.idle": "unset",
        "network.conntrackIdle": 60_000,
        ...QUIET,
        "server.tcpKeepalive": 0,
        "pool.testOnBorrow": true,
      },
      says: "connection tracking forgets",
    },
    {
      is: "broken",
      settings: {
        "load-balancer.idle": 350_000,
        "server.tcpKeepalive": 0,
        "pool.testWhileIdle": true,
        "pool.evictionPeriod": 30_000,
        "pool.testsPerEvictionRun": -1,
      },
      shape: using("lettuce", "6.5.0"),
      says: "idle eviction after 30 min",
    },
    {
      is: "holds",
      settings: { "load-balancer.idle": 350_000, ...QUIET, "client.tcpKeepalive": 349_999 },
      says: "the server's TCP keepalive after 300 s",
    },
    {
      is: "broken",
      settings: {
        "load-balancer.idle": 350_000,
        ...QUIET,
        "server.tcpKeepalive": "unset",
        "client.tcpKeepalive": 350_000,
      },
      says: "keepalive after 350 s, but the load balancer forgets a flow that is idle for 350 s",
    },
    {
      is: "broken",
      settings: { "load-balancer.idle": 350_000, ...QUIET },
      shape: ONE_PROXY,
      says: "nothing ends the silence of an idle connection",
    },
    {
      is: "holds",
      settings: { "load-balancer.idle": 350_000, ...QUIET, "client.tcpKeepalive": 349_999 },
      shape: ONE_PROXY,
      says: "the client's TCP keepalive after 349.999 s",
    },
    {
      is: "broken",
      settings: { "network.conntrackIdle": 200_000, ...QUIET, "pool.maxLifetime": 200_000 },
      says: "connection tracking forgets",
    },
    { is: "holds", settings: { "load-balancer.idle": "unset" }, says: "No load balancer" },
    {
      is: "not-evaluated",
      settings: { "network.natIdle": 350_000, "client.tcpKeepalive": 30_000 },
      says: "the load balancer's idle timeout is not known",
    },
    { is: "not-evaluated", settings: {}, says: "none where no load balancer stands between" },
    {
      is: "not-evaluated",
      settings: { "load-balancer.idle": 350_000 },
      shape: ONE_PROXY,
      says: "the client's TCP keepalive",
    },
  ],
  "idle-below-proxy": [
    {
      is: "holds",
      settings: {
        "proxy.clientTimeout": 60_000,
        "proxy.serverTimeout": 90_000,
        ...QUIET,
        "pool.maxLifetime": 59_999,
      },
      shape: ONE_PROXY,
      says: "the proxy closes idle clients after 60 s",
    },
    {
      is: "broken",
      settings: {
        "proxy.clientTimeout": 60_000,
        "proxy.serverTimeout": 90_000,
        ...QUIET,
        "pool.maxLifetime": 60_000,
      },
      shape: ONE_PROXY,
      says: "after 60 s, but the proxy closes idle clients after 60 s",
    },
    {
      is: "broken",
      settings: {
        "proxy.clientTimeout": 90_000,
        "proxy.serverTimeout": 60_000,
        ...QUIET,
        "client.tcpKeepalive": 1000,
      },
      shape: ONE_PROXY,
      says: "nothing ends the silence of an idle connection, but the proxy closes idle connections to Redis after 60 s",
    },
    {
      is: "holds",
      settings: { "proxy.clientTimeout": 0, "proxy.serverTimeout": "infinite" },
      shape: ONE_PROXY,
      says: "for ever",
    },
    {
      is: "not-evaluated",
      settings: { "proxy.clientTimeout": 60_000, "pool.maxLifetime": 1000 },
      shape: ONE_PROXY,
      says: "the proxy's server timeout",
    },
    {
      is: "broken",
      settings: { "proxy.clientTimeout": 50_000, "proxy.serverTimeout": 50_000 },
      shape: { ...ONE_PROXY, ...using("ioredis", "5.4.0") },
      says: "nothing ends the silence",
      severity: "warning",
    },
    {
      is: "broken",
      settings: { "proxy.clientTimeout": 20_000, "proxy.serverTimeout": 20_000 },
      shape: { ...ONE_PROXY, ...using("jedis", "5.1.0") },
      says: "test-while-idle every 30 s",
      severity: "critical",
    },
    { is: "not-evaluated", settings: {}, shape: ONE_PROXY, says: "import the proxy's configuration" },
    { is: "not-evaluated", settings: {}, says: "no proxy is known on this way" },
  ],
  "proxy-outlasts-client": [
    {
      is: "broken",
      settings: {
        "proxy.serverTimeout": 60_000,
        "client.commandTimeout": 2000,
        "client.longestCommand": "infinite",
      },
      shape: ONE_PROXY,
      says: "takes for ever, the proxy gives Redis 60 s",
    },
    {
      is: "holds",
      settings: {
        "proxy.serverTimeout": 60_000,
        "client.commandTimeout": 2000,
        "client.longestCommand": "unset",
      },
      shape: ONE_PROXY,
      says: "the client waits 2 s, the proxy 60 s",
    },
    {
      is: "broken",
      settings: {
        "proxy.clientTimeout": 30_000,
        "proxy.serverTimeout": 300_000,
        "client.commandTimeout": 2000,
        "client.longestCommand": 60_000,
      },
      shape: ONE_PROXY,
      says: "takes 60 s, the proxy closes clients that are silent for 30 s",
    },
    {
      is: "broken",
      settings: {
        "proxy.serverTimeout": "infinite",
        "proxy.responseTimeout": 400,
        "client.commandTimeout": 500,
      },
      shape: ONE_PROXY,
      says: "the proxy gives Redis 400 ms, the client waits 500 ms",
    },
    {
      is: "holds",
      settings: { "proxy.responseTimeout": 501, "client.commandTimeout": 500 },
      shape: ONE_PROXY,
      says: "the proxy 501 ms",
    },
    {
      is: "holds",
      settings: { "proxy.serverTimeout": 2001, "client.commandTimeout": 2000 },
      shape: ONE_PROXY,
      says: "the client waits 2 s, the proxy 2.001 s",
    },
    {
      is: "broken",
      settings: { "proxy.serverTimeout": 2000, "client.commandTimeout": 2000 },
      shape: ONE_PROXY,
      says: "the proxy gives Redis 2 s, the client waits 2 s",
    },
    {
      is: "broken",
      settings: { "proxy.serverTimeout": 5000, "client.commandTimeout": 2000, "client.longestCommand": 5000 },
      shape: ONE_PROXY,
      says: "its longest blocking command takes 5 s",
    },
    {
      is: "broken",
      settings: { "proxy.serverTimeout": 5000, "client.commandTimeout": "unset" },
      shape: ONE_PROXY,
      says: "no command timeout, while the proxy gives Redis 5 s",
    },
    {
      is: "not-evaluated",
      settings: { "proxy.serverTimeout": 5000 },
      shape: ONE_PROXY,
      says: "the command timeout",
    },
    { is: "not-evaluated", settings: { "client.commandTimeout": 1 }, says: "no proxy is known" },
  ],
  "health-check-below-idle": [
    {
      is: "broken",
      settings: {
        "client.healthCheckInterval": 60_000,
        "pool.testWhileIdle": false,
        "load-balancer.idle": "unset",
        "network.conntrackIdle": 60_000,
      },
      says: "cut after 60 s",
    },
    {
      is: "holds",
      settings: {
        "client.healthCheckInterval": 349_999,
        "pool.testWhileIdle": false,
        "load-balancer.idle": 350_000,
      },
      says: "every 349.999 s, and none is cut before 350 s",
    },
    {
      is: "broken",
      settings: {
        "client.healthCheckInterval": 350_000,
        "pool.testWhileIdle": false,
        "load-balancer.idle": 350_000,
      },
      says: "checked every 350 s, but one on the way is cut after 350 s",
    },
    {
      is: "broken",
      settings: {
        "pool.testWhileIdle": true,
        "pool.evictionPeriod": 30_000,
        "pool.testsPerEvictionRun": 3,
        "pool.maxTotal": 8,
        "client.healthCheckInterval": "unset",
        "load-balancer.idle": 90_000,
      },
      says: "checked every 90 s",
    },
    {
      is: "not-evaluated",
      settings: { "client.healthCheckInterval": 30_000, "pool.testWhileIdle": false },
      says: "the load balancer's idle timeout is not known",
    },
    {
      is: "not-evaluated",
      settings: { "client.healthCheckInterval": "unset", "pool.testWhileIdle": false },
      says: "the client checks no idle connections",
    },
    { is: "not-evaluated", settings: {}, says: "the health-check interval" },
  ],
};
