import type { AwsCallRow } from "@/lib/contract/aws";
import type { ClusterSourceRecord } from "@/lib/store/reads/read-cluster-sources";
import { sourceStateOf } from "../source-state";

/** Names of sources that are AWS's. */
const AWS_SOURCE = /^(ElastiCache|CloudWatch) /;

/** How the calls to AWS about a cluster do, by name. */
export function awsCallsOf(sources: readonly ClusterSourceRecord[], now: Date): AwsCallRow[] {
  return sources
    .filter(({ source }) => AWS_SOURCE.test(source))
    .map((row) => {
      const state = sourceStateOf(row);
      const isFailing = state === "failing";
      const { lastSuccessAt, lastErrorAt, lastError, detail } = row;
      return {
        source: row.source,
        state,
        lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
        ageMs: lastSuccessAt === null ? null : Math.max(0, now.getTime() - lastSuccessAt.getTime()),
        error: isFailing ? lastError : null,
        lastErrorAt: lastErrorAt?.toISOString() ?? null,
        // A clock that is off is told although calls are answered: it is to be mended, too.
        remedy: (isFailing ? textOf(detail.remedy) : null) ?? textOf(detail.note),
      };
    });
}

function textOf(told: unknown): string | null {
  return typeof told === "string" ? told : null;
}

/** Why AWS has not told of a cluster's nodes, in one sentence; null: nothing is known to be wrong. */
export function whyNothingIsTold(calls: readonly AwsCallRow[]): string | null {
  const topology = calls.find(({ source }) => source === "ElastiCache topology");
  const failing = topology?.state === "failing" ? topology : undefined;
  if (failing?.error != null) return `ElastiCache has not told its nodes: ${failing.error}`;
  return topology?.state === "ok" ? "ElastiCache tells of no node that can be asked" : null;
}
