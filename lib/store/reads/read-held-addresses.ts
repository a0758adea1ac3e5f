import type { Store } from "../client";

/** An address that a name led to when it was resolved last. */
export interface HeldAddressRecord {
  readonly address: string;
  readonly name: string;
  /** The last time that the name was resolved. */
  readonly seenAt: Date;
}

/** More proxies of one cluster than are watched. */
const MOST = 2000;

/** Who had an address last, of a cluster's proxies that are found by name: what a collector goes on from. */
export async function readHeldAddresses(store: Store, clusterKey: string): Promise<HeldAddressRecord[]> {
  return store.prisma.$queryRaw<HeldAddressRecord[]>`
    SELECT told.subject AS address, told.after AS name, s.last_success_at AS "seenAt"
    FROM cluster c
    CROSS JOIN LATERAL (
      SELECT DISTINCT ON (o.subject) o.subject, o.after
      FROM observation o
      WHERE o.cluster_id = c.id AND o.kind = 'address'
      ORDER BY o.subject, o.at DESC, o.id DESC
    ) told
    JOIN source_status s
      ON s.cluster_id = c.id AND s.node_id = 0 AND s.source = 'DNS ' || told.after AND s.last_success_at IS NOT NULL
    WHERE c.key = ${clusterKey}
    ORDER BY told.subject
    LIMIT ${MOST}`;
}
