import { describe, expect, it } from "vitest";
import type { ElastiCacheNode } from "@/lib/domain/elasticache/model";
import { sampleAwsNode, sampleTopology } from "../testing/aws";
import { addressOf, matchNodes } from "./match-nodes";

const watched = (address: string, slots: string | null = null) => ({ address, slots });

function matches(nodes: readonly ElastiCacheNode[], own: readonly ReturnType<typeof watched>[]) {
  const matched = matchNodes(sampleTopology(nodes), own);
  return Object.fromEntries([...matched].map(([address, node]) => [address, node.cacheClusterId]));
}

describe("a watched node and AWS's", () => {
  it("are the same when their address is", () => {
    const nodes = [sampleAwsNode("orders-001"), sampleAwsNode("orders-002")];
    const own = [
      watched("ORDERS-002.example.cache.amazonaws.com:6379"),
      watched("orders-001.example.cache.amazonaws.com:6379"),
      watched("10.0.0.9:6379"),
    ];
    expect(matches(nodes, own)).toEqual({
      "ORDERS-002.example.cache.amazonaws.com:6379": "orders-002",
      "orders-001.example.cache.amazonaws.com:6379": "orders-001",
    });
  });

  it("under an IP, slots that only one of either side has tell", () => {
    const nodes = [
      sampleAwsNode("orders-0001-001", { slots: "0-8191" }),
      sampleAwsNode("orders-0002-001", { slots: "8192-16383" }),
      sampleAwsNode("orders-0002-002", { slots: "8192-16383" }),
    ];
    const own = [watched("10.0.0.1:6379", "0-8191"), watched("10.0.0.2:6379", "8192-16383")];
    expect(matches(nodes, own)).toEqual({ "10.0.0.1:6379": "orders-0001-001" });
  });

  it("one of each is the same; of more nobody guesses", () => {
    expect(matches([sampleAwsNode("orders-001")], [watched("10.0.0.1:6379")])).toEqual({
      "10.0.0.1:6379": "orders-001",
    });
    const two = [sampleAwsNode("orders-001", { role: "primary" }), sampleAwsNode("orders-002")];
    expect(matches(two, [watched("10.0.0.1:6379"), watched("10.0.0.2:6379")])).toEqual({});
    expect(matches(two, [watched("10.0.0.1:6379")])).toEqual({});
  });

  it("without a word of AWS nothing is matched", () => {
    expect(matchNodes(null, [watched("10.0.0.1:6379")]).size).toBe(0);
    expect(addressOf(null)).toBeNull();
    expect(addressOf({ host: "fd00::1", port: 6379 })).toBe("[fd00::1]:6379");
  });
});
