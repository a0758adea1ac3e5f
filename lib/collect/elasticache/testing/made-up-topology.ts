import type { ElastiCacheTopology } from "@/lib/domain/elasticache/model";

/** A replication group of one shard as AWS would tell of it: the first node is its primary. */
export function madeUpTopology(
  id: string,
  nodes: number,
  given: Partial<ElastiCacheTopology> = {},
): ElastiCacheTopology {
  return {
    kind: "replication-group",
    id,
    region: "eu-central-1",
    status: "available",
    engine: "redis",
    engineVersion: "7.1.0",
    nodeType: "cache.r7g.large",
    clusterMode: false,
    multiAz: true,
    automaticFailover: true,
    tls: false,
    authMode: "none",
    userGroups: [],
    endpoints: {
      primary: { host: `${id}.abc.ng.0001.euc1.cache.amazonaws.com`, port: 6379 },
      reader: null,
      configuration: null,
    },
    nodes: Array.from({ length: nodes }, (_, index) => {
      const number = String(index + 1).padStart(3, "0");
      return {
        cacheClusterId: `${id}-${number}`,
        cacheNodeId: "0001",
        shard: "0001",
        slots: null,
        role: index === 0 ? "primary" : "replica",
        zone: "eu-central-1a",
        nodeType: "cache.r7g.large",
        status: "available",
        endpoint: { host: `${id}-${number}.abc.0001.euc1.cache.amazonaws.com`, port: 6379 },
      };
    }),
    parameterGroup: "default.redis7",
    maintenanceWindow: "sun:05:00-sun:06:00",
    ...given,
  };
}
