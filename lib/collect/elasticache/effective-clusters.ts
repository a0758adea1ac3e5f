import { NO_TIMEOUTS } from "@/lib/config/declared-timeouts";
import type {
  Address,
  ClusterConfig,
  ElastiCacheDiscoveryConfig,
  Fleet,
  TlsConfig,
} from "@/lib/config/fleet";
import { matchesId } from "@/lib/domain/elasticache/match";
import type { ElastiCacheTopology, Endpoint } from "@/lib/domain/elasticache/model";
import { clusterIds, type FoundCache } from "./cluster-ids";
import type { KeptCache } from "./kept-caches";
import { accessKeyOf, accessOf, cacheKeyOf, type WantedRegion } from "./wanted-regions";

/** What is known of a region's caches, by `cacheKeyOf`. */
export interface KnownRegion {
  readonly wanted: WantedRegion;
  readonly caches: ReadonlyMap<string, KeptCache>;
}

/** A cluster as it is watched, and what AWS tells of it. */
export interface EffectiveCluster {
  readonly config: ClusterConfig;
  /** Where AWS tells of it; null: it is not told of by AWS. */
  readonly regionKey: string | null;
  readonly kept: KeptCache | null;
}

export interface EffectiveFleet {
  readonly clusters: readonly EffectiveCluster[];
  /** Ids of discovered clusters by the cache that has them, for the next time. */
  readonly ids: ReadonlyMap<string, string>;
}

interface Discovered extends FoundCache {
  readonly entry: ElastiCacheDiscoveryConfig;
  readonly regionKey: string;
  readonly kept: KeptCache;
}

/** Without files of its own: the system's certificate authorities, as AWS's certificates need. */
const PLAIN_TLS: TlsConfig = { ca: null, cert: null, key: null, serverName: null };

/** The clusters of the fleet file with what AWS tells of them, and those that patterns have found. */
export function effectiveClusters(
  fleet: Fleet,
  regions: readonly KnownRegion[],
  idsBefore: ReadonlyMap<string, string>,
): EffectiveFleet {
  const cachesOf = new Map(regions.map(({ wanted, caches }) => [wanted.key, caches]));
  const declared = fleet.clusters.map((config): EffectiveCluster => {
    if (config.elasticache === null) return { config, regionKey: null, kept: null };
    const regionKey = accessKeyOf(config.elasticache);
    const kept = cachesOf.get(regionKey)?.get(cacheKeyOf(config.elasticache)) ?? null;
    return { config: declaredConfig(config, kept?.topology ?? null), regionKey, kept };
  });
  const found = discover(fleet, regions, declared);
  const ids = clusterIds(
    idsBefore,
    found,
    fleet.clusters.map(({ id }) => id),
  );
  const discovered = found.flatMap((cache): EffectiveCluster[] => {
    const id = ids.get(cache.key);
    if (id === undefined) return [];
    return [{ config: discoveredConfig(id, cache, fleet), regionKey: cache.regionKey, kept: cache.kept }];
  });
  return { clusters: [...declared, ...discovered], ids };
}

/** Tells a cache apart over all regions and accounts. */
export function foundKeyOf(regionKey: string, topology: Pick<ElastiCacheTopology, "kind" | "id">): string {
  return `${regionKey} ${cacheKeyOf(topology)}`;
}

/** Each cache once, however many patterns and ways to AWS lead to it. */
function discover(
  fleet: Fleet,
  regions: readonly KnownRegion[],
  declared: readonly EffectiveCluster[],
): Discovered[] {
  const known = [...declared.flatMap(({ kept }) => kept?.topology ?? [])];
  const names = new Set(
    fleet.clusters.flatMap(({ elasticache }) =>
      elasticache === null ? [] : [foundKeyOf(accessKeyOf(elasticache), elasticache)],
    ),
  );
  const found: Discovered[] = [];
  for (const { wanted, caches } of regions) {
    for (const kept of caches.values()) {
      const { topology } = kept;
      const entry = wanted.patterns.find(({ match }) => matchesId(match, topology.id));
      const key = foundKeyOf(wanted.key, topology);
      if (entry === undefined || names.has(key) || known.some((other) => isSameCache(other, topology)))
        continue;
      known.push(topology);
      found.push({ key, id: topology.id, region: topology.region, entry, regionKey: wanted.key, kept });
    }
  }
  return found;
}

/** Reached in two ways it is one cache all the same: its addresses are those of no other account's. */
function isSameCache(left: ElastiCacheTopology, right: ElastiCacheTopology): boolean {
  if (left.region !== right.region || cacheKeyOf(left) !== cacheKeyOf(right)) return false;
  const [first] = endpointsOf(left);
  return (
    first !== undefined &&
    endpointsOf(right).some(({ host, port }) => host === first.host && port === first.port)
  );
}

function declaredConfig(config: ClusterConfig, topology: ElastiCacheTopology | null): ClusterConfig {
  if (topology === null) return config;
  const isEncrypted = config.elasticache?.tlsFromAws === true && topology.tls === true;
  return {
    ...config,
    seeds: config.seeds.length > 0 ? config.seeds : endpointsOf(topology),
    tls: config.tls ?? (isEncrypted ? PLAIN_TLS : null),
  };
}

function discoveredConfig(id: string, { entry, kept }: Discovered, fleet: Fleet): ClusterConfig {
  const { topology } = kept;
  return {
    id,
    name: topology.id,
    seeds: endpointsOf(topology),
    elasticache: {
      ...accessOf(entry),
      kind: topology.kind,
      id: topology.id,
      tlsFromAws: entry.tls === null,
    },
    auth: entry.auth,
    tls: entry.tls ?? (topology.tls === true ? PLAIN_TLS : null),
    proxies: [],
    proxyDiscovery: [],
    groups: [],
    watch: fleet.defaults,
    timeouts: NO_TIMEOUTS,
    line: entry.line,
  };
}

/** Where to begin: the nodes themselves, or the way in that AWS names for all of them. */
function endpointsOf({ nodes, endpoints }: ElastiCacheTopology): Address[] {
  const told = nodes.flatMap(({ endpoint }) => endpoint ?? []);
  if (told.length > 0) return told.map(addressOf);
  const whole = endpoints.configuration ?? endpoints.primary;
  return whole === null ? [] : [addressOf(whole)];
}

function addressOf({ host, port }: Endpoint): Address {
  return { host, port };
}
