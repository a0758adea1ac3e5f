import type { SkewVerdict } from "./model";

/** Whether a verdict holds; if not, the condition that failed where it is worth telling. */
export type Finding =
  | { readonly state: "yes"; readonly verdict: SkewVerdict }
  | { readonly state: "no"; readonly why: string | null };
