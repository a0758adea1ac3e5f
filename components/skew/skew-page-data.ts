import type { SkewAnswer } from "@/lib/contract/skew";
import type { ChosenSubjects } from "@/lib/present/skew/choose-subjects";

/** What all charts of the skew page are drawn from. */
export interface SkewPageData {
  readonly id: string;
  readonly answer: SkewAnswer;
  readonly chosen: ChosenSubjects;
  readonly tones: ReadonlyMap<string, number>;
  /** Printed under a copied picture: whose numbers, and of when. */
  readonly source: string;
}
