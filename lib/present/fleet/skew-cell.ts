/** What the fleet table says of a cluster's skew. Pure. */

import type { ClusterRow } from "@/lib/contract/clusters";
import type { VerdictKind } from "@/lib/domain/skew/model";
import { shortenNodes } from "../node-names";
import { formatFactor } from "../skew/format-evidence";
import { isFinding } from "../skew/verdict-words";
import { formatAge } from "../words";

export interface SkewCellWords {
  /** "×2.44"; null: not known. */
  readonly factor: string | null;
  readonly subject: string | null;
  /** Only what needs an eye has a chip in the table; null: nothing does. */
  readonly chip: VerdictKind | null;
  /** The verdict was said long ago: it may not hold any more. */
  readonly stale: boolean;
  /** For the hover: the sentence, and how old it is. */
  readonly title: string;
  readonly calm: string | null;
}

/** An assessment is renewed every few seconds: one older than this has been forgotten by its collector. */
const STALE_MS = 60_000;

export function hasFinding({ verdict }: Pick<ClusterRow, "verdict">): boolean {
  return verdict !== null && isFinding(verdict.kind);
}

export function skewCell({ skew, verdict }: Pick<ClusterRow, "skew" | "verdict">): SkewCellWords {
  const factor = skew === null ? null : formatFactor(skew);
  if (verdict === null) {
    return { factor, subject: null, chip: null, stale: false, title: "not assessed yet", calm: null };
  }
  const stale = verdict.ageMs > STALE_MS;
  const found = isFinding(verdict.kind);
  return {
    factor,
    subject: found ? verdict.subject : null,
    chip: found ? verdict.kind : null,
    stale,
    title: stale
      ? `${shortenNodes(verdict.sentence)} (said ${formatAge(verdict.ageMs)} ago)`
      : shortenNodes(verdict.sentence),
    calm: found ? null : verdict.kind === "balanced" ? "balanced" : "too little data",
  };
}
