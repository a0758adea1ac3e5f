import { type Cases, ONE_PROXY, TWO_PROXIES, using } from "./rule-case";

const PODS = {
  "pod.podsMax": 40,
  "pod.podsSurge": 10,
  "pod.processesPerPod": 2,
  "pool.maxTotal": 20,
} as const;

/** Each rule at its boundary. */
export const POOL_CASES: Cases = {
  "pool-wait-bounded": [
    { is: "holds", settings: { "pool.maxWait": 999, "request.deadline": 1000 }, says: "999 ms" },
    {
      is: "broken",
      settings: { "pool.maxWait": 1000, "request.deadline": 1000 },
      says: "wait 1 s, but the request has 1 s",
      severity: "warning",
    },
    { is: "broken", settings: { "pool.maxWait": "infinite" }, says: "wait for ever", severity: "critical" },
    { is: "broken", settings: { "pool.maxWait": -1 }, says: "wait for ever" },
    { is: "broken", settings: {}, shape: using("jedis", "5.2.0"), says: "assumed: Jedis 5.2.0" },
    { is: "holds", settings: {}, shape: using("ioredis"), says: "nobody waits" },
    { is: "not-evaluated", settings: { "pool.maxWait": 10 }, says: "the request deadline" },
    { is: "not-evaluated", settings: {}, says: "the pool's max wait is not known for orders-api" },
  ],
  "reconnect-storm-bounded": [
    {
      is: "holds",
      settings: { ...PODS, "server.tcpBacklog": 1601 },
      says: "40 pods × 2 × 20 = 1,600 connections fit into the listen backlog of 1,601",
    },
    {
      is: "broken",
      settings: { ...PODS, "server.tcpBacklog": 1600, "client.backoffJitter": false },
      says: "reconnect in step (no jitter)",
    },
    {
      is: "holds",
      settings: {
        ...PODS,
        "server.tcpBacklog": 801,
        "client.backoffJitter": true,
        "client.backoffCap": 2000,
      },
      says: "in a stall of 1 s 800 arrive, the listen backlog takes 801",
    },
    {
      is: "broken",
      settings: {
        ...PODS,
        "server.tcpBacklog": 800,
        "client.backoffJitter": true,
        "client.backoffCap": 2000,
      },
      says: "800 arrive, the listen backlog takes 800",
    },
    {
      is: "broken",
      settings: {
        ...PODS,
        "server.tcpBacklog": 511,
        "client.backoffJitter": true,
        "client.backoffCap": "infinite",
      },
      says: "no cap",
      severity: "notice",
    },
    {
      is: "not-evaluated",
      settings: { ...PODS, "server.tcpBacklog": 511 },
      says: "whether the backoff has jitter",
    },
    {
      is: "not-evaluated",
      settings: PODS,
      says: "because tcp-backlog, whether the backoff has jitter and the cap of the backoff are not known for orders-api",
    },
  ],
  "pool-order-fits-path": [
    {
      is: "not-evaluated",
      settings: { "pool.order": "lifo", "pool.maxTotal": 8 },
      shape: { ...ONE_PROXY, hasUncountedProxies: true },
      says: "how many proxies stand on the way is not known",
    },
    {
      is: "not-evaluated",
      settings: { "pool.order": "lifo", "pool.maxTotal": 8, "proxy.clientTimeout@redis": 60_000 },
      says: "how many proxies stand on the way is not known",
    },
    {
      is: "holds",
      settings: { "pool.order": "fifo", "pool.maxTotal": 8 },
      shape: { ...ONE_PROXY, hasUncountedProxies: true },
      says: "first in, first out, behind proxies",
    },
    {
      is: "broken",
      settings: { "pool.order": "lifo" },
      shape: TWO_PROXIES,
      says: "last in, first out, behind 2 proxies",
    },
    { is: "holds", settings: { "pool.order": "lifo" }, shape: ONE_PROXY, says: "behind one proxy" },
    { is: "holds", settings: { "pool.order": "fifo" }, shape: TWO_PROXIES, says: "behind 2 proxies" },
    { is: "holds", settings: { "pool.order": "lifo" }, says: "straight to the nodes" },
    { is: "broken", settings: { "pool.order": "fifo" }, says: "straight to the nodes", severity: "notice" },
    {
      is: "broken",
      settings: {},
      shape: { ...TWO_PROXIES, ...using("go-redis") },
      says: "assumed: go-redis",
      severity: "critical",
    },
    { is: "holds", settings: {}, shape: { ...TWO_PROXIES, ...using("ioredis") }, says: "one connection" },
    { is: "not-evaluated", settings: {}, shape: TWO_PROXIES, says: "the pool's order" },
  ],
  "pool-budget": [
    {
      is: "holds",
      settings: { ...PODS, "server.maxclients": 1000, "proxy.maxServerConnections": 384 },
      shape: TWO_PROXIES,
      says: "up to 800 connections, because each of 2 proxies opens 384 at most",
    },
    {
      is: "broken",
      settings: { ...PODS, "server.maxclients": 1000, "proxy.maxServerConnections": 385 },
      shape: TWO_PROXIES,
      says: "up to 2,032 connections",
    },
    // (40 + 10) × 2 × 20 + 32 = 2,032
    { is: "holds", settings: { ...PODS, "server.maxclients": 2540 }, says: "up to 2,032 connections" },
    {
      is: "broken",
      settings: { ...PODS, "server.maxclients": 2539 },
      says: "up to 2,032 connections (orders-api (40 + 10) pods × 2 × 20, and 32 of others), allowed are 2,031, 80 % of maxclients 2,539",
    },
    {
      is: "broken",
      settings: { ...PODS, "pool.maxTotal": "infinite" },
      says: "any number",
      severity: "warning",
    },
    {
      is: "not-evaluated",
      settings: { ...PODS, "server.maxclients": 1000, "proxy.maxServerConnections": 1 },
      shape: { ...ONE_PROXY, hasUncountedProxies: true },
      says: "how many proxies stand on the way is not known",
    },
    {
      is: "broken",
      settings: {
        "pod.podsMax@a": 100,
        "pod.podsSurge@a": 10,
        "pod.processesPerPod@a": 2,
        "pool.maxTotal@a": 20,
        "pool.maxTotal@b": 8,
        "server.maxclients": 5000,
      },
      shape: {
        groups: [
          { name: "a", library: null, libraryVersion: null },
          { name: "b", library: null, libraryVersion: null },
        ],
      },
      says: "(a (100 + 10) pods × 2 × 20 and b ? pods × 1 × 8, and 32 of others)",
    },
    {
      is: "broken",
      settings: { "pod.podsMax": 100, "pool.maxTotal": 20, "server.maxclients": 2000 },
      says: "up to 2,032 connections",
    },
    {
      is: "not-evaluated",
      settings: { "pod.podsMax": 40, "pod.podsSurge": 10, "pool.maxTotal": 20 },
      says: "the number of processes in a pod",
    },
  ],
  "eviction-below-max-idle": [
    {
      is: "holds",
      settings: {},
      shape: using("lettuce", "6.5.5.RELEASE"),
      says: "one connection and no pool",
    },
    {
      is: "holds",
      settings: {
        "pool.evictionPeriod": 29_999,
        "pool.minEvictableIdle": 30_000,
        "pool.testsPerEvictionRun": -1,
      },
      says: "every 29.999 s",
    },
    {
      is: "broken",
      settings: {
        "pool.evictionPeriod": 30_000,
        "pool.minEvictableIdle": 30_000,
        "pool.testsPerEvictionRun": -1,
      },
      says: "looked for every 30 s, but may be idle for 30 s only",
    },
    {
      is: "broken",
      settings: {
        "pool.evictionPeriod": 10_000,
        "pool.minEvictableIdle": 60_000,
        "pool.testsPerEvictionRun": 3,
        "pool.maxTotal": 8,
      },
      says: "tests 3 of 8 connections, so all are looked at every 30 s",
    },
    {
      is: "holds",
      settings: {
        "pool.evictionPeriod": 10_000,
        "pool.minEvictableIdle": 60_000,
        "pool.testsPerEvictionRun": 8,
        "pool.maxTotal": 8,
      },
      says: "every 10 s",
    },
    { is: "holds", settings: {}, shape: using("jedis"), says: "assumed: Jedis" },
    {
      is: "not-evaluated",
      settings: { "pool.evictionPeriod": 10_000, "pool.minEvictableIdle": 60_000 },
      says: "the tests of an eviction run",
    },
    {
      is: "not-evaluated",
      settings: { "pool.evictionPeriod": -1, "pool.minEvictableIdle": 60_000 },
      says: "no eviction runs at all",
    },
  ],
  "evictor-runs": [
    {
      is: "holds",
      settings: { "pool.evictionPeriod": 1, "pool.testWhileIdle": true },
      says: "the evictor runs every 1 ms",
    },
    {
      is: "broken",
      settings: { "pool.evictionPeriod": "unset", "pool.testWhileIdle": true },
      says: "test-while-idle set, but the evictor never runs (eviction period none)",
    },
    {
      is: "broken",
      settings: { "pool.evictionPeriod": 0, "pool.minIdle": 5 },
      says: "min idle 5 set, but the evictor never runs",
    },
    {
      is: "broken",
      settings: { "pool.maxTotal": 20 },
      shape: using("lettuce", "6.5.5.RELEASE"),
      says: "idle eviction after 30 min",
    },
    {
      is: "holds",
      settings: {},
      shape: using("lettuce", "6.5.5.RELEASE"),
      says: "one connection and no pool",
    },
    {
      is: "holds",
      settings: {
        "pool.evictionPeriod": "unset",
        "pool.testWhileIdle": false,
        "pool.minIdle": 0,
        "pool.minEvictableIdle": "infinite",
      },
      says: "nothing is set that needs the evictor",
    },
    { is: "holds", settings: {}, shape: using("go-redis"), says: "needs no eviction runs" },
    {
      is: "not-evaluated",
      settings: { "pool.testWhileIdle": true },
      says: "the eviction period",
    },
  ],
};
