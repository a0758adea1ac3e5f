import { expect, test } from "vitest";
import type { AwsAccess, ClusterConfig, ElastiCacheDiscoveryConfig, Fleet } from "@/lib/config/fleet";
import type { ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import { DEFAULT_RETENTION } from "@/lib/store/retention";
import { clusterConfig, QUICK_WATCH } from "../testing/watched-cluster";
import { effectiveClusters, type KnownRegion } from "./effective-clusters";
import { madeUpTopology } from "./testing/made-up-topology";
import { cacheKeyOf, wantedRegions } from "./wanted-regions";

const access: AwsAccess = {
  region: "eu-central-1",
  profile: null,
  roleArn: null,
  externalId: null,
  keys: null,
  endpoint: null,
};
const reading: AwsAccess = { ...access, profile: "reading" };
const PLAIN_TLS = { ca: null, cert: null, key: null, serverName: null };

function pattern(match: string, by: AwsAccess = access): ElastiCacheDiscoveryConfig {
  return { ...by, match, auth: null, tls: null, line: 9 };
}

function declared(id: string, cacheId: string, given: Partial<ClusterConfig> = {}): ClusterConfig {
  const elasticache = { ...access, kind: "replication-group" as const, id: cacheId, tlsFromAws: true };
  return clusterConfig([], { id, elasticache, ...given });
}

/** The fleet with the same caches known in each of its regions. */
function effective(
  clusters: readonly ClusterConfig[],
  elasticacheDiscovery: readonly ElastiCacheDiscoveryConfig[],
  ...topologies: readonly ElastiCacheTopology[]
): readonly ClusterConfig[] {
  const fleet: Fleet = {
    path: "evenkeel.yaml",
    clusters,
    elasticacheDiscovery,
    cloudwatch: { monthlyBudgetUsd: 50, backfillMs: 0 },
    defaults: QUICK_WATCH,
    retention: DEFAULT_RETENTION,
  };
  const kept = (topology: ElastiCacheTopology) => ({ topology, atMs: 0, missed: 0, missedSinceMs: null });
  const caches = new Map(topologies.map((topology) => [cacheKeyOf(topology), kept(topology)]));
  const regions = wantedRegions(fleet).map((wanted): KnownRegion => ({ wanted, caches }));
  return effectiveClusters(fleet, regions, new Map()).clusters.map(({ config }) => config);
}

test("a declared cluster keeps its id, its proxies and its groups, and gets its nodes and TLS from AWS", () => {
  const groups = [{ name: "api", match: { name: "api-*" }, library: null }];
  const cache = madeUpTopology("prod-orders", 2, { tls: true });
  const [orders] = effective([declared("orders", "PROD-Orders", { groups })], [], cache);
  expect(orders).toMatchObject({ id: "orders", groups, tls: PLAIN_TLS });
  expect(orders?.seeds.map(({ host }) => host.split(".")[0])).toEqual(["prod-orders-001", "prod-orders-002"]);
});

test("what the fleet file says of nodes and TLS comes first", () => {
  const own = { ...PLAIN_TLS, serverName: "orders.internal" };
  const seeds = [{ host: "tunnel", port: 7001 }];
  const cache = madeUpTopology("prod-orders", 1, { tls: true });
  const [orders] = effective([declared("orders", "prod-orders", { seeds, tls: own })], [], cache);
  expect(orders).toMatchObject({ seeds, tls: own });
  const open = declared("orders", "prod-orders");
  const elasticache = open.elasticache === null ? null : { ...open.elasticache, tlsFromAws: false };
  expect(effective([{ ...open, elasticache }], [], cache)[0]?.tls).toBeNull();
});

test("a cache is one cluster, however many patterns and ways to AWS lead to it", () => {
  const caches = [madeUpTopology("prod-orders", 2), madeUpTopology("prod-sessions", 1)];
  const ids = effective(
    [declared("orders", "prod-orders")],
    [pattern("prod-*"), pattern("*"), pattern("*", reading)],
    ...caches,
  ).map(({ id }) => id);
  expect(ids).toEqual(["orders", "prod-sessions"]);
});

test("without addresses of nodes the way in that AWS names is the seed; without any there is none yet", () => {
  const nodes = madeUpTopology("a", 1).nodes.map((node) => ({ ...node, endpoint: null }));
  const primary = { host: "primary.example", port: 6379 };
  const configuration = { host: "configuration.example", port: 6379 };
  const seedsWith = (endpoints: Partial<ElastiCacheTopology["endpoints"]>) => {
    const all = { primary: null, reader: null, configuration: null, ...endpoints };
    return effective([], [pattern("*")], madeUpTopology("a", 1, { nodes, endpoints: all }))[0]?.seeds;
  };
  expect(seedsWith({ primary, configuration })).toEqual([configuration]);
  expect(seedsWith({ primary })).toEqual([primary]);
  expect(seedsWith({})).toEqual([]);
});

test("what no pattern names is no cluster", () => {
  expect(effective([], [pattern("prod-*")], madeUpTopology("test-orders", 1))).toEqual([]);
});
