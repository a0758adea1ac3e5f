import type { CollectionGap } from "@/lib/contract/connections";
import type { NodeGap } from "@/lib/domain/series/gaps";
import type { ObservationRecord } from "@/lib/store/reads/read-observations";
import { inIso } from "./window";

/** Kinds of observations that can explain why nothing was collected. */
export const GAP_KINDS = ["gap", "reachability", "refusal", "run"] as const;

/** An observation explains a gap when it was made inside it, or up to this much before: it is noticed early. */
const EARLY_MS = 30_000;

/** A gap in the words of the first observation that falls into it. */
export function explainGap(gap: NodeGap, observations: readonly ObservationRecord[]): CollectionGap {
  const inside = observations.filter(({ at, kind, subject }) => {
    const atMs = at.getTime();
    const fits = gap.node === null ? kind === "gap" : kind === "gap" || subject === gap.node;
    return fits && atMs >= gap.fromMs - EARLY_MS && atMs <= gap.toMs + EARLY_MS;
  });
  const earliest = inside.sort((left, right) => left.at.getTime() - right.at.getTime())[0];
  return {
    from: inIso(gap.fromMs),
    to: inIso(gap.toMs),
    node: gap.node,
    ongoing: gap.ongoing,
    reason: earliest?.sentence ?? (gap.node === null ? "nothing was collected" : "the node was not counted"),
    opened: gap.opened,
    closed: gap.closed,
  };
}
