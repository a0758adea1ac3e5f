import type { NodeRow } from "@/lib/contract/cluster";
import type { HealthState } from "@/lib/contract/health-state";
import { compareNatural } from "../charts/series-tones";

const WORST_FIRST: Record<HealthState, number> = { critical: 0, warning: 1, stale: 2, unknown: 3, ok: 4 };

/**
 * Sick nodes first, worst first; the well ones shard by shard in the order of slots, each primary before its replicas.
 * Depends on nothing that changes from one sweep to the next, so that rows keep their places.
 */
export function orderNodes(nodes: readonly NodeRow[]): NodeRow[] {
  const byAddress = new Map(nodes.map((node) => [node.address, node]));
  const shardOf = (node: NodeRow) => (node.primary === null ? node : (byAddress.get(node.primary) ?? node));
  return [...nodes].sort((a, b) => {
    const [shardA, shardB] = [shardOf(a), shardOf(b)];
    return (
      WORST_FIRST[a.state] - WORST_FIRST[b.state] ||
      firstSlot(shardA) - firstSlot(shardB) ||
      compareNatural(shardA.address, shardB.address) ||
      Number(a.role === "replica") - Number(b.role === "replica") ||
      compareNatural(a.address, b.address)
    );
  });
}

/** "0-5460 9000" begins at 0; without slots behind all that have some. */
function firstSlot(node: NodeRow): number {
  const first = /^\d+/.exec(node.slots ?? "")?.[0];
  return first === undefined ? Number.MAX_SAFE_INTEGER : Number(first);
}

/** How many nodes are in each state, worst first: "1 critical, 2 stale, 57 steady". */
export function countStates(
  nodes: readonly { readonly state: HealthState }[],
): { state: HealthState; count: number }[] {
  const counts = new Map<HealthState, number>();
  for (const node of nodes) counts.set(node.state, (counts.get(node.state) ?? 0) + 1);
  return [...counts]
    .map(([state, count]) => ({ state, count }))
    .sort((a, b) => WORST_FIRST[a.state] - WORST_FIRST[b.state]);
}

/** A page of nodes at first sight: more than this many are shown on demand. */
const AT_FIRST = 12;
/** Hiding a handful costs a click and saves nothing. */
const WORTH_HIDING = 4;

/** All that need an eye, and the first of the well ones; `nodes` as orderNodes left them. */
export function pickNodes(nodes: readonly NodeRow[]): readonly NodeRow[] {
  const sick = nodes.filter((node) => node.state !== "ok").length;
  const count = Math.max(sick, AT_FIRST);
  return nodes.length - count <= WORTH_HIDING ? nodes : nodes.slice(0, count);
}
