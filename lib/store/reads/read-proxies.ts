import type { Store } from "../client";

export interface ProxyRecord {
  readonly proxyId: number;
  readonly clusterId: number;
  readonly name: string;
}

/** Every proxy that a fleet file ever named for the clusters; without clusters those of the whole fleet. */
export async function readProxies(
  store: Store,
  clusterIds: readonly number[] | null,
): Promise<ProxyRecord[]> {
  return store.prisma.proxy
    .findMany({
      where: clusterIds === null ? { cluster: { removedAt: null } } : { clusterId: { in: [...clusterIds] } },
      orderBy: { name: "asc" },
    })
    .then((rows) => rows.map(({ id, clusterId, name }) => ({ proxyId: id, clusterId, name })));
}
