import type { Setting } from "../model";
import type { StackGroup } from "../stack";
import { type DefaultValue, documented } from "./default-value";
import { COMMONS_POOL_DEFAULTS, JAVA_RANGES } from "./java-defaults";
import { knownLibrary, LIBRARY_NAMES, type Library } from "./libraries";
import { NODE_RANGES, NODE_REDIS_POOL, SINGLE_CONNECTION } from "./node-defaults";
import { OTHER_RANGES } from "./other-defaults";
import { compareVersions } from "./versions";

/** What a library does unless told otherwise, for versions in [from, before). */
export interface LibraryRange {
  readonly library: Library;
  readonly from: string;
  /** Null: up to the newest. */
  readonly before: string | null;
  readonly defaults: readonly DefaultValue[];
}

export const LIBRARY_RANGES: readonly LibraryRange[] = [...JAVA_RANGES, ...NODE_RANGES, ...OTHER_RANGES];

const LETTUCE_POOLING = "https://redis.github.io/lettuce/advanced-usage/#connection-pooling";

/**
 * The defaults of a group's library as settings, marked as assumed. Of an unknown version only what all versions have in
 * common. `own` is what is known of the group otherwise: a library that pools only on demand pools if it speaks of a pool.
 */
export function libraryDefaults(group: StackGroup, own: readonly Setting[]): Setting[] {
  const library = knownLibrary(group.library);
  if (library === null) return [];
  const values = withPool(library, valuesOf(library, group.libraryVersion), own);
  const version = group.libraryVersion === null ? "" : ` ${group.libraryVersion}`;
  return values.map(({ layer, key, value, reference }) => ({
    layer,
    key,
    subject: group.name,
    value,
    source: { kind: "default", name: `${LIBRARY_NAMES[library]}${version}`, line: null, reference },
    readAtMs: null,
    assumed: true,
  }));
}

function valuesOf(library: Library, version: string | null): readonly DefaultValue[] {
  const ranges = LIBRARY_RANGES.filter((range) => range.library === library);
  if (version === null || !/^\d/.test(version)) {
    const [newest, ...older] = [...ranges].reverse();
    return (newest?.defaults ?? []).filter((value) =>
      older.every((range) => range.defaults.some((other) => isSame(value, other))),
    );
  }
  const range = ranges.find(
    ({ from, before }) =>
      compareVersions(version, from) >= 0 && (before === null || compareVersions(version, before) < 0),
  );
  return range?.defaults ?? [];
}

function isSame(left: DefaultValue, right: DefaultValue): boolean {
  return (
    left.layer === right.layer &&
    left.key === right.key &&
    JSON.stringify(left.value) === JSON.stringify(right.value)
  );
}

/** Lettuce and node-redis share one connection unless a pool is asked for; ioredis has no pool of its own. */
function withPool(
  library: Library,
  values: readonly DefaultValue[],
  own: readonly Setting[],
): readonly DefaultValue[] {
  const isPooled = own.some(({ layer, source }) => layer === "pool" && source.kind !== "default");
  const others = values.filter(({ layer }) => layer !== "pool");
  switch (library) {
    case "lettuce":
      return [
        ...values,
        ...(isPooled ? COMMONS_POOL_DEFAULTS : documented(LETTUCE_POOLING, "pool", SINGLE_CONNECTION)),
      ];
    case "node-redis":
      return isPooled ? [...others, ...NODE_REDIS_POOL] : values;
    case "ioredis":
      return isPooled ? others : values;
    case "jedis":
    case "redisson":
    case "redis-py":
    case "go-redis":
      return values;
  }
}
