import { storableText } from "../storable-text";

/** Ids of things that keep their id for ever: filled as they are written, empty after a restart. */
export interface InternCache {
  /** Cluster key → id. */
  readonly clusters: Map<string, number>;
  /** internKey(clusterId, address) → what is known of the node. */
  readonly nodes: Map<string, InternedNode>;
  /** internKey(clusterId, name) → id. */
  readonly proxies: Map<string, number>;
  /** internKey(clusterId, name) → id and the origin last written. */
  readonly groups: Map<string, { readonly id: number; readonly origin: string }>;
  /** internKey(clusterId, subject, metric and statistic) → id. */
  readonly metricSeries: Map<string, number>;
}

export interface InternedNode {
  readonly id: number;
  /** As last written. */
  readonly nodeId: string | null;
  /** True: its row is known not to be marked gone. */
  readonly isPresent: boolean;
}

export function createInternCache(): InternCache {
  return {
    clusters: new Map(),
    nodes: new Map(),
    proxies: new Map(),
    groups: new Map(),
    metricSeries: new Map(),
  };
}

/** Digits and a space before the name, as it is stored: unambiguous whatever the name holds. */
export function internKey(clusterId: number, name: string): string {
  return `${clusterId} ${storableText(name)}`;
}
