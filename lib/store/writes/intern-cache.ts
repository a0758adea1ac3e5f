/** Ids of things that keep their id for ever: filled as they are written, empty after a restart. */
export interface InternCache {
  /** Cluster key → id. */
  readonly clusters: Map<string, number>;
  /** internKey(clusterId, address) → id and the node id last written. */
  readonly nodes: Map<string, { readonly id: number; readonly nodeId: string | null }>;
  /** internKey(clusterId, name) → id. */
  readonly proxies: Map<string, number>;
  /** internKey(clusterId, name) → id and the origin last written. */
  readonly groups: Map<string, { readonly id: number; readonly origin: string }>;
}

export function createInternCache(): InternCache {
  return { clusters: new Map(), nodes: new Map(), proxies: new Map(), groups: new Map() };
}

/** Digits and a space before the name: unambiguous whatever the name holds. */
export function internKey(clusterId: number, name: string): string {
  return `${clusterId} ${name}`;
}
