import { describe, expect, it } from "vitest";
import { SETTING_KINDS } from "../model";
import { knownLibrary, LIBRARIES } from "./libraries";
import { LIBRARY_RANGES, libraryDefaults } from "./library-defaults";
import { NETWORK_KNOWNS, platformDefaults } from "./platform-defaults";
import { compareVersions } from "./versions";

const defaultOf = (library: string, libraryVersion: string | null, key: string) =>
  libraryDefaults({ name: "app", library, libraryVersion }, []).find((setting) => setting.key === key)?.value;
const ms = (count: number) => ({ kind: "duration", ms: count });
const UNSET = { kind: "unset" };

describe.each(LIBRARY_RANGES)("$library from $from", ({ library, from, before, defaults }) => {
  it("holds values of the right kind, each with the page that documents it, each once", () => {
    for (const { layer, key, value, reference } of defaults) {
      const kinds: Readonly<Record<string, string>> = SETTING_KINDS[layer];
      expect([`${layer}.${key}`, kinds[key]]).toContainEqual(expect.any(String));
      const isUnlimited = value.kind === "infinite" || value.kind === "unset";
      if (!isUnlimited) expect([key, value.kind]).toEqual([key, kinds[key]]);
      expect(reference).toMatch(/^https:\/\//);
    }
    const places = defaults.map(({ layer, key }) => `${layer}.${key}`);
    expect(places).toEqual([...new Set(places)]);
  });

  it("begins where the range before it ends", () => {
    const ranges = LIBRARY_RANGES.filter((range) => range.library === library);
    const next = ranges[ranges.findIndex((range) => range.from === from) + 1];
    expect(before).toBe(next?.from ?? null);
  });
});

it("knows something of every library", () => {
  expect([...new Set(LIBRARY_RANGES.map(({ library }) => library))].toSorted()).toEqual(LIBRARIES.toSorted());
});

it.each([
  ["jedis", "5.2.0", "commandTimeout", ms(2000)],
  ["jedis", "5.2.0", "evictionPeriod", ms(30_000)],
  ["jedis", "5.2.0", "maxWait", { kind: "infinite" }],
  ["lettuce", "6.5.5.RELEASE", "commandTimeout", ms(60_000)],
  ["lettuce", "7.2.1.RELEASE", "tcpKeepalive", UNSET],
  ["lettuce", "7.5.0.RELEASE", "tcpKeepalive", undefined],
  ["redisson", "3.47.0", "retries", { kind: "count", count: 3 }],
  ["redisson", "3.48.0", "retries", { kind: "count", count: 4 }],
  ["ioredis", "5.11.1", "tcpKeepalive", ms(7_200_000)],
  ["ioredis", "6.0.0", "tcpKeepalive", ms(30_000)],
  ["ioredis", "5.11.1", "backoffCap", ms(2000)],
  ["ioredis", "6.0.0", "backoffCap", ms(5000)],
  ["node-redis", "1.6.0", "backoffCap", ms(500)],
  ["node-redis", "5.12.1", "tcpKeepalive", ms(5000)],
  ["node-redis", "6.3.1", "tcpKeepalive", ms(30_000)],
  ["node-redis", "6.3.1", "commandTimeout", UNSET],
  ["redis-py", "5.0.1", "retries", { kind: "count", count: 0 }],
  ["redis-py", "6.4.0", "retries", { kind: "count", count: 3 }],
  ["redis-py", "7.4.0", "commandTimeout", UNSET],
  ["redis-py", "8.1.0", "commandTimeout", ms(5000)],
  ["go-redis", "8.11.5", "minEvictableIdle", ms(300_000)],
  ["go-redis", "9.7.0", "minEvictableIdle", ms(1_800_000)],
  ["go-redis", "9.7.0", "commandTimeout", ms(3000)],
  ["go-redis", "9.30.0", "commandTimeout", undefined],
  // Of an unknown version only what all versions have in common.
  ["ioredis", null, "connectTimeout", ms(10_000)],
  ["ioredis", null, "backoffCap", undefined],
  ["redis-py", null, "commandTimeout", undefined],
  ["phpredis", "6.0", "connectTimeout", undefined],
] as const)("%s %s: %s", (library, version, key, value) => {
  expect(defaultOf(library, version, key)).toEqual(value);
});

it("takes a library that pools on demand at its word", () => {
  const group = { name: "app", library: "lettuce", libraryVersion: "6.5.5.RELEASE" };
  const source = { kind: "file", name: "application.yaml", line: 7, reference: null } as const;
  const pooled = libraryDefaults(group, [
    {
      layer: "pool",
      key: "maxTotal",
      subject: null,
      value: { kind: "count", count: 20 },
      source,
      readAtMs: null,
      assumed: false,
    },
  ]);
  const orderOf = (settings: typeof pooled) => settings.find(({ key }) => key === "order")?.value;
  expect(orderOf(pooled)).toEqual({ kind: "word", word: "lifo" });
  expect(orderOf(libraryDefaults(group, []))).toBeUndefined();
});

it.each([
  ["jedis", "jedis"],
  ["Lettuce", "lettuce"],
  ["go-redis(,go1.22.1)", "go-redis"],
  ["redis-py(celery_v5)", "redis-py"],
  ["ioredis(bullmq)", "ioredis"],
  ["node-redis", "node-redis"],
  ["redisson", "redisson"],
  ["phpredis", null],
  [null, null],
] as const)("%s in CLIENT LIST is %s", (name, library) => {
  expect(knownLibrary(name)).toBe(library);
});

it.each([
  ["5.11.1", "5.9", 1],
  ["6.5.5.RELEASE", "6.5.5", 0],
  ["1.6.0", "5", -1],
  ["9.18.0-beta.1", "9.18", 0],
])("version %s against %s", (left, right, sign) => {
  expect(Math.sign(compareVersions(left, right))).toBe(sign);
});

it("assumes what is known of platforms, and nothing of what is not there", () => {
  const bare = platformDefaults([], "elasticache");
  expect(new Set(bare.map(({ layer }) => layer))).toEqual(new Set(["server", "failover-budget"]));
  expect(bare.every(({ assumed, source }) => assumed && source.reference !== null)).toBe(true);
  expect(NETWORK_KNOWNS.filter(({ idleMs }) => idleMs === 350_000).map(({ name }) => name)).toEqual([
    "Network Load Balancer",
    "NAT gateway",
    "connection tracking, Nitro v6 instances",
  ]);
});
