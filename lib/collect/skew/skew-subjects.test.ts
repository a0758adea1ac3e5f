import { describe, expect, test } from "vitest";
import type { KnownProxy } from "../proxies/proxy-set";
import { type Compared, subjectsOf } from "./skew-subjects";

function proxy(name: string, given: Partial<KnownProxy> = {}): KnownProxy {
  const plain = {
    addresses: [],
    kind: "tcp",
    weight: 1,
    zone: null,
    statistics: null,
    isThere: true,
  } as const;
  return { name, ...plain, ...given };
}

function namesOf(by: Parameters<typeof subjectsOf>[0], compared: Partial<Compared>): string[] {
  return subjectsOf(by, { proxies: [], nodes: [], kind: "replication", ...compared }).map(({ name }) => name);
}

describe("who is compared", () => {
  test("proxies, from two on, with their weights; one that has left is not", () => {
    const proxies = [proxy("a", { weight: 3 }), proxy("b"), proxy("c", { isThere: false })];
    expect(subjectsOf("proxy", { proxies, nodes: [], kind: "unknown" })).toEqual([
      { name: "a", weight: 3, kind: "tcp", members: ["a"] },
      { name: "b", weight: 1, kind: "tcp", members: ["b"] },
    ]);
    expect(namesOf("proxy", { proxies: proxies.slice(1) })).toEqual([]);
  });

  test("zones, by the weight of their proxies", () => {
    const proxies = [
      proxy("a", { zone: "eu-1a", weight: 2 }),
      proxy("b", { zone: "eu-1b", kind: "multiplexing" }),
      proxy("c", { zone: "eu-1a" }),
      proxy("d"),
    ];
    expect(subjectsOf("zone", { proxies, nodes: [], kind: "unknown" })).toEqual([
      { name: "eu-1a", weight: 3, kind: "tcp", members: ["a", "c"] },
      { name: "eu-1b", weight: 1, kind: "multiplexing", members: ["b"] },
    ]);
    expect(
      namesOf("zone", { proxies: [proxy("a", { zone: "eu-1a" }), proxy("b", { zone: "eu-1a" })] }),
    ).toEqual([]);
  });

  test("replicas of a replicated set, primaries of a Redis Cluster", () => {
    const nodes = [
      { address: "10.0.0.1:6379", role: "primary" },
      { address: "10.0.0.2:6379", role: "replica" },
      { address: "10.0.0.3:6379", role: "replica" },
      { address: "10.0.0.4:6379", role: "unknown" },
      { address: "10.0.0.5:6379", role: "primary" },
    ] as const;
    expect(namesOf("node", { nodes })).toEqual(["10.0.0.2:6379", "10.0.0.3:6379"]);
    expect(namesOf("node", { nodes, kind: "cluster" })).toEqual(["10.0.0.1:6379", "10.0.0.5:6379"]);
    expect(namesOf("node", { nodes: nodes.slice(0, 2) })).toEqual([]);
  });
});
