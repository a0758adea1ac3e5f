import type { AwsCallRow } from "@/lib/contract/aws";
import type { ElastiCacheTopology } from "@/lib/domain/elasticache/model";
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

/** Why AWS has not told of a node to ask, in one sentence; null: it has, or was not asked yet. */
export function whyNothingIsTold(
  calls: readonly AwsCallRow[],
  topology: ElastiCacheTopology | null,
): string | null {
  const call = calls.find(({ source }) => source === "ElastiCache topology");
  if (topology !== null) {
    const { nodes, endpoints, status } = topology;
    const isReachable = [...Object.values(endpoints), ...nodes.map(({ endpoint }) => endpoint)].some(Boolean);
    if (isReachable) return null;
    return `ElastiCache tells of no node that can be asked${status === null ? "" : `; its status is “${status}”`}`;
  }
  return call?.state === "failing" && call.error !== null
    ? `ElastiCache has not told its nodes: ${call.error}`
    : null;
}
