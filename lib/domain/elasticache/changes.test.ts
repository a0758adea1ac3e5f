import { describe, expect, it } from "vitest";
import { changesBetween, parameterChanges } from "./changes";
import type { ElastiCacheNode, ElastiCacheTopology } from "./model";

function node(id: string, change: Partial<ElastiCacheNode> = {}): ElastiCacheNode {
  return {
    cacheClusterId: id,
    cacheNodeId: "0001",
    shard: "0001",
    slots: null,
    role: "replica",
    zone: "eu-central-1a",
    nodeType: "cache.r7g.large",
    status: "available",
    endpoint: { host: `${id}.cache`, port: 6379 },
    ...change,
  };
}

const orders: ElastiCacheTopology = {
  kind: "replication-group",
  id: "orders",
  region: "eu-central-1",
  status: "available",
  engine: "redis",
  engineVersion: "7.0.7",
  nodeType: "cache.r7g.large",
  clusterMode: false,
  multiAz: true,
  automaticFailover: true,
  tls: true,
  authMode: "users",
  userGroups: ["a"],
  endpoints: { primary: { host: "orders", port: 6379 }, reader: null, configuration: null },
  nodes: [node("orders-001", { role: "primary" }), node("orders-002")],
  parameterGroup: "orders-params",
  maintenanceWindow: "sun:05:00-sun:06:00",
};

const sentences = (after: ElastiCacheTopology, before: ElastiCacheTopology | null = orders) =>
  changesBetween(before, after).map((change) => change.sentence);

describe("changesBetween", () => {
  it("a first answer, and the same one again, are no change", () => {
    expect(sentences(orders, null)).toEqual([]);
    expect(sentences({ ...orders })).toEqual([]);
  });

  it.each<[Partial<ElastiCacheTopology>, string]>([
    [{ status: "modifying" }, "orders: status changed from available to modifying"],
    [{ engineVersion: "7.1.0" }, "orders: engine version changed from 7.0.7 to 7.1.0"],
    [{ multiAz: false }, "orders: Multi-AZ changed from on to off"],
    [{ tls: false }, "orders: encryption in transit changed from on to off"],
    [{ userGroups: ["b", "a"] }, "orders: user groups changed from a to a, b"],
    [
      { endpoints: { ...orders.endpoints, primary: { host: "new", port: 6380 } } },
      "orders: primary endpoint changed from orders:6379 to new:6380",
    ],
    [{ parameterGroup: "default" }, "orders: parameter group changed from orders-params to default"],
  ])("%j", (change, sentence) => {
    expect(sentences({ ...orders, ...change })).toEqual([sentence]);
  });

  it("what an answer does not tell has not changed", () => {
    const untold: ElastiCacheTopology = {
      ...orders,
      status: null,
      engineVersion: null,
      tls: null,
      authMode: null,
      userGroups: [],
      endpoints: { primary: null, reader: null, configuration: null },
      nodes: orders.nodes.map((each) => ({ ...each, role: null, zone: null, endpoint: null })),
    };
    expect(sentences(untold)).toEqual([]);
    expect(sentences(orders, untold)).toEqual([]);
  });

  it("nodes that come, go and change places", () => {
    const after = {
      ...orders,
      nodes: [node("orders-001"), node("orders-003", { zone: null, endpoint: null })],
    };
    expect(changesBetween(orders, after)).toEqual([
      {
        subject: "orders-001",
        before: "primary",
        after: "replica",
        sentence: "orders-001: role as AWS tells it changed from primary to replica",
      },
      {
        subject: "orders-003",
        before: null,
        after: "orders-003",
        sentence: "node orders-003 was added to orders (cache.r7g.large)",
      },
      {
        subject: "orders-002",
        before: "orders-002.cache:6379",
        after: null,
        sentence: "node orders-002 of orders was removed",
      },
    ]);
  });

  it("a node type is told of the cluster, and of its nodes while they differ", () => {
    const larger = (each: ElastiCacheNode) => ({ ...each, nodeType: "cache.r7g.xlarge" });
    const whole = { ...orders, nodeType: "cache.r7g.xlarge", nodes: orders.nodes.map(larger) };
    expect(sentences(whole)).toEqual(["orders: node type changed from cache.r7g.large to cache.r7g.xlarge"]);
    const half = {
      ...orders,
      nodeType: null,
      nodes: orders.nodes.map((each, at) => (at ? larger(each) : each)),
    };
    expect(sentences(half)).toEqual([
      "orders-002: node type changed from cache.r7g.large to cache.r7g.xlarge",
    ]);
  });
});

describe("parameterChanges", () => {
  const before = { group: "g", values: { timeout: "0", "maxmemory-policy": "volatile-lru" } };

  it("names what got another value", () => {
    const after = { group: "g", values: { timeout: "300", "tcp-keepalive": "300" } };
    expect(parameterChanges(before, after).map((change) => change.sentence)).toEqual([
      "parameter maxmemory-policy of g is not set any more, it was volatile-lru",
      "parameter tcp-keepalive of g is now 300",
      "parameter timeout of g changed from 0 to 300",
    ]);
  });

  it("a first answer and another group's are no change", () => {
    expect(parameterChanges(null, before)).toEqual([]);
    expect(parameterChanges(before, { group: "h", values: {} })).toEqual([]);
    expect(parameterChanges(before, before)).toEqual([]);
  });
});
