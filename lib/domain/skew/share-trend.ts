import { openAt } from "./block";
import type { SkewView, ViewSubject } from "./view";

/** Against this long ago. */
const BACK_BLOCKS = 12;
/** A share that rose by this part of itself since then is growing. */
const GROWN = 1.06;

/** Whether the subject's share still grows; null without a past to compare with. */
export function shareTrend(view: SkewView, subject: ViewSubject): "growing" | "settled" | null {
  const { blocks } = view.history;
  const back = Math.min(BACK_BLOCKS, blocks.length - 1);
  if (back < 3) return null;
  const then = blocks[blocks.length - 1 - back];
  if (then === undefined) return null;
  const own = openAt(then, subject.slot);
  const all = view.subjects.reduce((sum, { slot }) => sum + (openAt(then, slot) ?? 0), 0);
  if (own === null || all <= 0) return null;
  return subject.share > GROWN * (own / all) ? "growing" : "settled";
}
