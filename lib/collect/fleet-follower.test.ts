import { expect, test } from "vitest";
import type { ClusterConfig, Fleet } from "@/lib/config/fleet";
import { DEFAULT_RETENTION } from "@/lib/store/retention";
import type { FleetCluster } from "@/lib/store/rows";
import type { ClusterWatch } from "./cluster-watch";
import { createFleetFollower } from "./fleet-follower";
import { clusterConfig, QUICK_WATCH } from "./testing/watched-cluster";
import type { ClusterKind } from "./topology";

function fleetOf(...clusters: ClusterConfig[]): Fleet {
  return { path: "evenkeel.yaml", clusters, defaults: QUICK_WATCH, retention: DEFAULT_RETENTION };
}

function followerForTest() {
  const events: string[] = [];
  const fleets: (readonly FleetCluster[])[] = [];
  const kinds = new Map<string, (kind: ClusterKind) => void>();
  const follower = createFleetFollower({
    begin: async (config, onKind): Promise<ClusterWatch> => {
      events.push(`begin ${config.id}`);
      kinds.set(config.id, onKind);
      return {
        key: config.id,
        kind: () => "unknown",
        nodes: () => [],
        mendChain: () => undefined,
        stop: async () => {
          events.push(`stop ${config.id}`);
        },
      };
    },
    onFleet: (clusters) => fleets.push(clusters),
  });
  return { follower, events, fleets, kinds };
}

const orders = clusterConfig([7001], { id: "orders" });
const sessions = clusterConfig([7002], { id: "sessions" });

test("only what changed is watched anew", async () => {
  const { follower, events } = followerForTest();
  await follower.follow(fleetOf(orders, sessions));
  const proxy = {
    name: "proxy-1",
    addresses: ["10.0.0.1"],
    listen: null,
    stats: null,
    weight: 1,
    zone: null,
  };
  const changed = { ...sessions, proxies: [{ ...proxy, kind: "tcp" as const }] };
  await follower.follow(fleetOf({ ...orders, name: "Orders, renamed", line: 40 }, changed));
  expect(events).toEqual(["begin orders", "begin sessions", "stop sessions", "begin sessions"]);
  await follower.follow(fleetOf(changed));
  expect(events.slice(4)).toEqual(["stop orders"]);
});

test("the store is told the whole fleet, with what each cluster turned out to be", async () => {
  const { follower, fleets, kinds } = followerForTest();
  await follower.follow(fleetOf(orders, sessions));
  kinds.get("sessions")?.("cluster");
  expect(fleets.at(-1)?.map(({ key, kind }) => [key, kind])).toEqual([
    ["orders", "unknown"],
    ["sessions", "cluster"],
  ]);
});

test("reloads that come together are applied one after the other", async () => {
  const { follower, events } = followerForTest();
  await Promise.all([follower.follow(fleetOf(orders)), follower.follow(fleetOf(orders, sessions))]);
  expect(events).toEqual(["begin orders", "begin sessions"]);
  await follower.stop();
  expect(events.slice(2).sort()).toEqual(["stop orders", "stop sessions"]);
});
