import { describe, expect, it } from "vitest";
import { type ElastiCacheAnswers, topologiesOf } from "./assemble";
import type { ElastiCacheTopology } from "./model";
import type { CacheClusterShape, NodeGroupMemberShape, ReplicationGroupShape } from "./shapes";

const REGION = "eu-central-1";

function topologies(answers: Partial<ElastiCacheAnswers>): ElastiCacheTopology[] {
  return topologiesOf({ groups: [], cacheClusters: [], serverlessCaches: [], ...answers }, REGION);
}

function only(answers: Partial<ElastiCacheAnswers>): ElastiCacheTopology {
  const [first, second] = topologies(answers);
  if (first === undefined || second !== undefined) throw new Error("expected one topology");
  return first;
}

function member(id: string, role: string, change: NodeGroupMemberShape = {}): NodeGroupMemberShape {
  return {
    CacheClusterId: id,
    CacheNodeId: "0001",
    CurrentRole: role,
    PreferredAvailabilityZone: "eu-central-1a",
    ReadEndpoint: { Address: `${id}.read`, Port: 6379 },
    ...change,
  };
}

function cacheCluster(id: string, change: CacheClusterShape = {}): CacheClusterShape {
  return {
    CacheClusterId: id,
    ReplicationGroupId: "orders",
    CacheClusterStatus: "available",
    CacheNodeType: "cache.r7g.large",
    Engine: "redis",
    EngineVersion: "7.1.0",
    PreferredMaintenanceWindow: "sun:05:00-sun:06:00",
    CacheParameterGroup: { CacheParameterGroupName: "orders-params" },
    CacheNodes: [
      {
        CacheNodeId: "0001",
        Endpoint: { Address: `${id}.node`, Port: 6379 },
        CustomerAvailabilityZone: "eu-central-1b",
      },
    ],
    ...change,
  };
}

const orders: ReplicationGroupShape = {
  ReplicationGroupId: "orders",
  Status: "available",
  MemberClusters: ["orders-001", "orders-002"],
  NodeGroups: [
    {
      NodeGroupId: "0001",
      PrimaryEndpoint: { Address: "orders.primary", Port: 6379 },
      ReaderEndpoint: { Address: "orders.reader", Port: 6379 },
      NodeGroupMembers: [member("orders-001", "primary"), member("orders-002", "replica")],
    },
  ],
  AutomaticFailover: "enabled",
  MultiAZ: "disabled",
  ClusterEnabled: false,
  CacheNodeType: "cache.r7g.large",
  AuthTokenEnabled: false,
  TransitEncryptionEnabled: true,
  UserGroupIds: ["orders-users"],
};

describe("a replication group", () => {
  it("is put together from its shards and its cache clusters", () => {
    const clusters = [cacheCluster("orders-002"), cacheCluster("orders-001")];
    expect(only({ groups: [orders], cacheClusters: clusters })).toEqual({
      kind: "replication-group",
      id: "orders",
      region: REGION,
      status: "available",
      engine: "redis",
      engineVersion: "7.1.0",
      nodeType: "cache.r7g.large",
      clusterMode: false,
      multiAz: false,
      automaticFailover: true,
      tls: true,
      authMode: "users",
      userGroups: ["orders-users"],
      endpoints: {
        primary: { host: "orders.primary", port: 6379 },
        reader: { host: "orders.reader", port: 6379 },
        configuration: null,
      },
      nodes: [
        {
          cacheClusterId: "orders-001",
          cacheNodeId: "0001",
          shard: "0001",
          slots: null,
          role: "primary",
          zone: "eu-central-1b",
          nodeType: "cache.r7g.large",
          status: "available",
          endpoint: { host: "orders-001.node", port: 6379 },
        },
        expect.objectContaining({ cacheClusterId: "orders-002", role: "replica" }),
      ],
      parameterGroup: "orders-params",
      maintenanceWindow: "sun:05:00-sun:06:00",
    });
  });

  it("in cluster mode tells shards and slots, and no roles", () => {
    const shard = (id: string, slots: string, members: string[]) => ({
      NodeGroupId: id,
      Slots: slots,
      NodeGroupMembers: members.map((name) => ({ CacheClusterId: name, CacheNodeId: "0001" })),
    });
    const topology = only({
      groups: [
        {
          ReplicationGroupId: "sessions",
          ConfigurationEndpoint: { Address: "sessions.cfg", Port: 6379 },
          NodeGroups: [
            shard("0002", "8192-16383", ["sessions-0002-001"]),
            shard("0001", "0-8191", ["sessions-0001-002", "sessions-0001-001"]),
          ],
        },
      ],
    });
    expect(topology.clusterMode).toBe(true);
    expect(topology.endpoints).toEqual({
      primary: null,
      reader: null,
      configuration: { host: "sessions.cfg", port: 6379 },
    });
    expect(topology.nodes.map((node) => [node.cacheClusterId, node.shard, node.slots, node.role])).toEqual([
      ["sessions-0001-001", "0001", "0-8191", null],
      ["sessions-0001-002", "0001", "0-8191", null],
      ["sessions-0002-001", "0002", "8192-16383", null],
    ]);
  });

  it("has the members that only its list names, and those of the cache clusters", () => {
    const topology = only({
      groups: [{ ReplicationGroupId: "orders", MemberClusters: ["orders-001"] }],
      cacheClusters: [cacheCluster("orders-002", { CacheNodes: [] })],
    });
    expect(topology.nodes).toEqual([
      {
        cacheClusterId: "orders-001",
        cacheNodeId: "0001",
        shard: null,
        slots: null,
        role: null,
        zone: null,
        nodeType: null,
        status: null,
        endpoint: null,
      },
      expect.objectContaining({ cacheClusterId: "orders-002", endpoint: null, status: "available" }),
    ]);
  });

  it("takes a node's endpoint from its shard where the cache clusters are not told", () => {
    const { nodes } = only({ groups: [orders] });
    expect(nodes.map((node) => node.endpoint?.host)).toEqual(["orders-001.read", "orders-002.read"]);
    expect(nodes.map((node) => node.zone)).toEqual(["eu-central-1a", "eu-central-1a"]);
    expect(nodes.map((node) => node.nodeType)).toEqual(["cache.r7g.large", "cache.r7g.large"]);
  });

  it("whose shards repeat a name has that node once, in the first of them", () => {
    const shard = (id: string, cacheNodeId: string) => ({
      NodeGroupId: id,
      NodeGroupMembers: [{ CacheClusterId: "orders-001", CacheNodeId: cacheNodeId }],
    });
    const { nodes } = only({
      groups: [{ ReplicationGroupId: "orders", NodeGroups: [shard("0001", "0001"), shard("0002", "0002")] }],
    });
    expect(nodes.map((node) => [node.shard, node.cacheNodeId])).toEqual([["0001", "0001"]]);
  });

  it("that nobody tells of is put together from its members", () => {
    const topology = only({ cacheClusters: [cacheCluster("orders-001"), cacheCluster("orders-002")] });
    expect(topology).toMatchObject({
      kind: "replication-group",
      id: "orders",
      status: null,
      engine: "redis",
      clusterMode: null,
      nodeType: "cache.r7g.large",
    });
    expect(topology.nodes).toHaveLength(2);
  });

  it("of nothing but its name is there, with everything unknown", () => {
    expect(only({ groups: [{ ReplicationGroupId: "bare" }] })).toEqual({
      kind: "replication-group",
      id: "bare",
      region: REGION,
      status: null,
      engine: null,
      engineVersion: null,
      nodeType: null,
      clusterMode: null,
      multiAz: null,
      automaticFailover: null,
      tls: null,
      authMode: null,
      userGroups: [],
      endpoints: { primary: null, reader: null, configuration: null },
      nodes: [],
      parameterGroup: null,
      maintenanceWindow: null,
    });
  });

  it("whose nodes differ has no node type and no version of its own", () => {
    const topology = only({
      groups: [{ ReplicationGroupId: "orders", CacheNodeType: "cache.r7g.large" }],
      cacheClusters: [
        cacheCluster("orders-001", { CacheNodeType: "cache.r7g.xlarge", EngineVersion: "7.0.7" }),
        cacheCluster("orders-002"),
      ],
    });
    expect([topology.nodeType, topology.engineVersion]).toEqual([null, null]);
  });

  it.each<[string, ReplicationGroupShape, ElastiCacheTopology["authMode"]]>([
    ["users", { UserGroupIds: ["a"], AuthTokenEnabled: true }, "users"],
    ["a token", { AuthTokenEnabled: true }, "token"],
    ["nothing", { AuthTokenEnabled: false }, "none"],
    ["who knows what", {}, null],
  ])("asks for %s", (_, change, authMode) => {
    expect(only({ groups: [{ ReplicationGroupId: "orders", ...change }] }).authMode).toBe(authMode);
  });

  it.each<[ReplicationGroupShape, boolean | null]>([
    [{ ClusterEnabled: true }, true],
    [{ ClusterEnabled: false, NodeGroups: [{}, {}] }, false],
    [{ ClusterMode: "disabled" }, false],
    [{ ClusterMode: "enabled" }, true],
    [{ NodeGroups: [{ NodeGroupId: "0001" }, { NodeGroupId: "0002" }] }, true],
    [{ NodeGroups: [{ NodeGroupId: "0001" }] }, null],
  ])("%j: cluster mode %s", (change, clusterMode) => {
    expect(only({ groups: [{ ReplicationGroupId: "orders", ...change }] }).clusterMode).toBe(clusterMode);
  });

  it("that is being changed is neither on nor off", () => {
    const topology = only({
      groups: [{ ReplicationGroupId: "orders", MultiAZ: "enabling", AutomaticFailover: "disabling" }],
    });
    expect([topology.multiAz, topology.automaticFailover]).toEqual([null, null]);
  });
});

describe("a cache cluster alone", () => {
  it("is one node without shards", () => {
    const cluster = cacheCluster("cart", { ReplicationGroupId: undefined, AuthTokenEnabled: true });
    expect(only({ cacheClusters: [cluster] })).toMatchObject({
      kind: "cache-cluster",
      id: "cart",
      clusterMode: false,
      authMode: "token",
      parameterGroup: "orders-params",
      nodes: [{ cacheClusterId: "cart", shard: null, role: null, endpoint: { host: "cart.node" } }],
    });
  });

  it.each([["memcached"], [undefined], [""]])("of engine %j is left out", (engine) => {
    const cluster = cacheCluster("cart", { ReplicationGroupId: undefined, Engine: engine });
    expect(topologies({ cacheClusters: [cluster] })).toEqual([]);
  });

  it.each([["Redis"], ["valkey"]])("of engine %s is ours", (engine) => {
    const cluster = cacheCluster("cart", { ReplicationGroupId: undefined, Engine: engine });
    expect(only({ cacheClusters: [cluster] }).engine).toBe(engine.toLowerCase());
  });
});

describe("a serverless cache", () => {
  it("has an endpoint and no nodes", () => {
    expect(
      only({
        serverlessCaches: [
          {
            ServerlessCacheName: "quick",
            Status: "available",
            Engine: "valkey",
            MajorEngineVersion: "8",
            FullEngineVersion: "8.0",
            Endpoint: { Address: "quick.serverless", Port: 6379 },
            ReaderEndpoint: { Address: "quick.serverless", Port: 6380 },
            UserGroupId: "quick-users",
          },
        ],
      }),
    ).toMatchObject({
      kind: "serverless-cache",
      id: "quick",
      engineVersion: "8.0",
      tls: true,
      authMode: "users",
      nodes: [],
      endpoints: {
        configuration: { host: "quick.serverless", port: 6379 },
        reader: { host: "quick.serverless", port: 6380 },
      },
    });
  });
});

describe("odd answers", () => {
  it("leave out what has no name, and keep the later of two with one name", () => {
    const found = topologies({
      groups: [{}, { ReplicationGroupId: "" }, { ReplicationGroupId: "a", Status: "creating" }, orders],
      cacheClusters: [{}, { CacheClusterId: "" }],
      serverlessCaches: [{}, { Engine: "redis" }],
    });
    expect(found.map((topology) => topology.id)).toEqual(["a", "orders"]);
    const twice = [orders, { ...orders, Status: "modifying" }];
    expect(only({ groups: twice }).status).toBe("modifying");
  });

  it.each([
    [undefined],
    [{}],
    [{ Address: "host" }],
    [{ Address: "", Port: 6379 }],
    [{ Address: "host", Port: 0 }],
    [{ Address: "host", Port: 70_000 }],
  ])("%j is no endpoint", (endpoint) => {
    const topology = only({
      groups: [{ ReplicationGroupId: "orders", ConfigurationEndpoint: endpoint }],
    });
    expect(topology.endpoints.configuration).toBeNull();
    expect(topology.clusterMode).toBeNull();
  });
});
