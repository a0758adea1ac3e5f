import type { SkewAnswer } from "@/lib/contract/skew";

/** What the skew page has to say before, or in place of, its charts. */
export type SkewSituation =
  /** Nobody is declared whose connections could be compared. */
  | { readonly kind: "nobody" }
  /** One alone: there is no fair share. */
  | { readonly kind: "alone"; readonly name: string }
  /** Nothing is stored of the window. */
  | { readonly kind: "nothing-stored" }
  | {
      readonly kind: "shown";
      /** fresh: said within the last minute, or history. stale: said earlier. never: nothing was said yet. */
      readonly assessment: "fresh" | "stale" | "never";
    };

export function skewSituation(answer: SkewAnswer, live: boolean): SkewSituation {
  const [first, ...others] = answer.proxies;
  if (first === undefined) return { kind: "nobody" };
  const stored =
    answer.verdicts.length > 0 ||
    answer.series.subjects.some((subject) => subject.connections.some((count) => count !== null));
  if (!stored && !live) return { kind: "nothing-stored" };
  if (others.length === 0) return { kind: "alone", name: first.name };
  if (!live || answer.assessedAt !== null) return { kind: "shown", assessment: "fresh" };
  const said = answer.verdicts.some((verdict) => verdict.until === null);
  return { kind: "shown", assessment: said ? "stale" : "never" };
}

/** Verdicts that hold at the window's end, the leading one first, and those that ended in it. */
export function splitVerdicts(answer: Pick<SkewAnswer, "verdicts">) {
  const holding = answer.verdicts.filter((verdict) => verdict.until === null);
  const past = answer.verdicts.filter((verdict) => verdict.until !== null);
  const [leading = null, ...others] = holding;
  return { leading, others, past };
}
