/** A cache that was found by a pattern and is to be a cluster of the fleet. */
export interface FoundCache {
  /** Tells it apart over all regions and accounts. */
  readonly key: string;
  /** As AWS calls it. */
  readonly id: string;
  readonly region: string;
}

/** What may stand in a URL: the rule for ids in the fleet file. */
const ID_PATTERN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Ids of discovered clusters: AWS's own; with the region behind it where that is taken, and a number where that is, too.
 * Who has one keeps it, unless the fleet file declares a cluster with it. What cannot stand in a URL gets none.
 */
export function clusterIds(
  before: ReadonlyMap<string, string>,
  found: readonly FoundCache[],
  declared: readonly string[],
): Map<string, string> {
  const taken = new Set(declared);
  const ids = new Map<string, string>();
  const give = (key: string, id: string): void => {
    ids.set(key, id);
    taken.add(id);
  };
  for (const { key } of found) {
    const kept = before.get(key);
    if (kept !== undefined && !taken.has(kept)) give(key, kept);
  }
  for (const cache of found) {
    const id = cache.id.toLowerCase();
    if (ids.has(cache.key) || !ID_PATTERN.test(id)) continue;
    const free = [id, `${id}-${cache.region}`].find((each) => !taken.has(each));
    give(cache.key, free ?? numbered(`${id}-${cache.region}`, taken));
  }
  return ids;
}

function numbered(id: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${id}-${number}`)) number++;
  return `${id}-${number}`;
}
