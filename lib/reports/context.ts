import type { Failure, Reply } from "@/lib/contract/problem";
import type { Store } from "@/lib/store/client";

/** What a report is given: where the data is, and what time it is. */
export interface ReportContext {
  readonly store: Store;
  readonly now: Date;
}

/** Parameters as far as the caller gives them: each report knows the defaults of its own. */
export type Given<Params> = { readonly [Name in keyof Params]?: Params[Name] | undefined };

export function answered<Answer>(answer: Answer): Reply<Answer> {
  return { state: "answered", answer };
}

export function failed(failure: Failure): { readonly state: "failed"; readonly failure: Failure } {
  return { state: "failed", failure };
}

export function refused(field: string, message: string): ReturnType<typeof failed> {
  return failed({ code: "bad-parameter", detail: `${field} ${message}.`, errors: [{ field, message }] });
}

export function unknownCluster(id: string): ReturnType<typeof failed> {
  return failed({ code: "unknown-cluster", detail: `No cluster has the id “${id.slice(0, 80)}”.` });
}
