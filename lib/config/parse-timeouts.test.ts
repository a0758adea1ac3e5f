import { describe, expect, it } from "vitest";
import { DECLARED_KEYS } from "./declared-keys";
import type { DeclaredTimeouts } from "./declared-timeouts";
import { parseFleet } from "./parse-fleet";
import { fleetOf, ORDERS, printProblems } from "./testing/parse-text";

const GROUP = `${ORDERS}    clients:\n      - name: api\n        match: { name: "api-*" }\n`;

function timeoutsOf(text: string): DeclaredTimeouts {
  const [cluster] = fleetOf(text).clusters;
  if (cluster === undefined) throw new Error("no cluster");
  return cluster.timeouts;
}

/** `key (group) = value @line`, one a setting. */
function printSettings(text: string): readonly string[] {
  return timeoutsOf(text).settings.map(({ key, group, value, line }) => {
    const [said = value.kind] = Object.entries(value).flatMap(([name, part]) =>
      name === "kind" ? [] : [part],
    );
    return `${key}${group === null ? "" : ` (${group})`} = ${value.kind} ${said} @${line}`;
  });
}

describe("declared time-outs", () => {
  it("of a client group are read with their lines", () => {
    expect(
      printSettings(`${GROUP}        library: { name: jedis, version: "5.1.0" }
        pool:
          maxTotal: 20
          order: LIFO
          minEvictableIdle: 30s
          maxLifetime: never
          maxWait: infinite
          evictionPeriod: none
          testsPerEvictionRun: -2
          testWhileIdle: true
        pods: { min: 4, max: 10, surge: 25%, processes: 2 }
        timeouts: { connect: 1s, command: 500ms, retries: 3, requestDeadline: 2s, dnsCacheTtl: infinite }
`),
    ).toEqual([
      "library.name (api) = word jedis @7",
      "library.version (api) = word 5.1.0 @7",
      "pool.maxTotal (api) = count 20 @9",
      "pool.order (api) = word lifo @10",
      "pool.minEvictableIdle (api) = duration 30000 @11",
      "pool.maxLifetime (api) = infinite infinite @12",
      "pool.maxWait (api) = infinite infinite @13",
      "pool.evictionPeriod (api) = unset unset @14",
      "pool.testsPerEvictionRun (api) = count -2 @15",
      "pool.testWhileIdle (api) = flag true @16",
      "pods.min (api) = count 4 @17",
      "pods.max (api) = count 10 @17",
      "pods.surge (api) = count 3 @17",
      "pods.processes (api) = count 2 @17",
      "timeouts.connect (api) = duration 1000 @18",
      "timeouts.command (api) = duration 500 @18",
      "timeouts.retries (api) = count 3 @18",
      "timeouts.requestDeadline (api) = duration 2000 @18",
      "timeouts.dnsCacheTtl (api) = infinite infinite @18",
    ]);
  });

  it("of the layers behind the clients are the cluster's", () => {
    expect(
      printSettings(`${ORDERS}    timeouts:
      loadBalancer: { idle: 350s, drain: 5m }
      network: { natIdle: 350s, conntrackIdle: never }
      proxy: { client: 50s, server: none, clientKeepalive: false }
      server: { timeout: 0s, maxclients: 10000, appendonly: true }
      dns: { ttl: 15s }
      failover: { planned: 5s, forced: 40s }
`),
    ).toEqual([
      "timeouts.loadBalancer.idle = duration 350000 @5",
      "timeouts.loadBalancer.drain = duration 300000 @5",
      "timeouts.network.natIdle = duration 350000 @6",
      "timeouts.network.conntrackIdle = infinite infinite @6",
      "timeouts.proxy.client = duration 50000 @7",
      "timeouts.proxy.server = unset unset @7",
      "timeouts.proxy.clientKeepalive = flag false @7",
      "timeouts.server.timeout = duration 0 @8",
      "timeouts.server.maxclients = count 10000 @8",
      "timeouts.server.appendonly = flag true @8",
      "timeouts.dns.ttl = duration 15000 @9",
      "timeouts.failover.planned = duration 5000 @10",
      "timeouts.failover.forced = duration 40000 @10",
    ]);
  });

  it("round a share of pods up, as Kubernetes does, and no further", () => {
    const surge = (share: string, max: number) =>
      printSettings(`${GROUP}        pods: { max: ${max}, surge: ${share} }\n`).at(-1);
    expect(surge("25%", 9)).toBe("pods.surge (api) = count 3 @7");
    expect(surge("10%", 20)).toBe("pods.surge (api) = count 2 @7");
    expect(surge("5", 20)).toBe("pods.surge (api) = count 5 @7");
  });

  it("name every key that a setting may have", () => {
    expect(DECLARED_KEYS.size).toBeGreaterThan(60);
    for (const { key } of timeoutsOf(`${GROUP}        timeouts: { connect: 1s }\n`).settings)
      expect(DECLARED_KEYS.has(key)).toBe(true);
  });
});

describe("imported files", () => {
  it("are read relative to the fleet file; what cannot be read is kept with its reason", () => {
    expect(
      timeoutsOf(`${ORDERS}    timeouts:\n      import: [notes.txt, deploy/none.yaml]\n`).imports,
    ).toEqual([
      { path: "notes.txt", line: 5, text: "no PEM here" },
      { path: "deploy/none.yaml", line: 5, failure: "no such file" },
    ]);
  });

  it("are bounded one by one and together", () => {
    const asked: (number | undefined)[] = [];
    const text = "x".repeat(5 * 1024 * 1024);
    const result = parseFleet(
      `${ORDERS}    timeouts: { import: [a, b, c, d, e] }\n`,
      "/etc/evenkeel/evenkeel.yaml",
      {
        variables: {},
        readFile: (_, mostBytes) => {
          asked.push(mostBytes);
          return { text };
        },
      },
    );
    expect(asked).toEqual(Array(5).fill(5 * 1024 * 1024));
    const imports = result.state === "ok" ? result.fleet.clusters[0]?.timeouts.imports : [];
    expect(imports?.map((file) => ("failure" in file ? file.failure : "read"))).toEqual([
      "read",
      "read",
      "read",
      "read",
      "with it, the imported files have more than 20 MB together",
    ]);
  });
});

describe("a fleet file is refused: its time-outs", () => {
  const SPAN = "a number with its unit: 500ms, 30s, 5m, 2h, 14d";
  const LIMIT = `${SPAN}; infinite (or never), or none where nothing is set`;
  const PATH = "a path relative to the fleet file: import: [deploy/haproxy.cfg]";
  const group = (fields: string) => `${GROUP}        ${fields}\n`;
  const cluster = (fields: string) => `${ORDERS}    timeouts: ${fields}\n`;
  const IN = "7: clusters[0].clients[0]";

  it.each<[string, string, readonly string[]]>([
    [
      "a slip of the key",
      group("pool: { maxTotl: 20 }"),
      [
        `${IN}.pool: unknown key "maxTotl" | did you mean "maxTotal"? allowed: maxTotal, maxIdle, minIdle, maxWait, order, minEvictableIdle, evictionPeriod, testsPerEvictionRun, maxLifetime, testWhileIdle, testOnBorrow`,
      ],
    ],
    [
      "a layer that is none",
      cluster("{ loadBalncer: { idle: 1s } }"),
      [
        '4: clusters[0].timeouts: unknown key "loadBalncer" | did you mean "loadBalancer"? allowed: import, loadBalancer, network, proxy, server, dns, failover',
      ],
    ],
    [
      "a duration without a unit",
      group("timeouts: { command: 500 }"),
      [`${IN}.timeouts.command: expected text, found a number | ${LIMIT}`],
    ],
    [
      "a unit that is none",
      group("timeouts: { command: 5 parsecs }"),
      [`${IN}.timeouts.command: "5 parsecs" is not a duration | ${SPAN}`],
    ],
    [
      "a negative duration",
      group("timeouts: { dnsCacheTtl: -1s }"),
      [`${IN}.timeouts.dnsCacheTtl: this is not a duration | ${LIMIT}`],
    ],
    [
      "an absurd duration",
      group("timeouts: { command: 900d }"),
      [`${IN}.timeouts.command: 900d is out of bounds | 0ms to 366d`],
    ],
    [
      "no end where there must be one",
      cluster("{ failover: { forced: infinite } }"),
      [`4: clusters[0].timeouts.failover.forced: this is not a duration | ${SPAN}`],
    ],
    [
      "a count that is none",
      group("pool: { maxTotal: 0, maxIdle: many, minIdle: 1.5 }"),
      [
        `${IN}.pool.maxTotal: this is not a count | a whole number from 1 to 10000000, or infinite (or never), or none where nothing is set`,
        `${IN}.pool.maxIdle: this is not a count | a whole number from 0 to 10000000, or infinite (or never), or none where nothing is set`,
        `${IN}.pool.minIdle: this is not a count | a whole number from 0 to 10000000`,
      ],
    ],
    [
      "a flag that is none",
      group("pool: { testOnBorrow: on }"),
      [`${IN}.pool.testOnBorrow: this is neither true nor false | true or false`],
    ],
    [
      "a word that is none",
      group("pool: { order: random }"),
      [`${IN}.pool.order: this is none of the words | allowed: lifo, fifo`],
    ],
    [
      "a share of nobody",
      group("pods: { surge: 25% }"),
      [`${IN}.pods.surge: a share needs max beside it | pods: { max: 40, surge: 25% }`],
    ],
    [
      "a share of more than all",
      group("pods: { max: 4, surge: 250% }"),
      [`${IN}.pods.surge: this is out of bounds | at most 100%; a number with a percent sign: 0.2%`],
    ],
    [
      "more at least than at most",
      group("pods: { min: 5, max: 4 }"),
      [`${IN}.pods: min (5) is above max (4) | pods: { min: 4, max: 40 }`],
    ],
    [
      "a version that YAML would change",
      group("library: { name: jedis, version: 5.10 }"),
      [
        `${IN}.library.version: expected text, found a number | in quotes: library: { name: jedis, version: "5.1.0" }`,
      ],
    ],
    [
      "a version without a library",
      group('library: { version: "5" }'),
      [`${IN}.library: has no name | in quotes: library: { name: jedis, version: "5.1.0" }`],
    ],
    [
      "paths that are none",
      cluster('{ import: ["https://x.test/a", "${HOME}/a", a, a] }'),
      [
        `4: clusters[0].timeouts.import[0]: this is not a path | ${PATH}`,
        `4: clusters[0].timeouts.import[1]: this is not a path | ${PATH}`,
        "4: clusters[0].timeouts.import[3]: this file is named twice | first named on line 4",
      ],
    ],
    [
      "too many files",
      cluster(`{ import: [${Array.from({ length: 51 }, (_, index) => `f${index}`).join(", ")}] }`),
      ["4: clusters[0].timeouts.import: names 51 files | at most 50 are read for one cluster"],
    ],
  ])("%s", (_, text, expected) => {
    expect(printProblems(text)).toEqual(expected);
  });
});
