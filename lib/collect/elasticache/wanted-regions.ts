import type { AwsAccess, ElastiCacheDiscoveryConfig, Fleet } from "@/lib/config/fleet";
import type { ElastiCacheKind, ElastiCacheTopology } from "@/lib/domain/elasticache/model";

/** One account's region as the fleet file wants it: clusters by id, whole patterns, or both. */
export interface WantedRegion {
  /** Tells accesses apart. Holds secrets: it is never shown, logged or stored. */
  readonly key: string;
  readonly access: AwsAccess;
  readonly declared: readonly DeclaredCache[];
  readonly patterns: readonly ElastiCacheDiscoveryConfig[];
}

export interface DeclaredCache {
  readonly clusterKey: string;
  readonly kind: ElastiCacheKind;
  readonly id: string;
}

/** One for each distinct way to reach a region, in the order of the fleet file. */
export function wantedRegions(fleet: Fleet): WantedRegion[] {
  const regions = new Map<
    string,
    { access: AwsAccess; declared: DeclaredCache[]; patterns: ElastiCacheDiscoveryConfig[] }
  >();
  const regionOf = (entry: AwsAccess) => {
    const key = accessKeyOf(entry);
    const known = regions.get(key) ?? { access: accessOf(entry), declared: [], patterns: [] };
    regions.set(key, known);
    return known;
  };
  for (const { id: clusterKey, elasticache } of fleet.clusters) {
    if (elasticache === null) continue;
    const { kind, id } = elasticache;
    regionOf(elasticache).declared.push({ clusterKey, kind, id });
  }
  for (const entry of fleet.elasticacheDiscovery) regionOf(entry).patterns.push(entry);
  return [...regions].map(([key, region]) => ({ key, ...region }));
}

export function accessOf(entry: AwsAccess): AwsAccess {
  const { region, profile, roleArn, externalId, keys, endpoint } = entry;
  return { region, profile, roleArn, externalId, keys, endpoint };
}

export function accessKeyOf(entry: AwsAccess): string {
  const { keys, ...access } = accessOf(entry);
  const secrets = keys === null ? null : [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken];
  return JSON.stringify([
    access.region,
    access.profile,
    access.roleArn,
    access.externalId,
    secrets,
    access.endpoint,
  ]);
}

/** Tells the caches of one region apart: a group and a serverless cache may have one name. AWS keeps ids in lower case. */
export function cacheKeyOf({ kind, id }: Pick<ElastiCacheTopology, "kind" | "id">): string {
  return `${kind} ${id.toLowerCase()}`;
}
