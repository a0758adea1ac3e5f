import type { ConnectionCell } from "@/lib/domain/connections/model";
import type { Store } from "../client";
import type { FleetCluster, FleetProxy, NodeSampleContent } from "../rows";
import { internClusters } from "../writes/intern-clusters";
import { internNode } from "../writes/intern-node";
import { writeNodeSamples } from "../writes/write-node-samples";
import { writeSweep } from "../writes/write-sweep";
import { sampleCell, sampleSweep } from "./sample-sweep";

export interface SampleNode {
  readonly clusterId: number;
  readonly nodeId: number;
  readonly address: string;
}

export function sampleProxy(name: string, given: Partial<FleetProxy> = {}): FleetProxy {
  return { name, addresses: [], kind: "tcp", weight: 1, zone: null, statistics: null, ...given };
}

/** A cluster with nodes, for tests; its nodes are in the order given. */
export async function writeSampleCluster(
  store: Store,
  cluster: Partial<FleetCluster> & { readonly key: string },
  addresses: readonly string[],
): Promise<SampleNode[]> {
  const ids = await internClusters(store, [
    { name: cluster.key, kind: "replication", proxies: [], ...cluster },
  ]);
  const clusterId = ids.get(cluster.key);
  if (clusterId === undefined) throw new Error(`cluster "${cluster.key}" has no id`);
  const nodes: SampleNode[] = [];
  for (const address of addresses) {
    const nodeId = await internNode(store, { clusterId, address, nodeId: null });
    nodes.push({ clusterId, nodeId, address });
  }
  return nodes;
}

export interface SampleSweeps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly everyMs: number;
  readonly intervalMs?: number;
  readonly runId?: string;
  /** Sweep before the first; null: it is the first of all. */
  readonly previousAtMs?: number | null;
  readonly cells: (atMs: number, index: number) => readonly Partial<ConnectionCell>[];
}

/** Sweeps of a node at an even beat in [fromMs, toMs); resolves to the time of the last. */
export async function writeSampleSweeps(
  store: Store,
  node: SampleNode,
  sweeps: SampleSweeps,
): Promise<number> {
  let previousAtMs = sweeps.previousAtMs ?? null;
  for (let atMs = sweeps.fromMs, index = 0; atMs < sweeps.toMs; atMs += sweeps.everyMs, index += 1) {
    const cells = sweeps.cells(atMs, index).map((cell) => sampleCell(cell));
    const sweep = sampleSweep({
      intervalMs: sweeps.intervalMs ?? sweeps.everyMs,
      result: {
        atMs,
        previousAtMs,
        cells,
        unattributed: previousAtMs === null ? null : 0,
        ...(sweeps.runId !== undefined && { runId: sweeps.runId }),
      },
    });
    await writeSweep(store, { ...sweep, clusterId: node.clusterId, nodeId: node.nodeId });
    previousAtMs = atMs;
  }
  return previousAtMs ?? sweeps.fromMs;
}

export async function writeSample(store: Store, node: SampleNode, sample: NodeSampleContent): Promise<void> {
  await writeNodeSamples(store, [{ role: "primary", ...sample, nodeId: node.nodeId }]);
}
