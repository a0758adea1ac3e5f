import type { ElastiCacheKind, ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import { cacheKeyOf } from "./wanted-regions";

/** A cache as AWS told of it last. */
export interface KeptCache {
  readonly topology: ElastiCacheTopology;
  /** When AWS last told of it. */
  readonly atMs: number;
  /** Whole answers in a row that did not have it, and since when. */
  readonly missed: number;
  readonly missedSinceMs: number | null;
}

export interface CacheAnswer {
  readonly topologies: readonly ElastiCacheTopology[];
  /** Kinds that every call was answered for, all pages of it. */
  readonly whole: ReadonlySet<ElastiCacheKind>;
  /** Caches that were asked for; null: all of the region. */
  readonly asked: ReadonlySet<string> | null;
}

/** A cache that was deleted is told so several times over some minutes: an answer may lag behind, or be cut short. */
const GONE_AFTER_ANSWERS = 3;
const GONE_AFTER_MS = 180_000;

/** What is known after one more answer. Only whole answers take a cache away; what they do not tell of it stays. */
export function keepCaches(
  before: ReadonlyMap<string, KeptCache>,
  answer: CacheAnswer,
  nowMs: number,
): Map<string, KeptCache> {
  const after = new Map(before);
  const told = new Set<string>();
  for (const topology of answer.topologies) {
    const key = cacheKeyOf(topology);
    told.add(key);
    const known = before.get(key)?.topology ?? null;
    const merged = answer.whole.has(topology.kind) || known === null ? topology : withKnown(topology, known);
    after.set(key, { topology: merged, atMs: nowMs, missed: 0, missedSinceMs: null });
  }
  for (const [key, kept] of before) {
    if (told.has(key) || !answer.whole.has(kept.topology.kind)) continue;
    if (answer.asked !== null && !answer.asked.has(key)) continue;
    const missedSinceMs = kept.missedSinceMs ?? nowMs;
    const missed = kept.missed + 1;
    if (missed >= GONE_AFTER_ANSWERS && nowMs - missedSinceMs >= GONE_AFTER_MS) after.delete(key);
    else after.set(key, { ...kept, missed, missedSinceMs });
  }
  return after;
}

/** One of the calls failed: what only it tells is as it was told before. */
function withKnown(told: ElastiCacheTopology, known: ElastiCacheTopology): ElastiCacheTopology {
  const nodes = new Map(known.nodes.map((node) => [node.cacheClusterId, node]));
  const merged = told.nodes.map((node) => {
    const before = nodes.get(node.cacheClusterId);
    return before === undefined ? node : filled(node, before);
  });
  const endpoints = filled(told.endpoints, known.endpoints);
  return { ...filled(told, known), endpoints, nodes: merged.length === 0 ? known.nodes : merged };
}

function filled<T extends object>(told: T, known: T): T {
  const entries = Object.entries(told).filter(([, value]) => value !== null);
  return { ...known, ...Object.fromEntries(entries) };
}
