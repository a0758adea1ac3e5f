import { FIELD, type Field, sumBlocks, sumOf } from "./block";
import type { SkewView } from "./view";

/** What each subject carries, by the best measure that all of them have. */
export interface Load {
  readonly measure: "commands" | "requests" | "bytes";
  readonly perSec: ReadonlyMap<number, number>;
  readonly total: number;
}

const WINDOW_MS = 60_000;
const MEASURES = [
  ["commands", FIELD.commands],
  ["requests", FIELD.requests],
  ["bytes", FIELD.bytes],
] as const satisfies readonly (readonly [Load["measure"], Field])[];
/** Less than this a second, over all, is nobody's load. */
const LEAST_PER_SEC = 5;

/**
 * Commands of the connections where the server counts them, else requests or bytes of the proxies. What somebody tells
 * nothing of is not that one's zero: then that measure is nobody's. Null: none is known.
 */
export function loadOf(view: SkewView): Load | null {
  const blocks = view.history.blocks.slice(-Math.max(3, Math.round(WINDOW_MS / view.history.blockMs)));
  const sec = (blocks.length * view.history.blockMs) / 1000;
  const sums = sumBlocks(blocks, view.history.subjects.slots.length, null);
  for (const [measure, field] of MEASURES) {
    // A proxy whose readings failed in between has told of less time.
    const secOf = (slot: number) => (measure === "commands" ? sec : sumOf(sums, slot, FIELD.counterSpanSec));
    const perSec = new Map(
      view.subjects.map(({ slot }) => [slot, sumOf(sums, slot, field) / Math.max(1, secOf(slot))] as const),
    );
    const all = [...perSec.values()];
    const total = all.reduce((sum, value) => sum + value, 0);
    // Commands are counted by the nodes: all of a node's clients, or none of them.
    const isTold = (measure === "commands" && view.by !== "node") || all.every((value) => value > 0);
    if (total >= LEAST_PER_SEC && isTold) return { measure, perSec, total };
  }
  return null;
}
