import type { NodeRow } from "@/lib/contract/cluster";

/** A steady primary, except for what is said. */
export function nodeRow(over: Partial<NodeRow>): NodeRow {
  return {
    address: "10.0.0.1:6379",
    nodeId: null,
    role: "primary",
    roleSince: null,
    primary: null,
    slots: null,
    engine: "redis",
    version: "7.0.15",
    state: "ok",
    reason: "steady",
    connections: 240,
    service: null,
    headroom: { node: "10.0.0.1:6379", connections: 240, maxclients: 10_000, ratio: 0.024 },
    hoursToLimit: null,
    openedPerSec: 1,
    closedPerSec: 1,
    unattributedPerSec: 0,
    rejectedPerSec: 0,
    blockedClients: 0,
    ping: { minMs: 0.1, medianMs: 0.2, maxMs: 4, sent: 60, failed: 0 },
    replication: null,
    uptimeSec: 3600,
    ageMs: 3000,
    cost: {
      ratio: 0.0011,
      budgetRatio: 0.002,
      sweepIntervalMs: 10_000,
      mode: "full",
      longestStallMs: 1.2,
      maxStallMs: 5,
    },
    refusals: [],
    ...over,
  };
}
