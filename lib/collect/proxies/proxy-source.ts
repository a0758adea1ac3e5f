import type { SourceStatusContent } from "@/lib/store/rows";
import type { Reachability } from "../reachability";

/** How a proxy's statistics, the way through it, or the name that leads to it does. `lastError` stands while it fails. */
export function sourceStatusOf(
  source: string,
  detail: Readonly<Record<string, unknown>>,
  reachability: Reachability,
  nowMs: number,
): SourceStatusContent {
  const failed = reachability.failure();
  return {
    source,
    lastSuccessAt: dateOf(reachability.lastAnswerAtMs()),
    lastErrorAt: dateOf(reachability.lastFailureAtMs()),
    lastError: failed?.sentence ?? null,
    refusals: [],
    detail: { ...detail, ...(failed === null ? {} : { failure: failed.code }) },
    updatedAt: new Date(nowMs),
  };
}

/** The last word on a source that is not asked any more: an error that nobody looks after would stand for ever. */
export function retiredSourceOf(...parts: Parameters<typeof sourceStatusOf>): SourceStatusContent {
  const [, detail] = parts;
  return { ...sourceStatusOf(...parts), lastError: null, detail: { ...detail, retired: true } };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
