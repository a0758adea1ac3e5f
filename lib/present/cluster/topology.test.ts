import { expect, test } from "vitest";
import { nodeRow } from "./testing/node-row";
import { describeTopology } from "./topology";

const proxy = {
  name: "proxy-1",
  addresses: [],
  kind: "tcp" as const,
  zone: null,
  front: { state: "none" as const, reason: "no statistics are configured" },
  connections: 1,
  share: 1,
  openedPerSec: 0,
  closedPerSec: 0,
};

test.each([
  {
    kind: "replication" as const,
    nodes: [nodeRow({}), nodeRow({ role: "replica" }), nodeRow({ role: "replica" })],
    proxies: [proxy, proxy],
    words: "replication, 1 primary + 2 replicas · behind 2 proxies",
  },
  {
    kind: "standalone" as const,
    nodes: [nodeRow({})],
    proxies: [proxy],
    words: "standalone, 1 primary · behind 1 proxy",
  },
  {
    kind: "cluster" as const,
    nodes: [nodeRow({}), nodeRow({}), nodeRow({ role: "unknown" })],
    proxies: [],
    words: "Redis Cluster, 2 primaries + 1 node of unknown role",
  },
  { kind: "unknown" as const, nodes: [], proxies: [], words: "no node seen yet" },
])("$words", ({ kind, nodes, proxies, words }) => {
  expect(describeTopology({ kind, nodes, proxies })).toBe(words);
});
