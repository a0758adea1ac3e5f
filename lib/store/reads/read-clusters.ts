import type { Store } from "../client";
import type { FleetProxy } from "../rows";

export interface ClusterRecord {
  readonly clusterId: number;
  /** Its id in the fleet file and in URLs. */
  readonly key: string;
  readonly name: string;
  readonly kind: "standalone" | "replication" | "cluster" | "unknown";
  readonly proxies: readonly FleetProxy[];
  /** Client group → the library declared for it. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Set when the fleet file no longer names it. */
  readonly removedAt: Date | null;
}

interface StoredCluster extends Omit<ClusterRecord, "proxies"> {
  readonly proxies: readonly (Pick<FleetProxy, "name" | "addresses"> & Partial<FleetProxy>)[];
}

/** What an older version wrote knows only names and addresses. */
const PLAIN_PROXY = { kind: "tcp", weight: 1, zone: null, statistics: null } as const;

/** The clusters of the fleet file; with a key that one, even when the fleet file no longer names it. */
export async function readClusters(store: Store, key: string | null = null): Promise<ClusterRecord[]> {
  // PostgreSQL's text holds no NUL, so no cluster has such a key: a URL may ask for one all the same.
  if (key?.includes("\0")) return [];
  const rows = await store.prisma.$queryRaw<StoredCluster[]>`
    SELECT id AS "clusterId", key, name, kind, proxies, libraries, removed_at AS "removedAt"
    FROM cluster
    WHERE CASE WHEN ${key}::text IS NULL THEN removed_at IS NULL ELSE key = ${key}::text END
    ORDER BY key`;
  return rows.map((row) => ({ ...row, proxies: row.proxies.map((proxy) => ({ ...PLAIN_PROXY, ...proxy })) }));
}
