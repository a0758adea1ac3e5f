import type { ProxyKind } from "@/lib/domain/proxies/model";
import type { SkewBy } from "@/lib/domain/skew/model";
import type { ClusterRecord } from "@/lib/store/reads/read-clusters";
import type { ProxyRecord } from "@/lib/store/reads/read-proxies";
import type { RoleAt } from "@/lib/store/reads/read-roles-at";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";

/** A proxy that is declared, discovered, or was one of both before. */
export interface ComparedProxy {
  /** Null: nothing was ever stored of it. */
  readonly proxyId: number | null;
  readonly name: string;
  readonly kind: ProxyKind;
  readonly weight: number;
  readonly zone: string | null;
  /** As people call them; null: none are configured. */
  readonly statistics: string | null;
  /** The fleet file or discovery names it now. */
  readonly isDeclared: boolean;
}

/** Those of the cluster and those that it once had; the latter count as plain ones. */
export function proxiesOf(cluster: ClusterRecord, known: readonly ProxyRecord[]): ComparedProxy[] {
  const ids = new Map(known.map(({ proxyId, name }) => [name, proxyId]));
  const declared = new Set(cluster.proxies.map(({ name }) => name));
  return [
    ...cluster.proxies.map(({ addresses: _, ...proxy }) => ({
      ...proxy,
      proxyId: ids.get(proxy.name) ?? null,
      isDeclared: true,
    })),
    ...known
      .filter(({ name }) => !declared.has(name))
      .map(({ proxyId, name }): ComparedProxy => {
        const plain = { kind: "tcp", weight: 1, zone: null, statistics: null, isDeclared: false } as const;
        return { proxyId, name, ...plain };
      }),
  ];
}

/**
 * Nodes that share a load: the replicas behind a reader endpoint, the primaries of a Redis Cluster. A primary and its
 * replicas do different work, so that comparing them says nothing.
 */
export function peersOf(
  { kind }: ClusterRecord,
  records: readonly WatchedNodeRecord[],
  roles: readonly RoleAt[],
): WatchedNodeRecord[] {
  const wanted = kind === "cluster" ? "primary" : kind === "replication" ? "replica" : null;
  const roleOf = new Map(roles.map(({ nodeId, role }) => [nodeId, role]));
  return records.filter(({ nodeId }) => wanted === null || roleOf.get(nodeId) === wanted);
}

/** What has at least two to compare. */
export function availableOf(
  proxies: readonly ComparedProxy[],
  peers: readonly WatchedNodeRecord[],
): SkewBy[] {
  const declared = proxies.filter((proxy) => proxy.isDeclared);
  const zones = new Set(declared.flatMap(({ zone }) => zone ?? []));
  const counts = { proxy: declared.length, node: peers.length, zone: zones.size };
  return (["proxy", "node", "zone"] as const).filter((by) => counts[by] >= 2);
}
