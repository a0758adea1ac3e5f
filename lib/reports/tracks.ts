import { type Grid, widenGrid } from "@/lib/domain/series/grid";
import { type BucketSums, buildTrack, type NodeTrack, type TrackGap } from "@/lib/domain/series/track";
import type { Store } from "@/lib/store/client";
import type { CellBuckets, CellSubject, GapRow, NodeBuckets } from "@/lib/store/reads/bucket-rows";
import { readCellBucketsOfRollups } from "@/lib/store/reads/read-cell-buckets-of-rollups";
import { readCellBucketsOfSweeps } from "@/lib/store/reads/read-cell-buckets-of-sweeps";
import { readGapsOfRollups } from "@/lib/store/reads/read-gaps-of-rollups";
import { readGapsOfSweeps } from "@/lib/store/reads/read-gaps-of-sweeps";
import { readNodeBucketsOfRollups } from "@/lib/store/reads/read-node-buckets-of-rollups";
import { readNodeBucketsOfSweeps } from "@/lib/store/reads/read-node-buckets-of-sweeps";
import { type Portion, splitByResolution } from "./portions";
import { lastSweepMs, RESOLUTION_MS, type SeriesPlan } from "./resolution";

/** Nodes' sweeps on a grid a little wider than asked, so that what lies just outside still speaks for the edges. */
export interface Tracks {
  readonly grid: Grid;
  /** Buckets of `grid` before the first one asked for. */
  readonly lead: number;
  readonly byNode: ReadonlyMap<number, NodeTrack>;
  /** Per proxy or group; several rows of one node and subject add up. Empty when none were asked for. */
  readonly cells: readonly CellBuckets[];
}

/** Three missed sweeps of a node whose interval is widened to a minute. */
const MARGIN_MS = 180_000;
const DEFAULT_INTERVAL_MS = 10_000;

export async function readTracks(
  store: Store,
  nodeIds: readonly number[],
  plan: SeriesPlan,
  cellsBy: CellSubject | null,
): Promise<Tracks> {
  const marginMs = MARGIN_MS + (plan.resolution === "sweep" ? 0 : RESOLUTION_MS[plan.resolution]);
  const { grid, lead } = widenGrid(plan.grid, marginMs);
  if (nodeIds.length === 0) return { grid, lead, byNode: new Map(), cells: [] };
  const portions = await splitByResolution(store, nodeIds, plan.resolution, grid);
  const nodes: { portion: Portion; rows: NodeBuckets[] }[] = [];
  const gaps: GapRow[] = [];
  const cells: CellBuckets[] = [];
  // One after the other: behind the embedded database there is one session, and nothing would be won.
  for (const portion of portions) {
    nodes.push({ portion, rows: await readNodes(store, portion) });
    gaps.push(...(await readGaps(store, portion)));
    if (cellsBy !== null) cells.push(...(await readCells(store, portion, cellsBy)));
  }
  const byNode = new Map(nodeIds.map((nodeId) => [nodeId, trackOf(nodeId, grid, nodes, gaps)]));
  return { grid, lead, byNode, cells };
}

function readNodes(store: Store, { resolution, range }: Portion): Promise<NodeBuckets[]> {
  return resolution === "sweep"
    ? readNodeBucketsOfSweeps(store, range)
    : readNodeBucketsOfRollups(store, range, resolution);
}

function readGaps(store: Store, { resolution, range }: Portion): Promise<GapRow[]> {
  return resolution === "sweep"
    ? readGapsOfSweeps(store, range)
    : readGapsOfRollups(store, range, resolution);
}

function readCells(store: Store, { resolution, range }: Portion, by: CellSubject): Promise<CellBuckets[]> {
  return resolution === "sweep"
    ? readCellBucketsOfSweeps(store, range, by)
    : readCellBucketsOfRollups(store, range, resolution, by);
}

function trackOf(
  nodeId: number,
  grid: Grid,
  portions: readonly { readonly portion: Portion; readonly rows: readonly NodeBuckets[] }[],
  gaps: readonly GapRow[],
): NodeTrack {
  const own = portions.flatMap(({ portion, rows }) =>
    rows.filter((row) => row.nodeId === nodeId).map((row) => ({ resolution: portion.resolution, row })),
  );
  const intervalMs =
    Math.max(0, ...own.map(({ row }) => row.intervalMs ?? DEFAULT_INTERVAL_MS)) || DEFAULT_INTERVAL_MS;
  const lastAtMs = own.map(({ resolution, row }) =>
    lastSweepMs(resolution, row.lastAt.getTime(), intervalMs),
  );
  return buildTrack(
    grid,
    own.flatMap(({ row }) => sumsOf(row)),
    {
      intervalMs,
      lastAtMs: lastAtMs.length === 0 ? null : Math.max(...lastAtMs),
      gaps: gaps.filter((gap) => gap.nodeId === nodeId).map(gapOf),
    },
  );
}

function sumsOf(row: NodeBuckets): BucketSums[] {
  return row.buckets.map((bucket, index) => ({
    bucket,
    sweeps: row.sweeps[index] ?? 0,
    connections: row.connections[index] ?? 0,
    opened: row.opened[index] ?? 0,
    closed: row.closed[index] ?? 0,
    unattributed: row.unattributed[index] ?? null,
    coveredMs: row.coveredMs[index] ?? 0,
  }));
}

function gapOf(row: GapRow): TrackGap {
  return { fromMs: row.fromAt.getTime(), toMs: row.toAt.getTime(), opened: row.opened, closed: row.closed };
}
