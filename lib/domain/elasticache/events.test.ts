import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concerns, eventsOf, isTrouble, kindOfEvent } from "./events";
import { SERVICE_EVENT_KINDS, type ServiceEventKind } from "./model";

describe("kindOfEvent", () => {
  it.each<[string, ServiceEventKind]>([
    ["Test Failover API called for node group 0001", "test-failover"],
    ["Failover from primary node orders-001 to replica node orders-002 completed", "failover-completed"],
    ["Failover from master node orders-001 to replica node orders-002 completed", "failover-completed"],
    ["Failover to replica node orders-002 completed", "failover-completed"],
    ["ElastiCache:FailoverComplete : orders", "failover-completed"],
    ["Failover from primary node orders-001 to replica node orders-002", "failover-started"],
    ["Multi-AZ failover started for node group 0001", "failover-started"],
    ["Failover initiated for primary node orders-001", "failover-started"],
    ["Automatic failover has been disabled for replication group orders", "changed"],
    ["Automatic failover is turned on", "changed"],
    ["Recovering cache nodes 0001", "recovering"],
    ["Finished recovery for cache nodes 0001", "recovered"],
    ["FINISHED RECOVERY FOR CACHE NODES 0001", "recovered"],
    ["ElastiCache:CacheNodeReplaceStarted : orders-001", "recovering"],
    ["ElastiCache:CacheNodeReplaceComplete : orders-001", "recovered"],
    ["Cache node 0001 shutdown", "recovering"],
    ["Cache node 0001 restarted", "recovered"],
    ["ElastiCache:CacheNodesRebooted : orders-001", "recovered"],
    [
      "Cache node 0001 is scheduled for replacement during the maintenance window from 2026-11-22T05:00Z to 2026-11-22T06:00Z",
      "maintenance",
    ],
    ["ElastiCache:NodeReplacementScheduled : orders-001", "maintenance"],
    ["Cache cluster patched", "maintenance"],
    ["Applied modification to cache node type to cache.r7g.large", "changed"],
    ["Added cache node 0001 in availability zone eu-central-1a", "changed"],
    ["Replication group orders created", "changed"],
    ["Updated parameter timeout to 300", "changed"],
    ["ElastiCache:CacheClusterParametersChanged : orders-001", "changed"],
    ["Snapshot succeeded for snapshot with ID 'auto' of replication group with ID 'orders'", "other"],
    ["", "other"],
    ["\u0000\ud800 failover", "other"],
  ])("%s: %s", (message, kind) => {
    expect(kindOfEvent(message)).toBe(kind);
  });

  it("has a kind for any text", () => {
    fc.assert(
      fc.property(fc.string(), (message) => {
        expect(SERVICE_EVENT_KINDS).toContain(kindOfEvent(message));
      }),
    );
  });

  it("is quick with a long message that promises much", () => {
    expect(kindOfEvent(`${"failover ".repeat(20_000)}recover`)).toBe("other");
  });
});

it("trouble is what disturbs connections", () => {
  expect(SERVICE_EVENT_KINDS.filter(isTrouble)).toEqual([
    "test-failover",
    "failover-started",
    "failover-completed",
    "recovering",
  ]);
});

describe("eventsOf", () => {
  it("keeps what has a time, a source and words, oldest first", () => {
    const at = new Date("2026-11-22T14:02:00Z");
    const message = " Cache cluster patched ";
    expect(
      eventsOf([
        { SourceIdentifier: "b", SourceType: "cache-cluster", Message: message, Date: at },
        { SourceIdentifier: "a", Message: "older", Date: new Date(at.getTime() - 1000) },
        { SourceIdentifier: "b", Message: "no time" },
        { SourceIdentifier: "b", Message: "not a time", Date: new Date(Number.NaN) },
        { SourceIdentifier: "b", Message: " ", Date: at },
        { Message: "nobody's", Date: at },
        {},
      ]),
    ).toEqual([
      { atMs: at.getTime() - 1000, sourceId: "a", sourceType: "", message: "older" },
      { atMs: at.getTime(), sourceId: "b", sourceType: "cache-cluster", message: "Cache cluster patched" },
    ]);
  });
});

describe("concerns", () => {
  const node = {
    cacheClusterId: "cart-main",
    cacheNodeId: "0001",
    shard: null,
    slots: null,
    role: null,
    zone: null,
    nodeType: null,
    status: null,
    endpoint: null,
  };
  const kind = "replication-group" as const;
  const orders = { kind, id: "orders", nodes: [node], parameterGroup: "orders-params" };

  it.each([
    ["orders", "replication-group", true],
    ["cart-main", "cache-cluster", true],
    ["orders-003", "cache-cluster", true],
    ["orders-0002-001", "cache-cluster", true],
    ["orders-params", "cache-parameter-group", true],
    ["orders", "cache-parameter-group", false],
    ["orders", "", true],
    ["orders", "serverless-cache", false],
    ["orders", "user", false],
    ["orders", "user-group", false],
    ["orders-eu", "replication-group", false],
    ["orders-eu-001", "cache-cluster", false],
    ["prod-orders-001", "cache-cluster", false],
    ["", "", false],
  ])("%s, a %s: %s", (sourceId, sourceType, expected) => {
    expect(concerns({ sourceId, sourceType }, orders)).toBe(expected);
  });

  it("a serverless cache is meant by its own kind of source only", () => {
    const cache = { kind: "serverless-cache" as const, id: "orders", nodes: [], parameterGroup: null };
    const isMeant = (sourceType: string) => concerns({ sourceId: "orders", sourceType }, cache);
    expect(["serverless-cache", "", "replication-group"].map(isMeant)).toEqual([true, true, false]);
  });
});
