import type { Store } from "@/lib/store/client";
import type { DiscoveryStatus, NodeSampleContent, Refusal } from "@/lib/store/rows";
import {
  type SampleNode,
  sampleProxy,
  writeSample,
  writeSampleSweeps,
} from "@/lib/store/testing/sample-fleet";
import { beat } from "@/lib/store/writes/beat";
import { writeSourceStatus } from "@/lib/store/writes/write-source-status";

export const SEC = 1000;
export const MIN = 60 * SEC;
/** The moment at which the reports are asked. */
export const NOW = Date.UTC(2026, 10, 22, 14, 3, 0);

export const PROXIES = [
  sampleProxy("proxy-1", { addresses: ["127.0.1.11"] }),
  sampleProxy("proxy-2", { addresses: ["127.0.1.12"] }),
];

export async function beatNow(
  store: Store,
  beatAtMs = NOW - 2 * SEC,
  discovery: readonly DiscoveryStatus[] = [],
): Promise<void> {
  await beat(store, {
    id: "collector-1",
    startedAt: new Date(NOW - 3_600_000),
    beatAt: new Date(beatAtMs),
    pid: 4711,
    host: "here",
    version: "0.1.0",
    fleetFile: {
      state: "ok",
      path: "/etc/evenkeel.yaml",
      loadedAt: new Date(NOW - MIN).toISOString(),
      problems: [],
    },
    discovery,
    spooledSweeps: 0,
    droppedSweeps: 0,
    loopLagMs: 1.5,
  });
}

/** Five minutes of a node up to a few seconds ago: sweeps, samples, and the word that it answers. */
export async function writeLiveNode(
  store: Store,
  node: SampleNode,
  given: {
    readonly perProxy?: readonly number[];
    readonly sample?: Partial<NodeSampleContent>;
    readonly opened?: number;
  } = {},
): Promise<void> {
  const { perProxy = [10, 10], sample = {}, opened = 1 } = given;
  await writeSampleSweeps(store, node, {
    fromMs: NOW - 5 * MIN - 4 * SEC,
    toMs: NOW,
    everyMs: 10 * SEC,
    cells: () => perProxy.map((connections, index) => ({ proxy: `proxy-${index + 1}`, connections, opened })),
  });
  for (let agoMs = 120 * SEC; agoMs > 0; agoMs -= 10 * SEC) {
    await writeSample(store, node, {
      at: new Date(NOW - agoMs),
      runId: "run-1",
      role: "primary",
      engine: "redis",
      version: "7.0.15",
      pingMinMs: 0.1,
      pingMedianMs: 0.2,
      pingMaxMs: 1.5,
      pingsSent: 10,
      pingsFailed: 0,
      connectedClients: perProxy.reduce((sum, count) => sum + count, 2),
      maxclients: 10_000,
      blockedClients: 0,
      rejectedConnections: 7,
      uptimeSec: 86_400,
      watchCostUsec: 5_000,
      watchSpanMs: 10_000,
      budgetRatio: 0.002,
      sweepIntervalMs: 10_000,
      sweepMode: "full",
      longestStallMs: 0.8,
      maxStallMs: 5,
      ...sample,
    });
  }
  await writeStatus(store, node, { lastSuccessAt: new Date(NOW - SEC) });
}

export async function writeStatus(
  store: Store,
  node: SampleNode,
  status: {
    source?: string;
    lastSuccessAt: Date | null;
    lastErrorAt?: Date;
    lastError?: string;
    refusals?: readonly Refusal[];
    detail?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { clusterId, nodeId } = node;
  await writeSourceStatus(store, [
    {
      clusterId,
      nodeId,
      source: "redis",
      lastErrorAt: null,
      lastError: null,
      refusals: [],
      detail: {},
      updatedAt: new Date(NOW),
      ...status,
    },
  ]);
}

/** Sentences hold narrow no-break spaces. */
export function plain(text: string | undefined): string | undefined {
  return text?.replaceAll("\u202f", " ");
}
