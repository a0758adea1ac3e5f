import type { AwsCallRow } from "@/lib/contract/aws";
import { formatAge } from "../words";

export interface CallWords {
  readonly mark: "ok" | "warning" | "unknown";
  readonly word: string;
}

export function callWords(call: Pick<AwsCallRow, "state">): CallWords {
  switch (call.state) {
    case "ok":
      return { mark: "ok", word: "answers" };
    case "failing":
      return { mark: "warning", word: "fails" };
    case "never":
      return { mark: "unknown", word: "not asked yet" };
    default:
      return call.state satisfies never;
  }
}

const IAM_ACTION = /\b(?:elasticache|cloudwatch|sts):[A-Z][A-Za-z]+\b/g;

/** The IAM actions that a remedy names, each once: what somebody pastes into a policy. */
export function iamActions(remedy: string | null): string[] {
  return remedy === null ? [] : [...new Set(remedy.match(IAM_ACTION) ?? [])];
}

/** What a failing call means for the page: "ElastiCache events fails, last answer 12 min ago". */
export function callTitle(call: AwsCallRow): string {
  const last = call.ageMs === null ? "has not answered yet" : `last answered ${formatAge(call.ageMs)} ago`;
  return `${call.source}: ${last}`;
}

/** One notice a remedy: several calls often fail for one reason. */
export function gatherFailures(
  calls: readonly AwsCallRow[],
): { readonly calls: readonly AwsCallRow[]; readonly remedy: string | null }[] {
  const gathered = new Map<string, AwsCallRow[]>();
  for (const call of calls) {
    if (call.state !== "failing") continue;
    const key = call.remedy ?? `${call.source} ${call.error ?? ""}`;
    gathered.set(key, [...(gathered.get(key) ?? []), call]);
  }
  return [...gathered.values()].map((same) => ({ calls: same, remedy: same[0]?.remedy ?? null }));
}
