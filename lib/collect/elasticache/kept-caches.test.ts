import { expect, test } from "vitest";
import { ELASTICACHE_KINDS, type ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import { type CacheAnswer, type KeptCache, keepCaches } from "./kept-caches";
import { madeUpTopology } from "./testing/made-up-topology";

const MIN_MS = 60_000;
const orders = madeUpTopology("orders", 2);
const sessions = madeUpTopology("sessions", 1);

function answer(topologies: readonly ElastiCacheTopology[], given: Partial<CacheAnswer> = {}): CacheAnswer {
  return { topologies, whole: new Set(ELASTICACHE_KINDS), asked: null, ...given };
}

function keptAfter(answers: readonly (readonly [CacheAnswer, number])[]): string[] {
  let kept: Map<string, KeptCache> = new Map();
  for (const [each, atMs] of answers) kept = keepCaches(kept, each, atMs);
  return [...kept.values()].map(({ topology }) => topology.id);
}

test("a cache is gone when AWS has said so three times over three minutes", () => {
  const both: readonly [CacheAnswer, number] = [answer([orders, sessions]), 0];
  const without = (minutes: number): readonly [CacheAnswer, number] => [answer([orders]), minutes * MIN_MS];
  expect(keptAfter([both, without(1), without(2), without(3)])).toEqual(["orders", "sessions"]);
  expect(keptAfter([both, without(1), without(2), without(3), without(4)])).toEqual(["orders"]);
  const quick = [1, 1.1, 1.2, 1.3, 1.4].map(without);
  expect(keptAfter([both, ...quick])).toEqual(["orders", "sessions"]);
});

test("a cache that is told of again was never gone", () => {
  const there = (minutes: number): readonly [CacheAnswer, number] => [answer([sessions]), minutes * MIN_MS];
  const away = (minutes: number): readonly [CacheAnswer, number] => [answer([]), minutes * MIN_MS];
  expect(keptAfter([there(0), away(1), away(3), there(4), away(5), away(7)])).toEqual(["sessions"]);
});

test("an answer that lacks a call, or was not asked for it, takes nothing away", () => {
  const lacking = answer([], { whole: new Set(["serverless-cache"]) });
  const narrow = answer([], { asked: new Set(["replication-group others"]) });
  const minutes = [1, 2, 3, 4, 5, 6];
  for (const each of [lacking, narrow]) {
    const later = minutes.map((minute) => [each, minute * MIN_MS] as const);
    expect(keptAfter([[answer([orders]), 0], ...later])).toEqual(["orders"]);
  }
});

test("what only the failed call tells is as it was told before", () => {
  const whole = keepCaches(new Map(), answer([orders]), 0);
  const partial: ElastiCacheTopology = {
    ...orders,
    status: "modifying",
    engineVersion: null,
    parameterGroup: null,
    nodes: orders.nodes.map((node) => ({ ...node, endpoint: null, role: "replica" })),
  };
  const [kept] = keepCaches(whole, answer([partial], { whole: new Set() }), MIN_MS).values();
  expect(kept?.atMs).toBe(MIN_MS);
  expect(kept?.topology).toEqual({
    ...orders,
    status: "modifying",
    nodes: orders.nodes.map((node) => ({ ...node, role: "replica" })),
  });
});
