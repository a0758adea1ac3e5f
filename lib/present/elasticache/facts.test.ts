import { describe, expect, test } from "vitest";
import type { ElastiCacheFactsRow } from "@/lib/contract/aws";
import {
  elastiCacheFacts,
  endpointsOf,
  kindWords,
  maintenanceWords,
  nodeServiceWords,
  serviceWords,
} from "./facts";

function factsOf(change: Partial<ElastiCacheFactsRow> = {}): ElastiCacheFactsRow {
  return {
    kind: "replication-group",
    id: "orders",
    region: "eu-central-1",
    status: "available",
    engine: "valkey",
    engineVersion: "8.0.1",
    nodeType: "cache.r7g.large",
    clusterMode: false,
    multiAz: true,
    automaticFailover: true,
    tls: true,
    authMode: "users",
    endpoints: { primary: "p.example:6379", reader: "r.example:6379", configuration: null },
    nodes: ["a", "b", "b"].map((zone, index) => ({
      cacheClusterId: `orders-00${index + 1}`,
      shard: "0001",
      role: null,
      zone: `eu-central-1${zone}`,
      nodeType: null,
      status: "available",
      address: null,
    })),
    parameterGroup: "prod-valkey8",
    maintenanceWindow: "sun:05:00-sun:06:00",
    parameters: {
      maxclients: 65_000,
      timeoutSec: 0,
      tcpKeepaliveSec: 300,
      closeOnReplicaWrite: true,
      ageMs: 1000,
    },
    ageMs: 1000,
    ...change,
  };
}

const NOTHING: Partial<ElastiCacheFactsRow> = {
  status: null,
  engine: null,
  engineVersion: null,
  nodeType: null,
  multiAz: null,
  automaticFailover: null,
  tls: null,
  authMode: null,
  nodes: [],
  parameterGroup: null,
  maintenanceWindow: null,
  parameters: null,
};

const factOf = (facts: ElastiCacheFactsRow, name: string) =>
  elastiCacheFacts(facts).find((fact) => fact.name === name);

describe("what AWS says of a cluster", () => {
  test("in words, with zones and limits beside them", () => {
    const facts = factsOf();
    expect(factOf(facts, "Region")).toMatchObject({
      value: "eu-central-1",
      detail: "eu-central-1a, eu-central-1b ×2",
    });
    expect(factOf(facts, "Parameters")).toMatchObject({
      value: "prod-valkey8",
      detail:
        "maxclients 65,000, idle connections are never closed, TCP keep-alive after 5\u202fmin, a former primary closes on writes",
    });
    expect(factOf(facts, "Encryption")).toMatchObject({ value: "TLS", detail: "user groups" });
    expect(factOf(facts, "Status")).toBeUndefined();
    expect(factOf(factsOf({ status: "modifying" }), "Status")?.value).toBe("modifying");
  });

  test("what is not told is left out and not made up", () => {
    expect(elastiCacheFacts(factsOf(NOTHING)).map((fact) => fact.name)).toEqual(["Region"]);
    expect(factOf(factsOf({ parameters: null }), "Parameters")?.detail).toBe("its values are not told");
  });

  test("a single zone of several nodes is said", () => {
    expect(factOf(factsOf({ multiAz: false }), "Failover")?.detail).toBe("one zone is enough to lose all");
  });
});

test("a kind has a name", () => {
  expect(kindWords(factsOf())).toBe("replication group");
  expect(kindWords(factsOf({ clusterMode: true }))).toBe("replication group, cluster mode");
  expect(kindWords(factsOf({ kind: "serverless-cache" }))).toBe("serverless cache");
  expect(kindWords(factsOf({ kind: "cache-cluster" }))).toBe("single node");
});

test("endpoints that there are, whole", () => {
  expect(endpointsOf(factsOf()).map(({ name }) => name)).toEqual(["Primary", "Reader"]);
});

test.each([
  ["sun:05:00-sun:06:00", "Sun 05:00–06:00"],
  ["sat:23:30-sun:00:30", "Sat 23:30–Sun 00:30"],
  ["whenever", "whenever"],
  [null, null],
])("a maintenance window %s reads %s", (window, words) => {
  expect(maintenanceWords(window)).toBe(words);
});

test("beside a cluster's name: node type and region, the status where it is unusual", () => {
  const service = {
    region: "eu-central-1",
    nodeType: "cache.t4g.micro",
    engineVersion: null,
    status: "available",
  };
  expect(serviceWords(service)).toBe("t4g.micro, eu-central-1");
  expect(serviceWords({ ...service, nodeType: null, status: "creating" })).toBe("eu-central-1, creating");
  expect(serviceWords(null)).toBeNull();
});

test("under a node: AWS's name where the address does not begin with it, and the zone", () => {
  const service = {
    cacheClusterId: "orders-001",
    zone: "eu-central-1a",
    nodeType: null,
    role: null,
    status: "available",
  };
  expect(nodeServiceWords(service, "127.0.0.1:7001")).toEqual(["orders-001", "eu-central-1a"]);
  expect(nodeServiceWords(service, "orders-001")).toEqual(["eu-central-1a"]);
  expect(nodeServiceWords({ ...service, zone: null, status: "rebooting" }, "orders-001")).toEqual([
    "rebooting",
  ]);
  expect(nodeServiceWords(null, "x")).toEqual([]);
});
