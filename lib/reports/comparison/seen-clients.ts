import type { Connection } from "@/lib/domain/connections/model";
import type { Store } from "@/lib/store/client";
import { readLastSweeps } from "@/lib/store/reads/read-last-sweeps";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import type { NodeConnection } from "../client-filter";
import { readConnectionSet } from "../connection-sets";

/** A library as clients name it, and who uses it. */
export interface SeenLibrary {
  readonly name: string;
  readonly version: string;
  readonly group: string;
  readonly connections: number;
}

export interface OldConnection {
  readonly node: string;
  readonly id: number;
  readonly ageSec: number;
}

/** A set is replayed once in this time at most, however often the page asks: libraries do not change by the second. */
const SETTLED_MS = 30_000;
/** More connections than this are not replayed to name a library. */
const MAX_CONNECTIONS = 100_000;
/** One small step of re-balancing. */
const OLDEST_SHOWN = 10;

/** The connections of the nodes at about that moment: the sets of their last sweeps, the smallest first. */
export async function readSeenClients(
  store: Store,
  records: readonly WatchedNodeRecord[],
  atMs: number,
): Promise<NodeConnection[]> {
  const settled = new Date(Math.floor(atMs / SETTLED_MS) * SETTLED_MS);
  const nodeIds = records.map((record) => record.nodeId);
  const sweeps = await readLastSweeps(store, nodeIds, settled);
  const seen: NodeConnection[] = [];
  let replayed = 0;
  for (const sweep of sweeps.sort((left, right) => left.connections - right.connections)) {
    const node = records.find((record) => record.nodeId === sweep.nodeId)?.address;
    replayed += sweep.connections;
    if (node === undefined || replayed > MAX_CONNECTIONS) continue;
    const set = (await readConnectionSet(store, sweep)) ?? [];
    for (const connection of set) seen.push({ node, connection });
  }
  return seen;
}

/**
 * Libraries by (name, version, group), the most used first. A client that names none uses what is declared for its group,
 * and is left out where nothing is.
 */
export function librariesOf(
  connections: readonly Connection[],
  declared: Readonly<Record<string, string>>,
): SeenLibrary[] {
  const counts = new Map<string, { library: Omit<SeenLibrary, "connections">; connections: number }>();
  for (const { libName, libVer, group } of connections) {
    const [name, version] = libName === "" ? splitLibrary(declared[group] ?? "") : [libName, libVer];
    if (name === "") continue;
    const key = JSON.stringify([name, version, group]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { library: { name, version, group }, connections: 1 });
    else known.connections += 1;
  }
  return [...counts.values()]
    .map(({ library, connections }) => ({ ...library, connections }))
    .sort((left, right) => right.connections - left.connections);
}

/** "Jedis 3.6.3" as it is declared: name and version. */
function splitLibrary(text: string): [string, string] {
  const match = /^(.*\S)\s+v?(\d\S*)$/.exec(text);
  return [match?.[1] ?? text, match?.[2] ?? ""];
}

export function oldestOf(seen: readonly NodeConnection[], atMs: number): OldConnection[] {
  return [...seen]
    .sort((left, right) => left.connection.openedAtMs - right.connection.openedAtMs)
    .slice(0, OLDEST_SHOWN)
    .map(({ node, connection }) => ({
      node,
      id: connection.id,
      ageSec: Math.max(0, Math.round((atMs - connection.openedAtMs) / 1000)),
    }));
}
