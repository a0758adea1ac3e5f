import { topologiesOf } from "@/lib/domain/elasticache/assemble";
import type { ElastiCacheKind } from "@/lib/domain/elasticache/model";
import type { AwsFailure, AwsFound, AwsOutcome, AwsSource } from "../sources/aws-source";
import { clockOf, failureOf } from "./call-status";
import type { CacheAnswer } from "./kept-caches";
import { cacheKeyOf, type WantedRegion } from "./wanted-regions";

type TopologySource = Pick<
  AwsSource,
  "describeGroups" | "describeCacheClusters" | "describeServerlessCaches"
>;

export interface TopologyAnswer extends CacheAnswer {
  /** Null: groups and nodes were told, as far as they were asked for. What others told is in the answer all the same. */
  readonly failure: AwsFailure | null;
  /** Groups and nodes do without serverless caches: an account may not grant that call, a server may not know it. */
  readonly serverlessFailure: AwsFailure | null;
  /** AWS answered at least one call of the round: a call that it refuses for ever holds up none of the others. */
  readonly isAnswered: boolean;
  readonly clockSkewMs: number | null;
  /** Declared caches that AWS does not know, by `cacheKeyOf`. */
  readonly unknown: ReadonlySet<string>;
}

const NOTHING: AwsOutcome<AwsFound<never>> = {
  state: "ok",
  value: { found: [], unknownIds: [] },
  calls: 0,
  clockSkewMs: null,
};

/** One round over a region: all of it where a pattern wants that, else only what is declared by id. */
export async function askTopology(source: TopologySource, wanted: WantedRegion): Promise<TopologyAnswer> {
  const { declared, access } = wanted;
  const isAll = wanted.patterns.length > 0;
  const idsOf = (kind: string): string[] | null =>
    isAll ? null : declared.flatMap((cache) => (cache.kind === kind ? [cache.id] : []));
  const [groupIds, cacheIds, names] = [
    idsOf("replication-group"),
    idsOf("cache-cluster"),
    idsOf("serverless-cache"),
  ];
  const asking = {
    groups: groupIds?.length === 0 ? NOTHING : source.describeGroups(groupIds),
    serverless: names?.length === 0 ? NOTHING : source.describeServerlessCaches(names),
  };
  const [groups, serverless] = await Promise.all([asking.groups, asking.serverless]);
  // Nodes are cache clusters of their own: by id, it is the groups that tell which.
  const members = found(groups).flatMap(({ MemberClusters }) => MemberClusters ?? []);
  const clusterIds = cacheIds === null ? null : [...cacheIds, ...members];
  const clusters = clusterIds?.length === 0 ? NOTHING : await source.describeCacheClusters(clusterIds);
  const outcomes = [groups, clusters, serverless];
  const serverlessFailure = failureOf([serverless]);
  // Where nothing else was asked for, it is the whole answer that failed.
  const isServerlessAll = groups === NOTHING && clusters === NOTHING;
  const failure = failureOf([groups, clusters]) ?? (isServerlessAll ? serverlessFailure : null);
  const topologies = topologiesOf(
    { groups: found(groups), cacheClusters: found(clusters), serverlessCaches: found(serverless) },
    access.region,
  );
  const told = new Set(topologies.map(cacheKeyOf));
  const nodesAreTold = clusters.state === "ok";
  const whole = new Set<ElastiCacheKind>([
    ...(nodesAreTold && groups.state === "ok" ? (["replication-group"] as const) : []),
    ...(nodesAreTold ? (["cache-cluster"] as const) : []),
    ...(serverless.state === "ok" ? (["serverless-cache"] as const) : []),
  ]);
  const unknown = declared.filter((cache) => whole.has(cache.kind) && !told.has(cacheKeyOf(cache)));
  return {
    topologies,
    whole,
    asked: isAll ? null : new Set(declared.map(cacheKeyOf)),
    failure,
    serverlessFailure,
    isAnswered: outcomes.some((outcome) => outcome.state === "ok" && outcome.calls > 0),
    clockSkewMs: clockOf(outcomes),
    unknown: new Set(unknown.map(cacheKeyOf)),
  };
}

function found<T>(outcome: AwsOutcome<AwsFound<T>>): readonly T[] {
  return outcome.state === "ok" ? outcome.value.found : [];
}
