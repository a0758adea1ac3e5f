import { type Cases, ONE_PROXY, using } from "./rule-case";

/** Each rule at its boundary. */
export const CLIENT_CASES: Cases = {
  "connect-below-command": [
    { is: "holds", settings: { "client.connectTimeout": 500, "client.commandTimeout": 500 }, says: "500 ms" },
    {
      is: "broken",
      settings: { "client.connectTimeout": 501, "client.commandTimeout": 500 },
      says: "connect timeout 501 ms is longer than the command timeout 500 ms",
    },
    {
      is: "broken",
      settings: { "client.connectTimeout": "unset", "client.commandTimeout": 500 },
      says: "none",
    },
    {
      is: "holds",
      settings: { "client.connectTimeout": 500, "client.commandTimeout": "unset" },
      says: "none",
    },
    {
      is: "not-evaluated",
      settings: { "client.connectTimeout": 500 },
      says: "because the command timeout is not known for orders-api: declare timeouts.command",
    },
  ],
  "command-timeout-set": [
    {
      is: "holds",
      settings: { "client.socketTimeout": 5000 },
      shape: using("node-redis", "6.3.1"),
      says: "closed after 5 s",
    },
    { is: "holds", settings: { "client.commandTimeout": 1 }, says: "waits 1 ms at most" },
    { is: "broken", settings: { "client.commandTimeout": "unset" }, says: "no command timeout" },
    { is: "broken", settings: { "client.commandTimeout": 0 }, says: "no command timeout" },
    {
      is: "broken",
      settings: { "client.commandTimeout": "infinite", "client.tcpUserTimeout": 30_000 },
      says: "for ever",
      severity: "warning",
    },
    {
      is: "broken",
      settings: {},
      shape: using("ioredis", "5.4.1"),
      says: "assumed: ioredis 5.4.1",
    },
    { is: "broken", settings: {}, shape: using("node-redis", "6.3.1"), says: "no command timeout" },
    {
      is: "holds",
      settings: {},
      shape: using("redis-py", "8.1.0"),
      says: "5 s (assumed: redis-py 8.1.0)",
    },
    { is: "broken", settings: {}, shape: using("redis-py", "7.4.0"), says: "no command timeout" },
    { is: "not-evaluated", settings: {}, says: "the command timeout is not known for orders-api" },
  ],
  "retry-budget-within-deadline": [
    {
      is: "holds",
      settings: {
        "request.deadline": 2350,
        "pool.maxWait": 100,
        "client.commandTimeout": 500,
        "client.commandTimeoutScope": "per-try",
        "client.retries": 3,
        "client.backoffBase": 50,
        "client.backoffCap": 100,
      },
      says: "takes 2.35 s at most, the request may take 2.35 s",
    },
    {
      is: "broken",
      settings: {
        "request.deadline": 2349,
        "pool.maxWait": 100,
        "client.commandTimeout": 500,
        "client.commandTimeoutScope": "per-try",
        "client.retries": 3,
        "client.backoffBase": 50,
        "client.backoffCap": 100,
      },
      says: "100 ms waiting for a connection + 4 tries of 500 ms for an answer + 250 ms of backoff = 2.35 s, but the request has 2.349 s",
    },
    {
      is: "holds",
      settings: {
        "request.deadline": 600,
        "pool.maxWait": 0,
        "client.commandTimeout": 600,
        "client.commandTimeoutScope": "total",
        "client.retries": 20,
      },
      says: "600 ms at most",
    },
    {
      is: "broken",
      settings: { "request.deadline": 1000, "pool.maxWait": "infinite" },
      says: "for ever waiting for a connection",
    },
    {
      is: "broken",
      settings: { "request.deadline": 1000, "client.commandTimeout": 1001 },
      says: "= 1.001 s, but the request has 1 s",
    },
    {
      is: "not-evaluated",
      settings: { "request.deadline": 1000, "pool.maxWait": 0, "client.commandTimeout": 500 },
      says: "the number of retries",
    },
    {
      is: "not-evaluated",
      settings: {
        "request.deadline": 1000,
        "pool.maxWait": 0,
        "client.commandTimeout": 100,
        "client.retries": 2,
        "client.commandTimeoutScope": "per-try",
      },
      says: "the base of the backoff",
    },
    {
      is: "not-evaluated",
      settings: { "pool.maxWait": 0, "client.commandTimeout": 500, "client.retries": 0 },
      says: "the request deadline is not known for orders-api",
    },
  ],
  "iam-lifetime": [
    {
      is: "holds",
      settings: { "client.authentication": "iam", "pool.maxLifetime": 43_199_999 },
      says: "IAM allows 12 h",
    },
    {
      is: "broken",
      settings: {
        "client.authentication": "iam",
        "pool.maxLifetime": 43_200_000,
        "client.reauthenticateEvery": "unset",
      },
      says: "ends after 12 h, but its max lifetime is 12 h",
    },
    {
      is: "holds",
      settings: { "client.authentication": "iam", "client.reauthenticateEvery": 600_000 },
      says: "authenticate again every 10 min",
    },
    { is: "holds", settings: { "client.authentication": "password" }, says: "no IAM" },
    { is: "not-evaluated", settings: { "client.authentication": "iam" }, says: "max lifetime" },
    { is: "not-evaluated", settings: {}, says: "how the client authenticates" },
  ],
  "half-open-detected": [
    {
      is: "holds",
      settings: { "client.socketTimeout": 40_000 },
      shape: using("ioredis", "5.4.1"),
      says: "socket timeout 40 s",
    },
    {
      is: "holds",
      settings: { "client.commandTimeout": 40_000, "client.commandTimeoutClosesSocket": true },
      says: "socket timeout 40 s",
    },
    {
      is: "broken",
      settings: {
        "client.commandTimeout": 40_001,
        "client.commandTimeoutClosesSocket": true,
        "client.tcpUserTimeout": "unset",
        "client.healthCheckInterval": "unset",
      },
      says: "a dead peer is noticed by socket timeout 40.001 s; a forced failover takes 40 s",
    },
    {
      is: "broken",
      settings: {
        "client.commandTimeout": 500,
        "client.commandTimeoutClosesSocket": false,
        "client.tcpUserTimeout": "unset",
        "client.healthCheckInterval": "unset",
      },
      says: "the command timeout of 500 ms leaves the socket open",
    },
    {
      is: "holds",
      settings: { "client.healthCheckInterval": 30_000, "client.healthCheckTimeout": 3000 },
      says: "health check with its timeout 33 s",
    },
    { is: "holds", settings: { "client.tcpUserTimeout": 20_000 }, says: "TCP_USER_TIMEOUT 20 s" },
    {
      is: "broken",
      settings: { "client.commandTimeout": 500 },
      shape: using("ioredis", "5.4.1"),
      says: "nothing notices",
    },
    { is: "holds", settings: {}, shape: using("jedis", "5.2.0"), says: "socket timeout 2 s" },
    {
      is: "not-evaluated",
      settings: { "client.commandTimeout": 500, "client.commandTimeoutClosesSocket": false },
      says: "TCP_USER_TIMEOUT",
    },
    {
      is: "not-evaluated",
      settings: { "client.commandTimeout": 500 },
      says: "whether a command timeout closes the socket",
    },
  ],
  "keepalive-on": [
    {
      is: "broken",
      settings: { "client.tcpKeepalive": "unset", "proxy.clientKeepalive": false },
      shape: ONE_PROXY,
      says: "off at the client (none) and at the proxy",
    },
    {
      is: "holds",
      settings: { "client.tcpKeepalive": "unset", "proxy.clientKeepalive": true },
      shape: ONE_PROXY,
      says: "sent by the proxy",
    },
    {
      is: "not-evaluated",
      settings: { "client.tcpKeepalive": "unset" },
      shape: ONE_PROXY,
      says: "import the proxy",
    },
    {
      is: "holds",
      settings: { "client.tcpKeepalive": 7_200_000, "server.tcpKeepalive": 0 },
      says: "the client after 2 h",
    },
    { is: "holds", settings: { "client.tcpKeepalive": "unset" }, says: "the server after 300 s" },
    {
      is: "broken",
      settings: { "client.tcpKeepalive": "unset", "server.tcpKeepalive": 0 },
      says: "off at the client (none) and at the server (none)",
    },
    { is: "not-evaluated", settings: { "server.tcpKeepalive": 0 }, says: "the client's TCP keepalive" },
  ],
  "dns-cache-within-failover": [
    { is: "holds", settings: { "client.dnsCacheTtl": 35_000, "dns.ttl": 5000 }, says: "within 40 s" },
    {
      is: "broken",
      settings: { "client.dnsCacheTtl": 35_001, "dns.ttl": 5000 },
      says: "record TTL 5 s + client cache 35.001 s = 40.001 s, but a failover takes 40 s",
      severity: "warning",
    },
    { is: "broken", settings: { "client.dnsCacheTtl": -1 }, says: "for ever", severity: "critical" },
    {
      is: "broken",
      settings: { "client.dnsCacheTtl": 30_000, "dns.ttl@primary": 5000, "dns.ttl@reader": 60_000 },
      says: "record TTL 60 s",
    },
    { is: "not-evaluated", settings: { "client.dnsCacheTtl": 0 }, says: "the record's TTL is not known" },
  ],
  "topology-refresh-within-failover": [
    { is: "holds", settings: { "client.topologyRefresh": 5000 }, says: "every 5 s" },
    {
      is: "broken",
      settings: { "client.topologyRefresh": 5001 },
      says: "scanned every 5.001 s, but a planned failover takes 5 s",
    },
    { is: "holds", settings: { "client.topologyRefresh": "unset" }, says: "does not rely" },
    { is: "not-evaluated", settings: {}, says: "the topology refresh interval" },
  ],
};
