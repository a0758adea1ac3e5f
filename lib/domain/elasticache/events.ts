import type { ElastiCacheTopology, ServiceEvent, ServiceEventKind } from "./model";
import type { EventShape } from "./shapes";

/** Earlier rules win: a test failover's completion is a completion, "automatic failover disabled" is a setting. */
const RULES: readonly (readonly [ServiceEventKind, RegExp])[] = [
  ["test-failover", /test ?failover (api|called|started|initiated)/i],
  ["changed", /(automatic|auto)[ -]?failover\b.{0,40}\b(enabled|disabled|turned|enabling|disabling)/i],
  ["failover-completed", /failover\b.{0,400}\bcompleted?\b|FailoverCompleted?\b/is],
  [
    "failover-started",
    /failover\b.{0,400}\b(started|initiated|in progress|from (primary|master))|FailoverStart/is,
  ],
  ["recovered", /finished recover|recover(y|ed)\b.{0,200}\b(completed?|finished)|NodeReplaceCompleted?\b/is],
  ["recovered", /\bcache nodes? .{0,80}\b(recovered|restarted|rebooted)\b|CacheNodesRebooted/i],
  [
    "recovering",
    /\brecovering\b|recovery .{0,80}started|NodeReplaceStart|\bcache nodes? .{0,80}\bshut ?down\b/i,
  ],
  ["maintenance", /maintenance|NodeReplacement|scheduled for replacement|service update|patch|upgrad/i],
  [
    "changed",
    /\b(created|deleted|added|removed|modif\w*|applied|updated|changed|scal(ed|ing)|resharding|rebalanc\w*)\b/i,
  ],
  [
    "changed",
    /(CreateReplicationGroup|(AddCacheNode|RemoveCacheNode|DeleteCacheCluster|Scaling|Provisioning)Complete|ParametersChanged|SecurityGroupModified)/i,
  ],
];

/**
 * What a message of DescribeEvents is about, by its words: today's ("primary node"), the older ones ("master node") and
 * the names that notifications use ("ElastiCache:FailoverComplete"). Anything else is "other".
 */
export function kindOfEvent(message: string): ServiceEventKind {
  return RULES.find(([, words]) => words.test(message))?.[0] ?? "other";
}

/** True for what disturbs connections, now or in a moment. */
export function isTrouble(kind: ServiceEventKind): boolean {
  switch (kind) {
    case "test-failover":
    case "failover-started":
    case "failover-completed":
    case "recovering":
      return true;
    case "recovered":
    case "maintenance":
    case "changed":
    case "other":
      return false;
  }
}

/** The events that have a time, a source and words, oldest first. */
export function eventsOf(shapes: readonly EventShape[]): ServiceEvent[] {
  return shapes
    .flatMap((shape) => {
      const atMs = shape.Date?.getTime() ?? Number.NaN;
      const message = shape.Message?.trim();
      const sourceId = shape.SourceIdentifier;
      if (!Number.isFinite(atMs) || !message || !sourceId) return [];
      return [{ atMs, sourceId, sourceType: shape.SourceType ?? "", message }];
    })
    .sort((left, right) => left.atMs - right.atMs);
}

/** What an event may be about that only has a name in common with a cluster. */
const OTHER_SOURCES = /^(user|user-group|cache-subnet-group|cache-security-group)$/;

/**
 * Whether an event is about a cluster: about itself, one of its nodes, or its parameter group. A node that is gone by now
 * is known by the name that AWS gives: `<group>-001`, in cluster mode `<group>-0001-001`.
 */
export function concerns(
  event: Pick<ServiceEvent, "sourceId" | "sourceType">,
  topology: Pick<ElastiCacheTopology, "kind" | "id" | "nodes" | "parameterGroup">,
): boolean {
  const { sourceId, sourceType } = event;
  if (sourceType === "cache-parameter-group") return sourceId === topology.parameterGroup;
  // A serverless cache may have the name of a replication group.
  const isServerless = sourceType.startsWith("serverless-cache");
  if (sourceType !== "" && isServerless !== (topology.kind === "serverless-cache")) return false;
  if (OTHER_SOURCES.test(sourceType)) return false;
  if (sourceId === topology.id) return true;
  if (topology.nodes.some((node) => node.cacheClusterId === sourceId)) return true;
  return (
    sourceId.startsWith(`${topology.id}-`) && /^(\d{4}-)?\d{3}$/.test(sourceId.slice(topology.id.length + 1))
  );
}
