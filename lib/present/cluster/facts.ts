import type { ClusterAnswer } from "@/lib/contract/cluster";
import { shortenNodes, shortNode } from "../node-names";
import { countOf, formatNumber, formatPercent, THIN } from "../words";

/**
 * The numbers behind a cluster's sentence, those that are known, in the order in which they are asked for. What it says
 * itself is not said twice.
 */
export function listFacts(answer: ClusterAnswer): string[] {
  const { connections, headroom, openedPerSec, closedPerSec, unattributedPerSec, nodes } = answer;
  const answering = nodes.filter((node) => node.state !== "stale" && node.state !== "unknown").length;
  const dearest = findDearest(answer);
  return [
    connections === null ? null : countOf(connections, "connection"),
    headroom &&
      `${formatPercent(headroom.ratio)} of the limit${nodes.length > 1 ? ` on ${shortNode(headroom.node)}` : ""}`,
    openedPerSec === null || closedPerSec === null
      ? null
      : `${formatNumber(openedPerSec)} opened, ${formatNumber(closedPerSec)} closed${THIN}/${THIN}s`,
    unattributedPerSec === null || unattributedPerSec <= 0
      ? null
      : `${formatNumber(unattributedPerSec)}${THIN}/${THIN}s gone before a sweep saw them`,
    answering < nodes.length ? `${answering} of ${countOf(nodes.length, "node")} current` : null,
    dearest === null
      ? null
      : `watching costs ${formatPercent(dearest)} of ${nodes.length > 1 ? "the dearest node" : "its main thread"}`,
  ]
    .filter((fact) => fact !== null)
    .filter((fact) => !shortenNodes(answer.reason).startsWith(fact));
}

function findDearest({ nodes }: ClusterAnswer): number | null {
  const ratios = nodes.flatMap((node) => node.cost.ratio ?? []);
  return ratios.length === 0 ? null : Math.max(...ratios);
}

/** A finding begins as a sentence does. Addresses and names of proxies keep their first letter. */
export function asTitle(reason: string): string {
  const first = /^(primary|replica|nothing|not|largest|none|balanced|steady)\b/.exec(reason)?.[0];
  return first === undefined ? reason : first[0]?.toUpperCase() + reason.slice(1);
}
