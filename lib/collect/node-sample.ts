import type { WatchConfig } from "@/lib/config/fleet";
import type { InfoReply } from "@/lib/domain/redis/info";
import type { NodeSampleContent } from "@/lib/store/rows";
import type { NodeFacts } from "./node-facts";
import { summarisePings } from "./ping-summary";
import type { SweepStatus } from "./sweep/node-sweeper";
import type { WatchBill } from "./watch-meter";

/** What a sample is made of: some ten seconds of one node. */
export interface SampleParts {
  readonly atMs: number;
  /** Null while the node does not answer: a silent node's old numbers are not its present ones. */
  readonly facts: NodeFacts | null;
  readonly info: InfoReply | null;
  readonly pings: readonly (number | null)[];
  readonly slots: string | null;
  readonly lagBytes: number | null;
  readonly sweep: SweepStatus;
  readonly bill: WatchBill;
  readonly watch: WatchConfig;
}

export function sampleOf(parts: SampleParts): NodeSampleContent {
  const { facts, info, sweep, bill, watch } = parts;
  const pings = summarisePings(parts.pings);
  return {
    at: new Date(parts.atMs),
    runId: facts?.runId ?? null,
    role: facts?.role ?? null,
    primaryAddress: facts?.primary ?? null,
    slots: parts.slots,
    engine: facts?.engine ?? null,
    version: facts?.version ?? null,
    pingMinMs: pings.minMs,
    pingMedianMs: pings.medianMs,
    pingMaxMs: pings.maxMs,
    pingsSent: pings.sent,
    pingsFailed: pings.failed,
    connectedClients: info?.clients.connectedClients ?? null,
    maxclients: info?.clients.maxclients ?? null,
    blockedClients: info?.clients.blockedClients ?? null,
    totalConnectionsReceived: info?.stats.totalConnectionsReceived ?? null,
    rejectedConnections: info?.stats.rejectedConnections ?? null,
    uptimeSec: info?.server.uptimeSec ?? null,
    usedMemoryBytes: info?.memory.usedMemoryBytes ?? null,
    maxmemoryBytes: info?.memory.maxmemoryBytes ?? null,
    opsPerSec: info?.stats.instantaneousOpsPerSec ?? null,
    primaryLinkUp: facts?.role === "replica" ? facts.primaryLinkUp : null,
    replicationLagBytes: facts?.role === "replica" ? parts.lagBytes : null,
    primaryLastIoSec: info?.replication.lastIoSec ?? null,
    watchCostUsec: bill.usec,
    watchSpanMs: Math.round(bill.spanMs),
    budgetRatio: watch.costBudget,
    sweepIntervalMs: Math.round(sweep.intervalMs),
    sweepMode: sweep.mode,
    longestStallMs: bill.longestStallMs,
    maxStallMs: watch.maxStallMs,
  };
}
