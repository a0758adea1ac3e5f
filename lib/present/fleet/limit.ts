/** How near a cluster is to its connection limit: its fullest node decides. Pure. */

import type { ClusterRow } from "@/lib/contract/clusters";
import { shortNode } from "../node-names";
import { formatCount, formatPercent } from "../words";

/** The tick on the bar: from here a human should look. */
export const LIMIT_WARNING = 0.8;
const LIMIT_CRITICAL = 0.95;

export function limitTone(ratio: number | null): "plain" | "warning" | "critical" {
  if (ratio === null || ratio < LIMIT_WARNING) return "plain";
  return ratio < LIMIT_CRITICAL ? "warning" : "critical";
}

export function limitLabel({ headroom }: Pick<ClusterRow, "headroom">): string {
  if (headroom === null) return "The limit is not known";
  const { node, connections, maxclients, ratio } = headroom;
  return `Fullest node ${shortNode(node)}: ${formatCount(connections)} of ${formatCount(maxclients)} connections, ${formatPercent(ratio)}`;
}
