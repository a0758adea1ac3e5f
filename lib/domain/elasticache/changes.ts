import type { CacheParameters, ElastiCacheNode, ElastiCacheTopology, Endpoint } from "./model";

/** Something that AWS tells differently than before. */
export interface ServiceChange {
  /** The cluster's id, a node's cacheClusterId, or a parameter group. */
  readonly subject: string;
  /** Null: there was nothing, or there is nothing any more. */
  readonly before: string | null;
  readonly after: string | null;
  readonly sentence: string;
}

type Told = string | boolean | null;

/**
 * What changed from one answer to the next. What one of them does not tell is no change, and neither is a first answer:
 * an answer that lacks a field says nothing about it.
 */
export function changesBetween(
  before: ElastiCacheTopology | null,
  after: ElastiCacheTopology,
): ServiceChange[] {
  if (before === null) return [];
  const told = (what: string, left: Told, right: Told) => differ(after.id, what, left, right);
  return [
    ...told("status", before.status, after.status),
    ...told("engine", before.engine, after.engine),
    ...told("engine version", before.engineVersion, after.engineVersion),
    ...told("node type", before.nodeType, after.nodeType),
    ...told("cluster mode", before.clusterMode, after.clusterMode),
    ...told("Multi-AZ", before.multiAz, after.multiAz),
    ...told("automatic failover", before.automaticFailover, after.automaticFailover),
    ...told("encryption in transit", before.tls, after.tls),
    ...told("authentication", before.authMode, after.authMode),
    ...told("user groups", userGroupsOf(before), userGroupsOf(after)),
    ...told("parameter group", before.parameterGroup, after.parameterGroup),
    ...told("maintenance window", before.maintenanceWindow, after.maintenanceWindow),
    ...told("primary endpoint", written(before.endpoints.primary), written(after.endpoints.primary)),
    ...told("reader endpoint", written(before.endpoints.reader), written(after.endpoints.reader)),
    ...told(
      "configuration endpoint",
      written(before.endpoints.configuration),
      written(after.endpoints.configuration),
    ),
    ...nodeChanges(before, after),
  ];
}

/** Parameters that got another value, by name. A first answer, and another group's, say nothing of a change. */
export function parameterChanges(before: CacheParameters | null, after: CacheParameters): ServiceChange[] {
  if (before === null || before.group !== after.group) return [];
  const names = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])].sort();
  return names.flatMap((name) => {
    const left = before.values[name] ?? null;
    const right = after.values[name] ?? null;
    if (left === right) return [];
    const sentence =
      left === null
        ? `parameter ${name} of ${after.group} is now ${shown(right)}`
        : right === null
          ? `parameter ${name} of ${after.group} is not set any more, it was ${shown(left)}`
          : `parameter ${name} of ${after.group} changed from ${shown(left)} to ${shown(right)}`;
    return [{ subject: after.group, before: left, after: right, sentence }];
  });
}

function nodeChanges(before: ElastiCacheTopology, after: ElastiCacheTopology): ServiceChange[] {
  const known = new Map(before.nodes.map((node) => [node.cacheClusterId, node]));
  const left = new Map(known);
  const changes = after.nodes.flatMap((node) => {
    const old = known.get(node.cacheClusterId);
    left.delete(node.cacheClusterId);
    return old === undefined ? [added(node, after.id)] : betweenNodes(old, node, before, after);
  });
  const removed = [...left.values()].map((node) => ({
    subject: node.cacheClusterId,
    before: written(node.endpoint) ?? node.cacheClusterId,
    after: null,
    sentence: `node ${node.cacheClusterId} of ${after.id} was removed`,
  }));
  return [...changes, ...removed];
}

function added(node: ElastiCacheNode, id: string): ServiceChange {
  const details = [node.nodeType, node.zone].filter((detail) => detail !== null).join(", ");
  return {
    subject: node.cacheClusterId,
    before: null,
    after: written(node.endpoint) ?? node.cacheClusterId,
    sentence: `node ${node.cacheClusterId} was added to ${id}${details === "" ? "" : ` (${details})`}`,
  };
}

/** A node type that all nodes share is told once, of the cluster. */
function betweenNodes(
  old: ElastiCacheNode,
  node: ElastiCacheNode,
  before: ElastiCacheTopology,
  after: ElastiCacheTopology,
): ServiceChange[] {
  const told = (what: string, left: Told, right: Told) => differ(node.cacheClusterId, what, left, right);
  const isOwnType = before.nodeType === null || after.nodeType === null;
  return [
    ...told("role as AWS tells it", old.role, node.role),
    ...told("status", old.status, node.status),
    ...told("zone", old.zone, node.zone),
    ...(isOwnType ? told("node type", old.nodeType, node.nodeType) : []),
    ...told("slots", old.slots, node.slots),
    ...told("endpoint", written(old.endpoint), written(node.endpoint)),
  ];
}

function differ(subject: string, what: string, before: Told, after: Told): ServiceChange[] {
  if (before === null || after === null || before === after) return [];
  const [left, right] = [inWords(before), inWords(after)];
  const sentence = `${subject}: ${what} changed from ${left} to ${right}`;
  return [{ subject, before: left, after: right, sentence }];
}

function inWords(told: string | boolean): string {
  if (typeof told === "string") return told;
  return told ? "on" : "off";
}

/** Without a word on authentication, an empty list says nothing. */
function userGroupsOf({ userGroups, authMode }: ElastiCacheTopology): string | null {
  if (userGroups.length > 0) return [...userGroups].sort().join(", ");
  return authMode === null ? null : "none";
}

function written(endpoint: Endpoint | null): string | null {
  return endpoint === null ? null : `${endpoint.host}:${endpoint.port}`;
}

function shown(value: string | null): string {
  return value === null || value === "" ? "empty" : value;
}
