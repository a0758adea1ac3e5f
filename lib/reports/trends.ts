import { type Grid, widenGrid } from "@/lib/domain/series/grid";
import { type BucketSums, buildTrack, inferGaps, type NodeTrack } from "@/lib/domain/series/track";
import type { Store } from "@/lib/store/client";
import { type NodeTrend, readTrend } from "@/lib/store/reads/read-trend";
import { splitByResolution } from "./portions";
import { lastSweepMs, type Resolution, type SeriesPlan } from "./resolution";
import type { Tracks } from "./tracks";

const MARGIN_MS = 180_000;
const DEFAULT_INTERVAL_MS = 10_000;

/** Nodes' counts on a grid a little wider than asked. */
export type Trends = Omit<Tracks, "cells">;

/** Counts of many nodes, without what opened and closed: one statement for a whole fleet. */
export async function readTrends(
  store: Store,
  nodeIds: readonly number[],
  plan: SeriesPlan,
): Promise<Trends> {
  const { grid, lead } = widenGrid(plan.grid, MARGIN_MS);
  if (nodeIds.length === 0) return { grid, lead, byNode: new Map() };
  const portions = await splitByResolution(store, nodeIds, plan.resolution, grid);
  const finest = portions.at(-1)?.resolution ?? plan.resolution;
  const part = (resolution: Resolution) =>
    portions.find((portion) => portion.resolution === resolution)?.range ?? NOTHING;
  const rows = await readTrend(store, {
    nodeIds,
    startMs: grid.startMs,
    stepMs: grid.stepMs,
    fromMs: part("hour").fromMs,
    hoursUntilMs: part("hour").toMs,
    minutesFromMs: part("minute").fromMs,
    minutesUntilMs: part("minute").toMs,
    sweepsFromMs: part("sweep").fromMs,
    toMs: part("sweep").toMs,
  });
  const byNode = new Map(rows.map((row) => [row.nodeId, trackOf(row, grid, finest)] as const));
  return { grid, lead, byNode };
}

const NOTHING = { fromMs: 0, toMs: 0 };

function trackOf(row: NodeTrend, grid: Grid, finest: Resolution): NodeTrack {
  const intervalMs = row.intervalMs ?? DEFAULT_INTERVAL_MS;
  const lastAtMs = lastSweepMs(finest, row.lastAt.getTime(), intervalMs);
  const sums = row.buckets.map((bucket, index) => countsOf(row, bucket, index));
  return buildTrack(grid, sums, { intervalMs, lastAtMs, gaps: inferGaps(grid, row.buckets, intervalMs) });
}

function countsOf(row: NodeTrend, bucket: number, index: number): BucketSums {
  const sweeps = row.sweeps[index] ?? 0;
  const connections = row.connections[index] ?? 0;
  return { bucket, sweeps, connections, opened: 0, closed: 0, unattributed: null, coveredMs: 0 };
}
