import type { Grid } from "@/lib/domain/series/grid";
import type { Store } from "@/lib/store/client";
import type { BucketRange } from "@/lib/store/reads/bucket-rows";
import { readRolledUpTo } from "@/lib/store/reads/read-rolled-up-to";
import { RESOLUTION_MS, type Resolution } from "./resolution";

/** A stretch of time read from one kind of rows. */
export interface Portion {
  readonly resolution: Resolution;
  readonly range: BucketRange;
}

/** How much may not be rolled up yet; more means that rolling up has stopped, and is not read. */
const TAIL_MS = { sweep: 2 * RESOLUTION_MS.hour, minute: 48 * RESOLUTION_MS.hour } as const;

/** Hours as far as they are rolled up, then minutes, then sweeps. */
export async function splitByResolution(
  store: Store,
  nodeIds: readonly number[],
  resolution: Resolution,
  grid: Grid,
): Promise<Portion[]> {
  const endMs = grid.startMs + grid.count * grid.stepMs;
  const portions: Portion[] = [];
  let fromMs = grid.startMs;
  const add = (part: Resolution, toMs: number) => {
    if (toMs <= fromMs) return;
    portions.push({
      resolution: part,
      range: { nodeIds, startMs: grid.startMs, stepMs: grid.stepMs, fromMs, toMs },
    });
    fromMs = toMs;
  };
  if (resolution === "hour") {
    add("hour", Math.min(endMs, (await readRolledUpTo(store, nodeIds, "hour"))?.getTime() ?? fromMs));
    fromMs = Math.max(fromMs, endMs - TAIL_MS.minute);
  }
  if (resolution !== "sweep") {
    add("minute", Math.min(endMs, (await readRolledUpTo(store, nodeIds, "minute"))?.getTime() ?? fromMs));
    fromMs = Math.max(fromMs, endMs - TAIL_MS.sweep);
  }
  add("sweep", endMs);
  return portions;
}
