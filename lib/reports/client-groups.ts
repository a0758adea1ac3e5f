import { type ClientGroup, MAX_LIBRARIES } from "@/lib/contract/clients";
import type { NodeConnection } from "./client-filter";
import { roundRatio } from "./round";
import { inIso } from "./window";

interface Tally {
  connections: number;
  oldestMs: number;
  newestMs: number;
  readonly libraries: Map<string, number>;
  readonly proxies: Map<string | null, number>;
  readonly nodes: Map<string, number>;
}

/** Connections by group, largest first. `total` is what shares are shares of. */
export function summariseGroups(
  connections: readonly NodeConnection[],
  origins: ReadonlyMap<string, ClientGroup["origin"]>,
  total: number,
): ClientGroup[] {
  const tallies = new Map<string, Tally>();
  for (const { node, connection } of connections) {
    const tally = tallyOf(tallies, connection.group);
    tally.connections += 1;
    tally.oldestMs = Math.min(tally.oldestMs, connection.openedAtMs);
    tally.newestMs = Math.max(tally.newestMs, connection.openedAtMs);
    countIn(tally.libraries, libraryOf(connection.libName, connection.libVer));
    countIn(tally.proxies, connection.proxy);
    countIn(tally.nodes, node);
  }
  return [...tallies]
    .map(
      ([name, tally]): ClientGroup => ({
        name,
        origin: origins.get(name) ?? "derived",
        connections: tally.connections,
        share: roundRatio(tally.connections / total) ?? 0,
        oldest: inIso(tally.oldestMs),
        newest: inIso(tally.newestMs),
        libraries: largestFirst(tally.libraries)
          .slice(0, MAX_LIBRARIES)
          .map(([library, count]) => ({ library, connections: count })),
        perProxy: largestFirst(tally.proxies).map(([proxy, count]) => ({ proxy, connections: count })),
        perNode: largestFirst(tally.nodes).map(([node, count]) => ({ node, connections: count })),
      }),
    )
    .sort((left, right) => right.connections - left.connections || (left.name < right.name ? -1 : 1));
}

/** Empty where the client does not say: it is counted, too. */
function libraryOf(name: string, version: string): string {
  return version === "" ? name : `${name} ${version}`;
}

function tallyOf(tallies: Map<string, Tally>, group: string): Tally {
  const known = tallies.get(group);
  if (known !== undefined) return known;
  const tally: Tally = {
    connections: 0,
    oldestMs: Number.POSITIVE_INFINITY,
    newestMs: Number.NEGATIVE_INFINITY,
    libraries: new Map(),
    proxies: new Map(),
    nodes: new Map(),
  };
  tallies.set(group, tally);
  return tally;
}

function countIn<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function largestFirst<Key>(counts: ReadonlyMap<Key, number>): [Key, number][] {
  return [...counts].sort(([, left], [, right]) => right - left);
}
