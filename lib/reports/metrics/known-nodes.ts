import type { ElastiCacheNode, ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import type { Store } from "@/lib/store/client";
import { readNodesNow } from "@/lib/store/reads/read-nodes-now";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import { matchNodes } from "./match-nodes";

/** A node that was watched in the window. */
export interface KnownNode {
  readonly nodeId: number;
  readonly address: string;
  /** AWS's; null: it is none of AWS's, or which one is not known. */
  readonly service: ElastiCacheNode | null;
}

/** The watched nodes with what AWS calls them. Slots are asked for only where addresses do not tell. */
export async function knowNodes(
  store: Store,
  clusterId: number,
  topology: ElastiCacheTopology | null,
  records: readonly WatchedNodeRecord[],
): Promise<KnownNode[]> {
  const plain = records.map(({ address }) => ({ address, slots: null }));
  const byAddress = matchNodes(topology, plain);
  const isOpen =
    topology?.clusterMode === true && byAddress.size < Math.min(records.length, topology.nodes.length);
  const matched = isOpen
    ? matchNodes(topology, withSlots(records, await readNodesNow(store, [clusterId])))
    : byAddress;
  return records.map(({ nodeId, address }) => ({ nodeId, address, service: matched.get(address) ?? null }));
}

function withSlots(
  records: readonly WatchedNodeRecord[],
  nodes: readonly { readonly nodeId: number; readonly slots: string | null }[],
): { address: string; slots: string | null }[] {
  const slots = new Map(nodes.map((node) => [node.nodeId, node.slots]));
  return records.map(({ nodeId, address }) => ({ address, slots: slots.get(nodeId) ?? null }));
}
