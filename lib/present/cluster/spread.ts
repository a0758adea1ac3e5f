import type { ClientGroup } from "@/lib/contract/clients";
import { shortNode } from "../node-names";
import { joinWords } from "../words";

/** A group's connections over proxies (over nodes where there are no proxies), as bars from zero. */
export interface Spread {
  readonly bars: readonly { readonly name: string; readonly connections: number; readonly ratio: number }[];
  readonly label: string;
}

const DIRECT_NAME = "direct";
const MOST_NAMED = 4;

/**
 * @param proxies names of the cluster's proxies, in their order: each keeps its place in every row, also with nothing
 * @param nodes addresses of the cluster's nodes, likewise
 */
export function prepareSpread(
  group: Pick<ClientGroup, "perProxy" | "perNode">,
  proxies: readonly string[],
  nodes: readonly string[],
): Spread {
  const overProxies = proxies.length > 0;
  const counts = new Map<string, number>();
  if (overProxies) for (const one of group.perProxy) counts.set(one.proxy ?? DIRECT_NAME, one.connections);
  else for (const one of group.perNode) counts.set(one.node, one.connections);
  const known = overProxies ? proxies : nodes;
  const others = [...counts.keys()].filter((name) => !known.includes(name));
  const rows = [...known, ...others].map((name) => ({ name, connections: counts.get(name) ?? 0 }));
  const highest = Math.max(1, ...rows.map((row) => row.connections));
  return {
    bars: rows.map((row) => ({ ...row, ratio: row.connections / highest })),
    label: labelOf(rows),
  };
}

function labelOf(rows: readonly { name: string; connections: number }[]): string {
  const used = rows.filter((row) => row.connections > 0).sort((a, b) => b.connections - a.connections);
  const named = used.slice(0, MOST_NAMED).map((row) => `${shortNode(row.name)} ${row.connections}`);
  const more = used.length - named.length;
  return joinWords(more > 0 ? [...named, `${more} more`] : named) || "none";
}
