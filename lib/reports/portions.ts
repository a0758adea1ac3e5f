import { endOf, type Grid } from "@/lib/domain/series/grid";
import type { Store } from "@/lib/store/client";
import type { BucketRange, RollupResolution } from "@/lib/store/reads/bucket-rows";
import { readRolledUpTo } from "@/lib/store/reads/read-rolled-up-to";
import { RESOLUTION_MS, type Resolution } from "./resolution";

/** A stretch of time read from one kind of rows. */
export interface Portion {
  readonly resolution: Resolution;
  readonly range: BucketRange;
}

export interface PortionSpan {
  readonly resolution: Resolution;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How much may not be rolled up yet; more means that rolling up has stopped, and is not read. */
const TAIL_MS = { sweep: 2 * RESOLUTION_MS.hour, minute: 48 * RESOLUTION_MS.hour } as const;

/** Hours of nodes as far as they are rolled up, then minutes, then sweeps. */
export async function splitByResolution(
  store: Store,
  nodeIds: readonly number[],
  resolution: Resolution,
  grid: Grid,
): Promise<Portion[]> {
  const spans = await portionsOf(resolution, grid, (rollup) => readRolledUpTo(store, nodeIds, rollup));
  const { startMs, stepMs } = grid;
  return spans.map(({ resolution: part, fromMs, toMs }) => {
    return { resolution: part, range: { nodeIds, startMs, stepMs, fromMs, toMs } };
  });
}

/** Where each kind of rows begins and ends, ascending and without a hole or an overlap. */
export async function portionsOf(
  resolution: Resolution,
  grid: Grid,
  rolledUpTo: (resolution: RollupResolution) => Promise<Date | null>,
): Promise<PortionSpan[]> {
  const endMs = endOf(grid);
  const portions: PortionSpan[] = [];
  let fromMs = grid.startMs;
  const add = (part: Resolution, toMs: number) => {
    if (toMs <= fromMs) return;
    portions.push({ resolution: part, fromMs, toMs });
    fromMs = toMs;
  };
  if (resolution === "hour") {
    add("hour", Math.min(endMs, (await rolledUpTo("hour"))?.getTime() ?? fromMs));
    fromMs = Math.max(fromMs, endMs - TAIL_MS.minute);
  }
  if (resolution !== "sweep") {
    add("minute", Math.min(endMs, (await rolledUpTo("minute"))?.getTime() ?? fromMs));
    fromMs = Math.max(fromMs, endMs - TAIL_MS.sweep);
  }
  add("sweep", endMs);
  return portions;
}
