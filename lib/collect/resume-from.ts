import type { LedgerResume } from "@/lib/domain/connections/ledger";
import { within } from "./within";

export interface ResumeSource {
  /** Resolves when everything recorded so far is in the database, or given up. */
  readonly drained: () => Promise<void>;
  /** The set of a node that was stored last. */
  readonly read: (clusterKey: string, address: string) => Promise<LedgerResume | null>;
  /** Longest wait for either. */
  readonly withinMs: number;
}

/**
 * The set that a ledger goes on from; null: counting begins anew. While sweeps still wait for the database the set in
 * there is not the last one: what they tell would be counted twice.
 */
export function resumeFrom({ drained, read, withinMs }: ResumeSource): ResumeSource["read"] {
  return async (clusterKey, address) => {
    if ((await within(drained(), withinMs)) === "too late") return null;
    const set = await within(read(clusterKey, address), withinMs).catch(() => null);
    return set === "too late" ? null : set;
  };
}
