import type { Store } from "../client";

/** A node that was watched, and how it was last: what a collector goes on from after a restart. */
export interface RememberedNodeRecord {
  readonly address: string;
  readonly runId: string | null;
  readonly role: "primary" | "replica" | "unknown" | null;
  readonly primaryLinkUp: boolean | null;
  /** Null: no sample yet. */
  readonly wasAnswering: boolean | null;
}

/** The nodes of a cluster that are not gone, each with its newest sample that says who it is. */
export async function readRememberedNodes(store: Store, clusterKey: string): Promise<RememberedNodeRecord[]> {
  return store.prisma.$queryRaw<RememberedNodeRecord[]>`
    SELECT n.address, told.run_id AS "runId", told.role, told.primary_link_up AS "primaryLinkUp",
      newest.pings_sent > newest.pings_failed AS "wasAnswering"
    FROM cluster c
    JOIN node n ON n.cluster_id = c.id AND n.gone_at IS NULL
    LEFT JOIN LATERAL (
      SELECT pings_sent, pings_failed FROM node_sample s
      WHERE s.node_id = n.id ORDER BY s.at DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
      SELECT run_id, role, primary_link_up FROM node_sample s
      WHERE s.node_id = n.id AND s.run_id IS NOT NULL ORDER BY s.at DESC LIMIT 1
    ) told ON true
    WHERE c.key = ${clusterKey}
    ORDER BY n.address`;
}
