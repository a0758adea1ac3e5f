import { createLedger, type Ledger } from "@/lib/domain/connections/ledger";
import type { SweepResult } from "@/lib/domain/connections/model";
import { encodeDelta, encodeKeyframe } from "@/lib/domain/connections/sweep-codec";
import { parseClientList } from "@/lib/domain/redis/client-list";
import type { Store } from "@/lib/store/client";
import { writeNodeSamples } from "@/lib/store/writes/write-node-samples";
import { writeSweep } from "@/lib/store/writes/write-sweep";
import { ClientPopulation, printClientList } from "./client-lines";
import { createBenchAttribution } from "./ledger.bench";

export const CLIENTS = 10_000;
export const SWEEP_MS = 10_000;
export const SWEEPS = 360;
const KEYFRAME_EVERY = 60;
/** One in a hundred a minute, six sweeps a minute. */
const REPLACED_PER_SWEEP = 17;
export const START_MS = Date.UTC(2026, 10, 22, 12);
const RUN_ID = "6f1c0a3be0d94a57b6c9d1f2a3b4c5d6e7f80912";

export interface BenchNode {
  readonly clusterId: number;
  readonly nodeId: number;
}

/** A node of 10,000 clients of which 1 % a minute are replaced, swept and stored as the collector does. */
export class StoredNode {
  private readonly ledger: Ledger = createLedger(createBenchAttribution());
  private readonly population = new ClientPopulation(CLIENTS, START_MS);
  private sweeps = 0;

  constructor(
    private readonly store: Store,
    private readonly node: BenchNode,
  ) {}

  get nextAtMs(): number {
    return START_MS + this.sweeps * SWEEP_MS;
  }

  /** Ids of the open connections after the last sweep. */
  ids(): number[] {
    return this.ledger.ids();
  }

  /** Resolves to the milliseconds that the database took, and the bytes of the difference. */
  async sweep(replaced = REPLACED_PER_SWEEP): Promise<{ readonly ms: number; readonly deltaBytes: number }> {
    const atMs = this.nextAtMs;
    if (this.sweeps > 0) this.population.replace(replaced, atMs);
    const result = this.read(atMs);
    const deltaBytes = encodeDelta(result.delta, atMs);
    const isKeyframe = this.sweeps % KEYFRAME_EVERY === 0;
    const keyframe = isKeyframe ? encodeKeyframe(this.ledger.connections(), atMs) : null;
    this.sweeps += 1;
    const start = performance.now();
    await writeSweep(this.store, {
      ...this.node,
      result,
      deltaBytes,
      keyframe,
      received: replaced,
      elapsedMs: 20.5,
      costUsec: 9_000,
      mode: "full",
      intervalMs: SWEEP_MS,
      groupOrigins: { "orders-api": "declared" },
    });
    return { ms: performance.now() - start, deltaBytes: deltaBytes.length };
  }

  async sample(): Promise<void> {
    await writeNodeSamples(this.store, [
      {
        nodeId: this.node.nodeId,
        at: new Date(this.nextAtMs),
        runId: RUN_ID,
        role: "primary",
        engine: "redis",
        version: "7.0.15",
        pingMinMs: 0.1,
        pingMedianMs: 0.2,
        pingMaxMs: 0.9,
        pingsSent: 10,
        pingsFailed: 0,
        connectedClients: CLIENTS,
        maxclients: 65_000,
        blockedClients: 0,
        totalConnectionsReceived: 5_000_000 + this.sweeps,
        rejectedConnections: 0,
        uptimeSec: 86_400,
        usedMemoryBytes: 2 ** 31,
        maxmemoryBytes: 2 ** 33,
        opsPerSec: 20_000,
        watchCostUsec: 9_500,
        watchSpanMs: SWEEP_MS,
        budgetRatio: 0.002,
        sweepIntervalMs: SWEEP_MS,
        sweepMode: "full",
        longestStallMs: 4.1,
        maxStallMs: 5,
      },
    ]);
  }

  private read(atMs: number): SweepResult {
    const rows = parseClientList(printClientList(this.population.clients, atMs));
    return this.ledger.apply({
      rows,
      runId: RUN_ID,
      atMs,
      totalConnectionsReceived: null,
      ownName: "evenkeel",
    });
  }
}
