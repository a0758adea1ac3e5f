import { describe, expect, it } from "vitest";
import type { ProxyConfig, ProxyDiscoveryConfig } from "./fleet";
import { fleetOf, ORDERS, printProblems, problemsOf } from "./testing/parse-text";

function proxyWith(rest: string): ProxyConfig | undefined {
  return fleetOf(`${ORDERS}    proxies: [{ name: p, addresses: [10.0.3.11], ${rest} }]\n`).clusters[0]
    ?.proxies[0];
}

function discoveryOf(entry: string): ProxyDiscoveryConfig | undefined {
  return fleetOf(`${ORDERS}    proxies: [{ ${entry} }]\n`).clusters[0]?.proxyDiscovery[0];
}

/** Problems of one proxy's entry, without line and path. */
function problemsWith(rest: string): readonly string[] {
  return printProblems(`${ORDERS}    proxies: [{ name: p, addresses: [10.0.3.11], ${rest} }]\n`).map(
    (problem) => problem.replace(/^4: clusters\[0\]\.proxies\[0\]/, ""),
  );
}

describe("a proxy's statistics", () => {
  it.each<[string, ProxyConfig["stats"], ProxyConfig["kind"]]>([
    [
      'stats: { haproxy: "http://10.0.3.11:8404/;csv" }',
      { format: "haproxy", url: "http://10.0.3.11:8404/;csv", frontend: null },
      "tcp",
    ],
    [
      'stats: { haproxy: "unix:/run/haproxy.sock" }',
      { format: "haproxy", socket: "/run/haproxy.sock", frontend: null },
      "tcp",
    ],
    [
      'stats: { haproxy: { url: "http://10.0.3.11:8404/;csv", frontend: redis } }',
      { format: "haproxy", url: "http://10.0.3.11:8404/;csv", frontend: "redis" },
      "tcp",
    ],
    [
      'stats: { haproxy: "http://me:${PROXY_PASSWORD}@10.0.3.11:8404/;csv" }',
      { format: "haproxy", url: "http://me:s3cret%2Fproxy@10.0.3.11:8404/;csv", frontend: null },
      "tcp",
    ],
    [
      'listen: "10.0.3.9:6379", stats: { haproxy: ":8404/;csv" }',
      { format: "haproxy", url: "http://10.0.3.9:8404/;csv", frontend: null },
      "tcp",
    ],
    [
      'listen: "[fd00::9]:6379", stats: { envoy: "http://:9901" }',
      { format: "envoy", url: "http://[fd00::9]:9901", prefix: null },
      "multiplexing",
    ],
    [
      'stats: { twemproxy: "10.0.3.11:22222" }',
      { format: "twemproxy", address: { host: "10.0.3.11", port: 22_222 }, pool: null },
      "multiplexing",
    ],
    [
      'listen: "10.0.3.9:6379", stats: { twemproxy: { address: ":22222", pool: feed } }',
      { format: "twemproxy", address: { host: "10.0.3.9", port: 22_222 }, pool: "feed" },
      "multiplexing",
    ],
    [
      'stats: { envoy: { url: "http://10.0.3.11:9901", prefix: egress_redis } }',
      { format: "envoy", url: "http://10.0.3.11:9901", prefix: "egress_redis" },
      "multiplexing",
    ],
    [
      'stats: { predixy: { address: "10.0.3.11:7617", password: "${PROXY_PASSWORD}" } }',
      { format: "predixy", address: { host: "10.0.3.11", port: 7617 }, password: "s3cret/proxy" },
      "multiplexing",
    ],
    [
      'stats: { redis-cluster-proxy: "10.0.3.11:7777" }',
      { format: "redis-cluster-proxy", address: { host: "10.0.3.11", port: 7777 }, password: null },
      "multiplexing",
    ],
    [
      'stats: { resp: "10.0.3.11:6379" }, kind: multiplexing',
      { format: "resp", address: { host: "10.0.3.11", port: 6379 }, password: null },
      "multiplexing",
    ],
    [
      `stats: { prometheus: { url: "http://10.0.3.11:9113/metrics", connections: 'active{listener="redis"}', opened: accepted_total } }`,
      {
        format: "prometheus",
        url: "http://10.0.3.11:9113/metrics",
        metrics: {
          connections: 'active{listener="redis"}',
          opened: "accepted_total",
          closed: null,
          requests: null,
          uptime: null,
        },
      },
      "tcp",
    ],
  ])("%s", (written, stats, kind) => {
    expect(proxyWith(written)).toMatchObject({ stats, kind, weight: 1, zone: null });
  });

  it("come with a weight and a zone", () => {
    expect(proxyWith("weight: 0.5, zone: eu-central-1a")).toMatchObject({
      weight: 0.5,
      zone: "eu-central-1a",
    });
  });

  it.each<[string, string]>([
    [
      "stats: {}",
      '.stats: names no format | one of haproxy, twemproxy, envoy, predixy, redis-cluster-proxy, resp, prometheus, e.g. stats: { haproxy: "http://10.0.3.11:8404/;csv" }',
    ],
    [
      "stats: { haprxy: x }",
      `.stats: unknown key "haprxy" | did you mean "haproxy"? allowed: haproxy, twemproxy, envoy, predixy, redis-cluster-proxy, resp, prometheus`,
    ],
    [
      'stats: { twemproxy: "10.0.3.11:22222", envoy: "http://10.0.3.11:9901" }',
      ".stats: names two formats, twemproxy and envoy | one proxy has one: keep the one that knows its clients",
    ],
    [
      "stats: { twemproxy: 10.0.3.11 }",
      '.stats.twemproxy: "10.0.3.11" has no port | 10.0.3.11:22222, or :22222 for the proxy\'s own host',
    ],
    ['stats: { predixy: "10.0.3.11:0" }', ".stats.predixy: 0 is not a port | 1 to 65535"],
    [
      'stats: { predixy: "redis://:hunter2@h:7617" }',
      ".stats.predixy: this is a URL | 10.0.3.11:7617, or :7617 for the proxy's own host",
    ],
    [
      'stats: { twemproxy: ":22222" }',
      ".stats: leaves the host out, and the proxy has no listen | write the host, or listen",
    ],
    [
      "stats: { haproxy: /run/haproxy.sock }",
      '.stats.haproxy: "/run/haproxy.sock" is not the path of a socket | unix:/run/haproxy.sock',
    ],
    [
      "stats: { haproxy: 10.0.3.11 }",
      '.stats.haproxy: this is not a URL | "http://10.0.3.11:8404/;csv", or "unix:/run/haproxy.sock"',
    ],
    [
      'stats: { haproxy: "http://me:hunter2@10.0.3.11:8404/" }',
      ".stats.haproxy: the password is written in the fleet file | http://user:${NAME}@host:port/",
    ],
    [
      'stats: { haproxy: "http://me:${NOPE}@10.0.3.11:8404/" }',
      ".stats.haproxy: environment variable NOPE is not set | set it before starting, or use file:PATH",
    ],
    ["stats: { haproxy: { frontend: redis } }", ".stats.haproxy: has no url | -"],
    [
      'stats: { haproxy: { url: "http://h:1/", fronted: redis } }',
      '.stats.haproxy: unknown key "fronted" | did you mean "frontend"? allowed: url, frontend',
    ],
    [
      'stats: { prometheus: { url: "http://h:1/metrics" } }',
      ".stats.prometheus: maps neither connections nor opened | a metric's name, if need be with labels: 'frontend_sessions{proxy=\"redis\"}'",
    ],
    [
      'stats: { prometheus: { url: "http://h:1/metrics", opened: "rate(x[5m])" } }',
      ".stats.prometheus.opened: this is not a metric | a metric's name, if need be with labels: 'frontend_sessions{proxy=\"redis\"}'",
    ],
    [
      "weight: 0",
      ".weight: 0 is not a weight | a number above 0: a proxy with 2 is meant to get twice what one with 1 gets",
    ],
    [
      "weight: heavy",
      ".weight: this is not a weight | a number above 0: a proxy with 2 is meant to get twice what one with 1 gets",
    ],
    [
      "kind: udp",
      ".kind: this is not a kind of proxy | tcp: a connection to Redis for each client's; multiplexing: many clients share few connections",
    ],
    [
      "listenPort: 6379",
      ".listenPort: is for discovered proxies | listen: host:port, where clients reach this one",
    ],
  ])("%s is refused", (written, problem) => {
    expect(problemsWith(written)).toEqual([problem]);
  });

  it("belong to one proxy", () => {
    const stats = 'stats: { haproxy: "http://10.0.3.11:8404/;csv" }';
    const text = `${ORDERS}    proxies:\n      - { name: a, addresses: [10.0.3.1], ${stats} }\n      - { name: b, addresses: [10.0.3.2], ${stats} }\n`;
    expect(printProblems(text)).toEqual([
      "6: clusters[0].proxies[1].stats: these are the statistics of another proxy, too | first on line 5; where one process serves several, name the frontend, pool or prefix of each",
    ]);
  });

  it("never show a password", () => {
    const texts = [
      'haproxy: "http://me:hunter2@h:8404/"',
      'haproxy: "http://me:hunter2@h:8404 /"',
      'haproxy: "me:hunter2@h:8404"',
      'haproxy: { url: ["http://me:hunter2@h"] }',
      'envoy: "ftp://me:hunter2@h"',
      'predixy: "me:hunter2@h:1"',
      'predixy: { address: "h:1", password: hunter2 }',
      'prometheus: { url: "http://me:hunter2@h", opened: a }',
    ];
    for (const text of texts) {
      const problems = problemsOf(
        `${ORDERS}    proxies: [{ name: p, addresses: [10.0.3.1], stats: { ${text} } }]\n`,
      );
      expect(problems.length, text).toBeGreaterThan(0);
      expect(JSON.stringify(problems), text).not.toContain("hunter2");
    }
  });
});

describe("proxies that are discovered", () => {
  it("need a name only", () => {
    expect(discoveryOf("discover: { dns: redis-proxies.cache.svc }")).toEqual({
      dns: "redis-proxies.cache.svc",
      dnsServer: null,
      listenPort: null,
      stats: null,
      kind: "tcp",
      zone: null,
    });
  });

  it("may have a DNS server, a port, statistics and a zone", () => {
    const entry =
      'discover: { dns: proxies.test, server: "127.0.0.1:5353" }, listen: ":6379", stats: { twemproxy: ":22222" }, zone: a';
    expect(discoveryOf(entry)).toEqual({
      dns: "proxies.test",
      dnsServer: { host: "127.0.0.1", port: 5353 },
      listenPort: 6379,
      stats: { format: "twemproxy", address: { host: "", port: 22_222 }, pool: null },
      kind: "multiplexing",
      zone: "a",
    });
  });

  it.each([
    ["10.0.0.2", { host: "10.0.0.2", port: 53 }],
    ["fd00::2", null],
    ["[fd00::2]", { host: "fd00::2", port: 53 }],
    ["[fd00::2]:54", { host: "fd00::2", port: 54 }],
    ["dns.internal:53", null],
  ])("are asked of %s", (server, expected) => {
    const text = `${ORDERS}    proxies: [{ discover: { dns: a.test, server: "${server}" } }]\n`;
    if (expected === null) expect(problemsOf(text)).toHaveLength(1);
    else expect(fleetOf(text).clusters[0]?.proxyDiscovery[0]?.dnsServer).toEqual(expected);
  });

  it.each<[string, string]>([
    ["discover: {}", ".discover: has no dns | discover: { dns: redis-proxies.cache.svc }"],
    [
      'discover: { dns: "a.test:6379" }',
      ".discover.dns: this is not a host name | discover: { dns: redis-proxies.cache.svc }; ports go under listenPort and stats",
    ],
    [
      "discover: { dns: 10.0.3.11 }",
      ".discover.dns: this is not a host name | discover: { dns: redis-proxies.cache.svc }; ports go under listenPort and stats",
    ],
    [
      "discover: { dns: a.test }, name: p",
      ".name: is not for discovered proxies | leave it out: each is called by its address",
    ],
    [
      'discover: { dns: a.test }, stats: { twemproxy: "10.0.3.11:22222" }',
      '.stats: name one place for all discovered proxies | leave the host out, each proxy has its own: { twemproxy: ":22222" }',
    ],
    [
      "discover: { dns: a.test }, listenPort: 0",
      ".listenPort: this is not a port | listenPort: 6379, the port that clients connect to on each of them",
    ],
    [
      'discover: { dns: a.test }, listen: "10.0.3.11:6379"',
      ".listen: this is not a port | listenPort: 6379, the port that clients connect to on each of them",
    ],
    [
      'discover: { dns: a.test }, listen: ":6379", listenPort: 6379',
      ".listen: listenPort is given, too | one of the two",
    ],
  ])("%s is refused", (entry, problem) => {
    const problems = printProblems(`${ORDERS}    proxies: [{ ${entry} }]\n`);
    expect(problems).toEqual([`4: clusters[0].proxies[0]${problem}`]);
  });

  it("are looked up once", () => {
    const text = `${ORDERS}    proxies:\n      - { discover: { dns: a.test } }\n      - { discover: { dns: a.test } }\n`;
    expect(printProblems(text)).toEqual([
      '6: clusters[0].proxies[1].discover: "a.test" is looked up twice | first on line 5',
    ]);
  });
});
