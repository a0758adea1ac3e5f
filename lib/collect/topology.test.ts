import { describe, expect, test } from "vitest";
import { parseClusterNodes } from "@/lib/domain/redis/cluster-nodes";
import type { NodeFacts } from "./node-facts";
import {
  announcedBy,
  type KnownNode,
  kindOf,
  planTopology,
  TOPOLOGY_LIMITS,
  type TopologyMemory,
} from "./topology";

const EMPTY: TopologyMemory = { aliases: new Map(), lastSeenMs: new Map() };

function factsOf(given: Partial<NodeFacts> & { readonly runId: string }): NodeFacts {
  return {
    role: "primary",
    primary: null,
    replicas: [],
    primaryLinkUp: null,
    linkDownSec: null,
    isCluster: false,
    uptimeSec: 1,
    engine: "redis",
    version: "7.0.15",
    redisVersion: "7.0.15",
    ...given,
  };
}

function nodeOf(address: string, facts: NodeFacts | null, given: Partial<KnownNode> = {}): KnownNode {
  return {
    address,
    isSeed: false,
    isAdopted: true,
    followedSinceMs: 0,
    isAnswering: facts !== null,
    facts,
    ...given,
  };
}

const linked = (address: string) => ({ address, lagBytes: 0 });
const primary = nodeOf(
  "10.0.0.1:6379",
  factsOf({ runId: "p", replicas: [linked("10.0.0.2:6379"), linked("10.0.0.3:6379")] }),
);
const replica = nodeOf("10.0.0.2:6379", factsOf({ runId: "r", role: "replica", primary: "10.0.0.1:6379" }));

function plan(
  nodes: readonly KnownNode[],
  memory = EMPTY,
  nowMs = 0,
  views: Parameters<typeof announcedBy>[1] = [],
) {
  return planTopology(nodes, announcedBy(nodes, views), memory, nowMs);
}

describe("replication", () => {
  test("who was a seed and is none any more goes when nobody else tells of it, though it answers", () => {
    const later = TOPOLOGY_LIMITS.goneFromReplicationMs;
    const alone = nodeOf("10.0.0.9:6379", factsOf({ runId: "x" }));
    const former = { ...alone, wasSeed: true };
    const known = plan([primary, replica, { ...alone, isSeed: true }]).memory;
    expect(plan([primary, replica, alone], known, later).drop).toEqual([]);
    expect(plan([primary, replica, former], known, later).drop).toMatchObject([
      { address: "10.0.0.9:6379", why: "gone" },
    ]);
    expect(plan([primary, { ...replica, wasSeed: true }], known, later).drop).toEqual([]);
  });

  test("a replica leads to its primary, the primary to all replicas", () => {
    expect(plan([replica]).follow.map(({ address, role }) => [address, role])).toEqual([
      ["10.0.0.1:6379", "primary"],
    ]);
    expect(plan([replica, primary]).follow.map(({ address, by }) => [address, by])).toEqual([
      ["10.0.0.3:6379", "10.0.0.1:6379"],
    ]);
  });

  test("the kind follows from what the nodes say", () => {
    expect(kindOf([nodeOf("a:1", null)])).toBe("unknown");
    expect(kindOf([nodeOf("a:1", factsOf({ runId: "a" }))])).toBe("standalone");
    expect(kindOf([replica])).toBe("replication");
    expect(kindOf([nodeOf("a:1", factsOf({ runId: "a", isCluster: true }))])).toBe("cluster");
  });

  test("a replica that is down stays for a quarter of an hour, then it is gone; a node of the fleet file stays", () => {
    const alone = nodeOf(primary.address, factsOf({ runId: "p" }));
    const silent = { ...replica, isAnswering: false };
    const seen = plan([alone, silent], EMPTY, 0).memory;
    expect(plan([alone, silent], seen, 899_000).drop).toEqual([]);
    expect(plan([alone, silent], seen, 900_000).drop).toEqual([
      { address: replica.address, why: "gone", of: null },
    ]);
    expect(plan([alone, { ...silent, isSeed: true }], seen, 900_000).drop).toEqual([]);
  });

  test("when nobody answers, nobody is gone", () => {
    const silent = [primary, replica].map((node) => ({ ...node, isAnswering: false }));
    const seen = plan([primary, replica]).memory;
    expect(plan(silent, seen, 10_000_000).drop).toEqual([]);
  });
});

describe("two addresses of one node", () => {
  const seed = nodeOf("cache.internal:6379", factsOf({ runId: "p" }), { isSeed: true });
  const candidate = nodeOf("10.0.0.1:6379", factsOf({ runId: "p" }), {
    isAdopted: false,
    followedSinceMs: 5,
  });

  test("the second one is let go and not followed again", () => {
    const change = plan([seed, candidate, replica]);
    expect(change.drop).toEqual([{ address: candidate.address, why: "alias", of: seed.address }]);
    expect(plan([seed, replica], change.memory).follow).toEqual([]);
  });

  test("a name that moves to another node frees the address that it hid", () => {
    const { memory } = plan([seed, candidate, replica]);
    const moved = { ...seed, facts: factsOf({ runId: "r" }) };
    const change = plan([moved, replica], memory);
    expect(change.follow.map(({ address }) => address)).toEqual(["10.0.0.1:6379"]);
    expect(change.drop).toEqual([{ address: replica.address, why: "alias", of: seed.address }]);
  });
});

describe("Redis Cluster", () => {
  const lines = [
    "a1 10.0.0.1:7001@17001 myself,master - 0 0 1 connected 0-5460 6000",
    "a2 10.0.0.2:7001@17001 slave a1 0 0 1 connected",
    "a3 10.0.0.3:7001@17001 master,fail - 0 0 2 disconnected 5461-16383",
    "a4 10.0.0.4:7001@17001 handshake - 0 0 0 disconnected",
    "a5 :0@0 master,noaddr - 0 0 0 disconnected",
  ];
  const view = { askedOf: "seed.internal:7001", view: parseClusterNodes(lines.join("\n")) };
  const seed = nodeOf("seed.internal:7001", factsOf({ runId: "a", isCluster: true }), { isSeed: true });

  test("every node with an address is announced with its id and slots, failed ones too", () => {
    const announced = announcedBy([seed], [view]);
    expect([...announced.values()].map(({ address, nodeId, slots }) => [address, nodeId, slots])).toEqual([
      ["seed.internal:7001", "a1", "0-5460 6000"],
      ["10.0.0.1:7001", "a1", "0-5460 6000"],
      ["10.0.0.2:7001", "a2", null],
      ["10.0.0.3:7001", "a3", "5461-16383"],
    ]);
  });

  test("a node that the others no longer list is gone after half a minute, even when it answers", () => {
    const forgotten = nodeOf("10.0.0.9:7001", factsOf({ runId: "z", isCluster: true }));
    const own = {
      askedOf: forgotten.address,
      view: parseClusterNodes("z1 10.0.0.9:7001@17001 myself,master - 0 0 1 connected"),
    };
    const { memory } = plan([seed, forgotten], EMPTY, 0, [view, own]);
    expect(plan([seed, forgotten], memory, 29_000, [view, own]).drop).toEqual([]);
    expect(plan([seed, forgotten], memory, 30_000, [view, own]).drop).toEqual([
      { address: forgotten.address, why: "gone", of: null },
    ]);
  });

  test("more nodes than the limit are told, not followed", () => {
    const change = planTopology([seed], announcedBy([seed], [view]), EMPTY, 0, {
      mostNodes: 2,
      goneFromClusterMs: 1,
      goneFromReplicationMs: 1,
    });
    expect({ follow: change.follow.length, beyond: change.beyondLimit }).toEqual({ follow: 1, beyond: 2 });
  });
});
