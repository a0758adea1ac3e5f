import { describe, expect, it } from "vitest";
import { fleetOf, ORDERS, PEM, problemsOf } from "./testing/parse-text";

describe("a fleet file", () => {
  it("needs an id and one node; the rest has defaults", () => {
    expect(fleetOf(ORDERS).clusters).toEqual([
      {
        id: "orders",
        name: "orders",
        seeds: [{ host: "10.0.5.21", port: 6379 }],
        elasticache: null,
        auth: null,
        tls: null,
        proxies: [],
        proxyDiscovery: [],
        groups: [],
        watch: {
          costBudget: 0.002,
          maxStallMs: 5,
          probeIntervalMs: 1000,
          infoIntervalMs: 10_000,
          sweepIntervalMs: 10_000,
          proxyIntervalMs: 5000,
          connectTimeoutMs: 2000,
          commandTimeoutMs: 2000,
        },
        timeouts: { settings: [], imports: [] },
        line: 2,
      },
    ]);
  });

  it("is read in full", () => {
    const fleet = fleetOf(`
watch: { costBudget: 0.1%, probeInterval: 500ms }
retention: { sweeps: 7d, hours: 52w, metrics: 180d }
clusters:
  - id: orders
    name: Orders cache
    nodes: [redis.internal, "[fd00::1]:7000", 10.0.5.21:6380]
    auth: { username: evenkeel, password: \${ORDERS_PASSWORD} }
    tls: { ca: ca.pem, serverName: redis.internal }
    watch: { maxStall: 2ms, sweepInterval: 1m }
    proxies:
      - { name: proxy-1, addresses: [10.0.3.11, 10.0.3.64/28, "fd00:1::/64"], listen: 10.0.3.11:6379 }
    clients:
      - name: orders-api
        match: { name: "orders-api-*", user: app }
        library: ioredis
  - id: sessions
    nodes: [10.0.5.22]
    auth: { password: "file:/run/secrets/redis" }
    tls: true
`);
    expect(fleet.clusters[0]).toEqual({
      id: "orders",
      name: "Orders cache",
      seeds: [
        { host: "redis.internal", port: 6379 },
        { host: "fd00::1", port: 7000 },
        { host: "10.0.5.21", port: 6380 },
      ],
      elasticache: null,
      auth: { username: "evenkeel", password: "s3cret-orders" },
      tls: { ca: PEM.trimEnd(), cert: null, key: null, serverName: "redis.internal" },
      proxies: [
        {
          name: "proxy-1",
          addresses: ["10.0.3.11", "10.0.3.64/28", "fd00:1::/64"],
          listen: { host: "10.0.3.11", port: 6379 },
          stats: null,
          kind: "tcp",
          weight: 1,
          zone: null,
        },
      ],
      proxyDiscovery: [],
      groups: [{ name: "orders-api", match: { name: "orders-api-*", user: "app" }, library: "ioredis" }],
      watch: { ...fleet.defaults, maxStallMs: 2, sweepIntervalMs: 60_000 },
      timeouts: {
        settings: [
          { key: "library.name", group: "orders-api", value: { kind: "word", word: "ioredis" }, line: 16 },
        ],
        imports: [],
      },
      line: 5,
    });
    expect(fleet.retention).toEqual({ sweepDays: 7, minuteDays: 30, hourDays: 364, metricDays: 180 });
    expect(fleet.defaults).toMatchObject({ costBudget: 0.001, probeIntervalMs: 500 });
    expect(fleet.clusters[1]).toMatchObject({
      auth: { username: null, password: "from-a-file" },
      tls: { ca: null, cert: null, key: null, serverName: null },
    });
  });

  it("may repeat a part by alias", () => {
    const fleet = fleetOf(`
clusters:
  - { id: a, nodes: [a:1], auth: &auth { password: \${ORDERS_PASSWORD} } }
  - { id: b, nodes: [b:1], auth: *auth }
`);
    expect(fleet.clusters.map(({ auth }) => auth)).toEqual([
      { username: null, password: "s3cret-orders" },
      { username: null, password: "s3cret-orders" },
    ]);
  });

  it("reports all problems at once, in the order of the file", () => {
    const text =
      "clusters:\n  - { id: A, nodes: [] }\n  - { id: b, nodes: [x:0], tls: no }\nwatch: { maxStall: 1 }\n";
    expect(problemsOf(text).map(({ line }) => line)).toEqual([2, 2, 3, 3, 4]);
  });

  it("never repeats a secret", () => {
    const texts = [
      "auth: { password: hunter2 }",
      "auth: { password: [hunter2] }",
      "auth: { password: { a: hunter2 } }",
      'auth: { password: "hunter2" hunter2 }',
      "auth: { password: *hunter2 }",
      "auth: { password: @hunter2 }",
      'auth: { password: "\\hunter2" }',
      "auth: { password: hunter2: hunter2 }",
      "auth: hunter2",
      "tls: { key: '-----BEGIN hunter2' }",
      "elasticache: { region: eu-central-1, replicationGroup: a, keys: hunter2 }",
      "elasticache: { region: eu-central-1, replicationGroup: a, keys: { accessKeyId: hunter2, secretAccessKey: hunter2 } }",
      "elasticache: { region: eu-central-1, replicationGroup: a, endpoint: 'https://me:hunter2@aws.test' }",
      "elasticache: { region: eu-central-1, replicationGroup: a, endpoint: 'hunter2' }",
      "auth: { password: !!hunter2 }",
      "auth: { password: &hunter2 }",
    ];
    for (const text of texts) {
      const problems = problemsOf(`${ORDERS}    ${text}\n`);
      expect(problems.length, text).toBeGreaterThan(0);
      expect(JSON.stringify(problems), text).not.toContain("hunter2");
    }
  });

  it("stays quick over aliases of aliases, deep nesting and many keys", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [name, of] of ["ba", "cb", "dc", "ed", "fe", "gf", "hg", "ih"].map((pair) => [...pair])) {
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(", ")}]`);
    }
    const texts = [
      `${bomb.join("\n")}\nclusters: *i\n`,
      `clusters:\n  - &c { id: a, nodes: &n [${Array(1000).fill("h:1").join(", ")}] }\n${"  - *c\n".repeat(1000)}`,
      "[".repeat(20_000),
      Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`).join("\n"),
    ];
    for (const text of texts) {
      const problems = problemsOf(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThan(60);
    }
  });
});
