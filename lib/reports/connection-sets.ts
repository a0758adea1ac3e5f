import type { Connection } from "@/lib/domain/connections/model";
import type { Store } from "@/lib/store/client";
import type { LastSweep } from "@/lib/store/reads/read-last-sweeps";
import { readSetAt } from "@/lib/store/reads/read-set-at";

/** About 100 MB: the sets of a large cluster, so that a page after the first replays nothing. */
const MAX_KEPT_CONNECTIONS = 300_000;

interface KeptSets {
  readonly sets: Map<string, readonly Connection[]>;
  connections: number;
}

const kept = new WeakMap<Store, KeptSets>();

/**
 * The connections of a node at one of its sweeps, replayed once and kept while they are asked for: a sweep's set never
 * changes. Null: what is stored of it cannot be replayed.
 */
export async function readConnectionSet(
  store: Store,
  sweep: LastSweep,
): Promise<readonly Connection[] | null> {
  const cache = kept.get(store) ?? { sets: new Map(), connections: 0 };
  kept.set(store, cache);
  const key = `${sweep.nodeId} ${sweep.runId} ${sweep.at.getTime()}`;
  const known = cache.sets.get(key);
  if (known !== undefined) {
    // Asked for again: moved to the end, which is dropped last.
    cache.sets.delete(key);
    cache.sets.set(key, known);
    return known;
  }
  const set = await readSetAt(store, sweep.nodeId, sweep.at);
  if (set === null || !set.isLast) return null;
  keep(cache, key, set.connections);
  return set.connections;
}

function keep(cache: KeptSets, key: string, connections: readonly Connection[]): void {
  if (cache.sets.has(key)) return;
  cache.sets.set(key, connections);
  cache.connections += connections.length;
  for (const [oldest, set] of cache.sets) {
    if (cache.connections <= MAX_KEPT_CONNECTIONS || oldest === key) break;
    cache.sets.delete(oldest);
    cache.connections -= set.length;
  }
}
