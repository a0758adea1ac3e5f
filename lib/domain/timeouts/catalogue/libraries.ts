export const LIBRARIES = [
  "jedis",
  "lettuce",
  "redisson",
  "ioredis",
  "node-redis",
  "redis-py",
  "go-redis",
] as const;
export type Library = (typeof LIBRARIES)[number];

export const LIBRARY_NAMES = {
  jedis: "Jedis",
  lettuce: "Lettuce",
  redisson: "Redisson",
  ioredis: "ioredis",
  "node-redis": "node-redis",
  "redis-py": "redis-py",
  "go-redis": "go-redis",
} as const satisfies Record<Library, string>;

/** Names in CLIENT LIST carry additions: "go-redis(,go1.22)", "redis-py(celery)". Longer names first. */
const PATTERNS: readonly (readonly [RegExp, Library])[] = [
  [/redisson/i, "redisson"],
  [/ioredis/i, "ioredis"],
  [/go-?redis/i, "go-redis"],
  [/redis-?py/i, "redis-py"],
  [/node-?redis|@redis\/client/i, "node-redis"],
  [/jedis/i, "jedis"],
  [/lettuce/i, "lettuce"],
];

/** Null: a library of which nothing is known here. */
export function knownLibrary(name: string | null): Library | null {
  if (name === null) return null;
  return PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Those whose pools are commons-pool2's, with its evictor. */
export function usesCommonsPool(library: Library): boolean {
  return library === "jedis" || library === "lettuce";
}
