import type { ClusterRow } from "@/lib/contract/clusters";
import type { SkewFacts } from "@/lib/domain/findings/skew";
import { briefVerdict } from "@/lib/domain/findings/skew-words";
import type { SkewAssessment, SkewVerdict } from "@/lib/domain/skew/model";
import type { SkewNowRecord } from "@/lib/store/reads/read-skew-now";
import { roundRatio } from "./round";
import { inIso } from "./window";

/** What the fleet says of one cluster's skew. */
export interface ClusterSkew {
  readonly skew: number | null;
  readonly verdict: ClusterRow["verdict"];
  /** What is judged by; null: it is too old to judge by. */
  readonly facts: SkewFacts | null;
}

/** An assessment is made every few seconds: an older one says nothing about now. */
const FRESH_MS = 60_000;
const NOTHING: ClusterSkew = { skew: null, verdict: null, facts: null };

/**
 * The newest assessment that has news, proxies before nodes before zones; without news the first. One that is old while
 * the collector is alive is left out: there is nobody to compare any more. While it is away the last word stands, with
 * its age.
 */
export function leadingVerdictOf(
  rows: readonly SkewNowRecord[],
  collectorIsSilent: boolean,
  nowMs: number,
): ClusterSkew {
  const fresh = rows.filter((row) => collectorIsSilent || nowMs - row.at.getTime() <= FRESH_MS);
  const ranked = (["proxy", "node", "zone"] as const).flatMap(
    (by) => fresh.find((row) => row.by === by) ?? [],
  );
  const leading = ranked.find((row) => hasNews(row.assessment)) ?? ranked[0];
  const verdict = leading?.assessment.verdicts[0];
  if (leading === undefined || verdict === undefined) return NOTHING;
  const { skew } = leading.assessment;
  const sentence = briefVerdict(verdict, nowMs);
  const ageMs = Math.max(0, nowMs - leading.at.getTime());
  return {
    skew: roundRatio(skew),
    verdict: { ...wordsOf(verdict), sentence, ageMs },
    facts: ageMs <= FRESH_MS ? { verdict, sentence, skew } : null,
  };
}

function hasNews({ verdicts: [first] }: SkewAssessment): boolean {
  return first !== undefined && first.kind !== "balanced" && first.kind !== "insufficient-data";
}

function wordsOf({ kind, by, subject, sinceMs, confidence }: SkewVerdict) {
  return { kind, by, subject, since: sinceMs === null ? null : inIso(sinceMs), confidence };
}
