import type { CountLookup, Lookup } from "../lookup";
import type { TimeoutPath } from "../path";

/** The most connections that one group opens to one node: pods × processes × pool. */
export interface PoolTotal {
  /** Null: not known. Infinity: the pool has no limit. */
  readonly total: number | null;
  /** What it is at least, with one process a pod and no surge where these are not known. */
  readonly atLeast: number;
  readonly words: string;
  readonly lookups: readonly Lookup[];
}

export function poolTotal(path: TimeoutPath, counts: "with-surge" | "without-surge"): PoolTotal {
  const pods = path.count("pod", "podsMax");
  const surge = path.count("pod", "podsSurge");
  const processes = path.count("pod", "processesPerPod");
  const pool = path.count("pool", "maxTotal");
  const withSurge = counts === "with-surge";
  const [podCount, processCount, poolSize] = [countOf(pods), countOf(processes), countOf(pool)];
  const surgeCount = withSurge ? (surge.state === "unset" ? 0 : countOf(surge)) : 0;
  const isKnown = podCount !== null && surgeCount !== null && processCount !== null && poolSize !== null;
  const product =
    ((podCount ?? 0) + (podCount === null ? 0 : (surgeCount ?? 0))) * (processCount ?? 1) * (poolSize ?? 0);
  const atLeast = Number.isNaN(product) ? 0 : product;
  const known = podCount ?? "?";
  const allPods = surgeCount === null || surgeCount === 0 ? `${known}` : `(${known} + ${surgeCount})`;
  return {
    total: isKnown ? (podCount + surgeCount) * processCount * poolSize : null,
    atLeast,
    words: `${allPods} pods × ${processCount ?? 1} × ${poolSize === Number.POSITIVE_INFINITY ? "an unlimited pool" : (poolSize ?? "?")}`,
    lookups: [pods, ...(withSurge ? [surge] : []), processes, pool],
  };
}

function countOf(lookup: CountLookup): number | null {
  switch (lookup.state) {
    case "count":
      return lookup.count;
    case "infinite":
    case "unset":
      return Number.POSITIVE_INFINITY;
    case "unknown":
      return null;
  }
}
