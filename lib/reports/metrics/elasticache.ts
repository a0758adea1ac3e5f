import type { ElastiCacheFactsRow } from "@/lib/contract/aws";
import type { NodeRow } from "@/lib/contract/cluster";
import type { ElastiCacheFacts, ElastiCacheNode } from "@/lib/domain/elasticache/model";
import { limitsOf } from "@/lib/domain/elasticache/parameters";
import { addressOf } from "./match-nodes";

/** AWS's newest word on a cluster, as it stands in answers. */
export function factsRowOf(
  { atMs, topology, parameters }: ElastiCacheFacts,
  nowMs: number,
): ElastiCacheFactsRow {
  const { kind, id, region, status, engine, engineVersion, nodeType, clusterMode } = topology;
  const { multiAz, automaticFailover, tls, authMode, parameterGroup, maintenanceWindow } = topology;
  const { primary, reader, configuration } = topology.endpoints;
  return {
    ...{ kind, id, region, status, engine, engineVersion, nodeType, clusterMode },
    ...{ multiAz, automaticFailover, tls, authMode, parameterGroup, maintenanceWindow },
    endpoints: {
      primary: addressOf(primary),
      reader: addressOf(reader),
      configuration: addressOf(configuration),
    },
    nodes: topology.nodes.map(({ cacheClusterId, shard, endpoint, ...node }) => ({
      cacheClusterId,
      shard,
      role: node.role,
      zone: node.zone,
      nodeType: node.nodeType,
      status: node.status,
      address: addressOf(endpoint),
    })),
    parameters:
      parameters === null ? null : { ...limitsOf(parameters), ageMs: Math.max(0, nowMs - parameters.atMs) },
    ageMs: Math.max(0, nowMs - atMs),
  };
}

/** What AWS says of one node, as it stands in the node's row. */
export function serviceOf(node: ElastiCacheNode | undefined): NodeRow["service"] {
  if (node === undefined) return null;
  const { cacheClusterId, zone, nodeType, role, status } = node;
  return { cacheClusterId, zone, nodeType, role, status };
}
