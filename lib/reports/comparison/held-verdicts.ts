import type { SkewAssessment, SkewVerdict } from "@/lib/domain/skew/model";
import type { VerdictRecord } from "@/lib/store/reads/read-verdicts";

/** A verdict and until when it held; null: it holds at the window's end. */
export interface HeldVerdict {
  readonly verdict: SkewVerdict;
  readonly lastMs: number;
  readonly untilMs: number | null;
}

/** While it holds a verdict is written again every minute or so: a longer silence means that nobody watches. */
const SAID_AGAIN_MS = 180_000;

/**
 * What the store keeps, in the newest words where it holds, and what was said last and is not there: that all is balanced,
 * or why nothing can be said.
 */
export function heldVerdicts(
  stored: readonly VerdictRecord[],
  assessment: SkewAssessment | null,
  atMs: number,
): HeldVerdict[] {
  const known = stored.map((record): HeldVerdict => {
    const sinceMs = record.since?.getTime() ?? record.verdict.sinceMs;
    const verdict = { ...record.verdict, sinceMs };
    return { verdict, lastMs: record.lastAt.getTime(), untilMs: untilOf(record, atMs) };
  });
  const said = assessment?.verdicts ?? [];
  const holding = known
    .filter((one) => one.untilMs === null)
    .map((one): HeldVerdict => {
      const newest = said.find((verdict) => isSame(one.verdict, verdict)) ?? one.verdict;
      return { ...one, verdict: { ...newest, sinceMs: one.verdict.sinceMs ?? newest.sinceMs } };
    });
  const added = said
    .filter((verdict) => !holding.some((one) => isSame(one.verdict, verdict)))
    .filter((verdict) => isRemediable(verdict) || holding.length === 0)
    .map((verdict): HeldVerdict => ({ verdict, lastMs: assessment?.atMs ?? atMs, untilMs: null }));
  const order = new Map(said.map((verdict, index) => [keyOf(verdict), index]));
  const rankOf = ({ verdict }: HeldVerdict) => order.get(keyOf(verdict)) ?? order.size;
  const strongest = [...holding, ...added].sort(
    (left, right) =>
      Number(isRemediable(right.verdict)) - Number(isRemediable(left.verdict)) ||
      rankOf(left) - rankOf(right) ||
      right.verdict.confidence - left.verdict.confidence,
  );
  const ended = known.filter((one) => one.untilMs !== null);
  return [...strongest, ...ended.sort((left, right) => right.lastMs - left.lastMs)];
}

function untilOf({ endedAt, lastAt }: VerdictRecord, atMs: number): number | null {
  if (endedAt !== null) return endedAt.getTime() < atMs ? endedAt.getTime() : null;
  return atMs - lastAt.getTime() > SAID_AGAIN_MS ? lastAt.getTime() : null;
}

function isSame(left: SkewVerdict, right: SkewVerdict): boolean {
  return keyOf(left) === keyOf(right);
}

/** What an episode is known by: which group carries it may turn out differently as more is seen. */
function keyOf({ kind, subject }: SkewVerdict): string {
  return JSON.stringify([kind, subject]);
}

/** Something that is so, not that nothing is or that nothing can be said. */
export function isRemediable({ kind }: SkewVerdict): boolean {
  return kind !== "balanced" && kind !== "insufficient-data";
}
