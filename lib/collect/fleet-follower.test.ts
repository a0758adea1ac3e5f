import { expect, test } from "vitest";
import type { ClusterConfig, ElastiCacheConfig, ProxyConfig } from "@/lib/config/fleet";
import type { FleetCluster } from "@/lib/store/rows";
import type { ClusterWatch } from "./cluster-watch";
import { type ClusterNews, createFleetFollower } from "./fleet-follower";
import { clusterConfig } from "./testing/watched-cluster";

function followerForTest(beginning: (config: ClusterConfig) => void = () => undefined) {
  const events: string[] = [];
  const fleets: (readonly FleetCluster[])[] = [];
  const told = new Map<string, ClusterNews>();
  const follower = createFleetFollower({
    begin: async (config, news): Promise<ClusterWatch> => {
      beginning(config);
      events.push(`begin ${config.id}`);
      told.set(config.id, news);
      return {
        key: config.id,
        kind: () => "unknown",
        nodes: () => [],
        setSeeds: (seeds) => {
          events.push(`${config.id} is at ${seeds.map(({ port }) => port).join(", ")}`);
        },
        mendChain: () => undefined,
        stop: async () => {
          events.push(`stop ${config.id}`);
        },
      };
    },
    onFleet: (clusters) => fleets.push(clusters),
  });
  return { follower, events, fleets, told };
}

const orders = clusterConfig([7001], { id: "orders" });
const sessions = clusterConfig([7002], { id: "sessions" });

const proxy1: ProxyConfig = {
  name: "proxy-1",
  addresses: ["10.0.0.1"],
  listen: null,
  stats: null,
  kind: "tcp",
  weight: 1,
  zone: null,
};

test("only what changed is watched anew", async () => {
  const { follower, events } = followerForTest();
  await follower.follow([orders, sessions]);
  const changed = { ...sessions, proxies: [proxy1] };
  await follower.follow([{ ...orders, name: "Orders, renamed", line: 40 }, changed]);
  expect(events).toEqual(["begin orders", "begin sessions", "stop sessions", "begin sessions"]);
  await follower.follow([changed]);
  expect(events.slice(4)).toEqual(["stop orders"]);
});

test("time-outs that change, and imported files, disturb no watch", async () => {
  const { follower, events } = followerForTest();
  await follower.follow([orders]);
  const timeouts: ClusterConfig["timeouts"] = {
    settings: [{ key: "pool.maxTotal", group: "web", value: { kind: "count", count: 8 }, line: 9 }],
    imports: [{ path: "haproxy.cfg", line: 12, text: "defaults\n  timeout client 30s\n" }],
  };
  await follower.follow([{ ...orders, timeouts }]);
  expect(events).toEqual(["begin orders"]);
});

test("where AWS tells of the nodes they come and go without a new start", async () => {
  const { follower, events } = followerForTest();
  const elasticache: ElastiCacheConfig = {
    region: "eu-central-1",
    profile: null,
    roleArn: null,
    externalId: null,
    keys: null,
    endpoint: null,
    kind: "replication-group",
    id: "prod-orders",
    tlsFromAws: true,
  };
  const found = { ...orders, elasticache };
  await follower.follow([found]);
  const moved = { ...found, seeds: [{ host: "127.0.0.1", port: 7009 }] };
  await follower.follow([moved]);
  await follower.follow([{ ...moved, elasticache: { ...elasticache, profile: "reading" } }]);
  expect(events).toEqual(["begin orders", "orders is at 7009", "orders is at 7009"]);
  const tls = { ca: null, cert: null, key: null, serverName: null };
  await follower.follow([{ ...moved, tls }]);
  expect(events.slice(3)).toEqual(["stop orders", "begin orders"]);
  await follower.follow([{ ...moved, tls, elasticache: { ...elasticache, id: "prod-others" } }]);
  expect(events.splice(5)).toEqual(["stop orders", "begin orders"]);
  await follower.follow([{ ...moved, tls, auth: { iamUser: "evenkeel" } }]);
  const signed = { ...elasticache, profile: "signing" };
  await follower.follow([{ ...moved, tls, auth: { iamUser: "evenkeel" }, elasticache: signed }]);
  expect(events.slice(5)).toEqual(["stop orders", "begin orders", "stop orders", "begin orders"]);
});

test("a cluster that could not be begun is begun with the next fleet", async () => {
  let fails = true;
  const { follower, events } = followerForTest(() => {
    if (fails) throw new Error("not now");
  });
  await expect(follower.follow([orders])).rejects.toThrow("not now");
  fails = false;
  await follower.follow([orders, sessions]);
  expect(events).toEqual(["begin orders", "begin sessions"]);
  await follower.stop();
  expect(events.slice(2)).toEqual(["stop orders", "stop sessions"]);
});

test("the store is told the whole fleet, with what each cluster turned out to be", async () => {
  const { follower, fleets, told } = followerForTest();
  await follower.follow([orders, sessions]);
  told.get("sessions")?.onKind("cluster");
  expect(fleets.at(-1)?.map(({ key, kind }) => [key, kind])).toEqual([
    ["orders", "unknown"],
    ["sessions", "cluster"],
  ]);
});

test("reloads that come together are applied one after the other", async () => {
  const { follower, events } = followerForTest();
  await Promise.all([follower.follow([orders]), follower.follow([orders, sessions])]);
  expect(events).toEqual(["begin orders", "begin sessions"]);
  await follower.stop();
  expect(events.slice(2).sort()).toEqual(["stop orders", "stop sessions"]);
});

test("the store is told of proxies once: the declared at once, the discovered when they are found", async () => {
  const { follower, fleets, told } = followerForTest();
  const groups = [
    { name: "orders-api", match: { name: "orders-*" }, library: "Jedis 3.6.3" },
    { name: "batch", match: { user: "batch" }, library: null },
  ];
  await follower.follow([{ ...orders, proxies: [proxy1], groups }]);
  const [first] = fleets[0] ?? [];
  expect(first?.libraries).toEqual({ "orders-api": "Jedis 3.6.3" });
  expect(first?.proxies).toEqual([
    { name: "proxy-1", addresses: ["10.0.0.1"], kind: "tcp", weight: 1, zone: null, statistics: null },
  ]);
  const found = { name: "10.0.0.2", addresses: ["10.0.0.2"], kind: "tcp", weight: 1, zone: null } as const;
  const known = [...(first?.proxies ?? []), { ...found, statistics: "HAProxy CSV" }];
  told.get("orders")?.onProxies(first?.proxies ?? []);
  expect(fleets).toHaveLength(1);
  told.get("orders")?.onProxies(known);
  told.get("orders")?.onProxies(known);
  expect(fleets.slice(1).map(([cluster]) => cluster?.proxies)).toEqual([known]);
});
