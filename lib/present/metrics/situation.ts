import type { AwsCallRow } from "@/lib/contract/aws";
import type { MetricsAnswer } from "@/lib/contract/metrics";

/** What the metrics page has to say of CloudWatch before, or in place of, its charts. */
export type CloudWatchSituation =
  /** The fleet file names no ElastiCache for this cluster. */
  | { readonly kind: "undeclared" }
  /** It is declared, and CloudWatch is switched off. */
  | { readonly kind: "no-budget" }
  | { readonly kind: "exhausted"; readonly hasPoints: boolean }
  /** Asked, refused or failing, and nothing has ever come. */
  | { readonly kind: "failing"; readonly calls: readonly AwsCallRow[] }
  /** Asked, and the first point is not there yet. */
  | { readonly kind: "awaiting" }
  | { readonly kind: "shown" };

export function cloudWatchSituation(
  answer: Pick<MetricsAnswer, "service" | "cloudwatch" | "calls" | "series">,
): CloudWatchSituation {
  if (answer.service === "none") return { kind: "undeclared" };
  const { cloudwatch } = answer;
  const hasPoints = answer.series.some(
    (one) => one.source === "cloudwatch" && one.values.some((value) => value !== null),
  );
  const failing = answer.calls.filter((call) => call.state === "failing");
  if (cloudwatch === null || cloudwatch.newestPoint === null) {
    if (cloudwatch?.bill.budgetUsd === 0) return { kind: "no-budget" };
    if (cloudwatch?.bill.isExhausted) return { kind: "exhausted", hasPoints };
    if (failing.length > 0 && !hasPoints) return { kind: "failing", calls: failing };
    return hasPoints ? { kind: "shown" } : { kind: "awaiting" };
  }
  if (cloudwatch.bill.budgetUsd === 0) return hasPoints ? { kind: "shown" } : { kind: "no-budget" };
  return cloudwatch.bill.isExhausted ? { kind: "exhausted", hasPoints } : { kind: "shown" };
}

/** What to write into the fleet file for a cluster that AWS runs. */
export function declareElastiCache(clusterId: string): string {
  return [
    "cloudwatch:",
    "  monthlyBudgetUsd: 50",
    "clusters:",
    `  - id: ${clusterId}`,
    "    elasticache:",
    "      region: eu-central-1",
    "      replicationGroup: prod-orders   # or cacheCluster, or serverlessCache",
  ].join("\n");
}

export const SET_BUDGET = ["cloudwatch:", "  monthlyBudgetUsd: 50"].join("\n");
