import type { Severity } from "../model";
import type { StackShape } from "../stack";
import type { Short } from "./settings-of";

export interface RuleCase {
  readonly is: "holds" | "broken" | "not-evaluated";
  readonly settings: Readonly<Record<string, Short>>;
  /** Part of the sentence. */
  readonly says: string;
  readonly shape?: Partial<StackShape>;
  readonly severity?: Severity;
}

/** By the rule's id. */
export type Cases = Readonly<Record<string, readonly RuleCase[]>>;

export const ONE_PROXY = { proxies: ["proxy-1"] };
export const TWO_PROXIES = { proxies: ["proxy-1", "proxy-2"] };

export function using(library: string, libraryVersion: string | null = null) {
  return { groups: [{ name: "orders-api", library, libraryVersion }] };
}
