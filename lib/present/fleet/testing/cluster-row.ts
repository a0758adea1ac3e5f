import type { ClusterRow, ClustersAnswer, FleetFileStatus } from "@/lib/contract/clusters";

/** A calm cluster; `change` says what a test is about. */
export function clusterRow(id: string, change: Partial<ClusterRow> = {}): ClusterRow {
  return {
    id,
    name: id,
    kind: "replication",
    state: "ok",
    reason: "218 connections through 2 proxies",
    connections: 218,
    maxclients: 30_000,
    headroom: { node: "10.0.3.21:6379", connections: 158, maxclients: 10_000, ratio: 0.0158 },
    openedPerSec: 2.3,
    nodes: 3,
    nodesAnswering: 3,
    proxies: 2,
    perProxy: [
      { name: "proxy-1", connections: 110 },
      { name: "proxy-2", connections: 108 },
    ],
    skew: null,
    verdict: null,
    service: null,
    trend: [218, 218],
    ageMs: 3000,
    ...change,
  };
}

export const FILE_OK: FleetFileStatus = {
  state: "ok",
  path: "/srv/evenkeel/evenkeel.yaml",
  loadedAt: "2026-11-22T14:00:00.000Z",
  problems: [],
};

export function clustersAnswer(
  clusters: readonly ClusterRow[],
  change: Partial<ClustersAnswer> = {},
): ClustersAnswer {
  return {
    now: "2026-11-22T14:03:00.000Z",
    window: { from: "2026-11-22T13:03:00.000Z", to: "2026-11-22T14:03:00.000Z" },
    fleetFile: FILE_OK,
    discovery: [],
    totals: {
      connections: 314,
      openedPerSec: 2.344,
      dearestNode: { cluster: "orders", node: "n", costRatio: 0.0011 },
      cloudwatch: null,
    },
    clusters: [...clusters],
    ...change,
  };
}
