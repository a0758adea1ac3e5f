import { IDLE_BOUNDS_SEC } from "../connections/model";
import { idleQuantileSec } from "./idle-quantile";
import type { SkewView, ViewSubject } from "./view";

/** Whether a subject's connections are in use, or lie about. */
export interface Busyness {
  readonly state: "busy" | "idle" | "not-known";
  /** Nine in ten of its connections are idle for at most this long. */
  readonly ownSec: number | null;
  /** Half of the others' connections were idle for at most this long when last seen before they closed. */
  readonly othersSec: number | null;
}

/** Fewer closes than this do not make a median. */
const MIN_CLOSES = 10;
/** Without closes to compare with, connections idle for longer are not in use. */
const BUSY_SEC = 30;

/**
 * Busy: its 90th percentile of idleness now is at most the others' median idleness at closing. That median is of the last
 * sweep before, half an interval early on average, so half an interval is added. Of one group alone, where that makes the drift.
 */
export function busynessOf(view: SkewView, subject: ViewSubject, group: string | null): Busyness {
  const inRotation = new Set(view.subjects.map(({ slot }) => slot));
  const own = new Array<number>(IDLE_BOUNDS_SEC.length + 1).fill(0);
  const others = new Array<number>(IDLE_BOUNDS_SEC.length + 1).fill(0);
  for (const track of view.history.tracks.cells.values()) {
    if (!inRotation.has(track.slot) || (group !== null && track.group !== group)) continue;
    if (track.slot === subject.slot) add(own, track.level?.hasIdle ? track.level.idle : []);
    else add(others, track.idleAtClose);
  }
  const ownSec = idleQuantileSec(own, 0.9);
  if (ownSec === null) return { state: "not-known", ownSec, othersSec: null };
  const closes = others.reduce((sum, count) => sum + count, 0);
  const median = closes < MIN_CLOSES ? null : idleQuantileSec(others, 0.5);
  const limitSec = median === null ? BUSY_SEC : Math.max(median + view.history.blockMs / 2000, 1);
  return { state: ownSec <= limitSec ? "busy" : "idle", ownSec, othersSec: median };
}

function add(into: number[], from: readonly number[]): void {
  for (const [bucket, count] of from.entries()) into[bucket] = (into[bucket] ?? 0) + count;
}
