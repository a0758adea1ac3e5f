import { describe, expect, it } from "vitest";
import type { ElastiCacheNode, ElastiCacheTopology } from "../elasticache/model";
import { definitionOf, MAX_QUERIES_PER_NODE, METRICS, queriesFor, toUnit } from "./catalogue";

function node(id: string, change: Partial<ElastiCacheNode> = {}): ElastiCacheNode {
  return {
    cacheClusterId: id,
    cacheNodeId: "0001",
    shard: "0001",
    slots: null,
    role: null,
    zone: null,
    nodeType: "cache.r7g.large",
    status: null,
    endpoint: null,
    ...change,
  };
}

const orders: ElastiCacheTopology = {
  kind: "replication-group",
  id: "orders",
  region: "eu-central-1",
  status: null,
  engine: "redis",
  engineVersion: null,
  nodeType: "cache.r7g.large",
  clusterMode: false,
  multiAz: null,
  automaticFailover: null,
  tls: null,
  authMode: "none",
  userGroups: [],
  endpoints: { primary: null, reader: null, configuration: null },
  nodes: [],
  parameterGroup: null,
  maintenanceWindow: null,
};

const asked = (change: Partial<ElastiCacheTopology>) => queriesFor({ ...orders, ...change });
const metricsOf = (change: Partial<ElastiCacheTopology>) => asked(change).map(({ metric }) => metric);

describe("queriesFor", () => {
  it("asks of each node by its own dimensions", () => {
    const [first] = asked({ nodes: [node("orders-001")] });
    expect(first).toEqual({
      subject: "orders-001",
      metric: "CurrConnections",
      statistic: "Average",
      set: "core",
      dimensions: [
        { name: "CacheClusterId", value: "orders-001" },
        { name: "CacheNodeId", value: "0001" },
      ],
    });
  });

  it("asks for replication lag where a node is not known to be the primary", () => {
    expect(metricsOf({ nodes: [node("a", { role: "primary" })] })).not.toContain("ReplicationLag");
    expect(metricsOf({ nodes: [node("a", { role: "replica" })] })).toContain("ReplicationLag");
    expect(metricsOf({ nodes: [node("a")] })).toContain("ReplicationLag");
  });

  it("asks for credits of burstable nodes, and for IAM where there are user groups", () => {
    const plain = metricsOf({ nodes: [node("a")] });
    expect(plain).not.toContain("CPUCreditBalance");
    expect(plain).not.toContain("IamAuthenticationThrottling");
    expect(metricsOf({ nodes: [node("a", { nodeType: "cache.t4g.small" })] })).toContain("CPUCreditBalance");
    expect(metricsOf({ nodes: [node("a")], authMode: "users" })).toContain("IamAuthenticationThrottling");
  });

  it("asks for at most 25 of a node, a small core among them, whatever it is", () => {
    for (const nodeType of ["cache.r7g.large", "cache.t3.micro", null]) {
      for (const authMode of ["users", "none", null] as const) {
        for (const role of ["primary", "replica", null] as const) {
          const queries = asked({ nodes: [node("a", { nodeType, role })], authMode, nodeType });
          expect(queries.length).toBeLessThanOrEqual(MAX_QUERIES_PER_NODE);
          expect(queries.filter(({ set }) => set === "core").map(({ metric }) => metric)).toEqual([
            "CurrConnections",
            "NewConnections",
            "EngineCPUUtilization",
          ]);
        }
      }
    }
  });

  it("of a serverless cache has no host and no nodes", () => {
    const queries = asked({ kind: "serverless-cache", id: "quick", nodes: [] });
    expect(queries.map(({ metric, statistic }) => `${metric} ${statistic}`)).toEqual([
      "CurrConnections Average",
      "NewConnections Sum",
      "ThrottledCmds Sum",
      "SuccessfulReadRequestLatency p99",
      "SuccessfulWriteRequestLatency p99",
      "SuccessfulReadRequestLatency p50",
      "SuccessfulWriteRequestLatency p50",
    ]);
    for (const query of queries) {
      expect(query).toMatchObject({ subject: "quick", dimensions: [{ name: "clusterId", value: "quick" }] });
    }
  });

  it("asks for nothing twice", () => {
    const queries = asked({ nodes: [node("a"), node("b")], authMode: "users" });
    const keys = queries.map(({ subject, metric, statistic }) => `${subject} ${metric} ${statistic}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("definitionOf", () => {
  it("finds what was asked, and nothing else", () => {
    for (const metric of METRICS) {
      const kind = metric.scope === "serverless-cache" ? "serverless-cache" : "replication-group";
      expect(definitionOf(metric, kind)).toBe(metric);
    }
    expect(definitionOf({ metric: "CurrConnections", statistic: "p50" }, "cache-cluster")).toBeNull();
    expect(definitionOf({ metric: "SwapUsage", statistic: "Average" }, "serverless-cache")).toBeNull();
  });
});

describe("toUnit", () => {
  it.each([
    ["NewConnections", "Sum", 120, 2],
    ["NetworkBytesIn", "Sum", 600, 10],
    ["NetworkConntrackAllowanceExceeded", "Sum", 90, 90],
    ["AuthenticationFailures", "Sum", 7, 7],
    ["SuccessfulReadRequestLatency", "p99", 431, 431],
    ["CurrConnections", "Average", 218, 218],
    ["SwapUsage", "Average", 60, 60],
  ])("%s %s: %d is %d", (metric, statistic, value, expected) => {
    const definition = definitionOf({ metric, statistic }, "replication-group");
    expect(definition === null ? null : toUnit(definition, value)).toBe(expected);
  });
});
