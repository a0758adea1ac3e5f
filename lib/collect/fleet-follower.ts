import type { ClusterConfig } from "@/lib/config/fleet";
import type { FleetCluster, FleetProxy } from "@/lib/store/rows";
import type { ClusterWatch, ClusterWatchOptions } from "./cluster-watch";
import { fleetProxyOf } from "./proxies/fleet-proxy";
import type { ClusterKind } from "./topology";

export interface FleetFollowerOptions {
  /** Begins to watch a cluster; `news` is told what it turns out to be and which proxies it has. */
  readonly begin: (config: ClusterConfig, news: ClusterNews) => Promise<ClusterWatch>;
  /** Told the whole fleet each time something of it changed. */
  readonly onFleet: (clusters: readonly FleetCluster[]) => void;
}

export type ClusterNews = Pick<ClusterWatchOptions, "onKind" | "onProxies">;

export interface FleetFollower {
  /** Makes the watched clusters these: the unchanged ones go on undisturbed. */
  follow(clusters: readonly ClusterConfig[]): Promise<void>;
  clusters(): readonly ClusterWatch[];
  stop(): Promise<void>;
}

interface Watched {
  readonly mark: string;
  readonly watch: ClusterWatch;
}

export function createFleetFollower({ begin, onFleet }: FleetFollowerOptions): FleetFollower {
  const watched = new Map<string, Watched>();
  const kinds = new Map<string, ClusterKind>();
  const proxies = new Map<string, readonly FleetProxy[]>();
  let inForce: readonly ClusterConfig[] = [];
  let turn: Promise<void> = Promise.resolve();

  const tellFleet = (): void => {
    onFleet(
      inForce.map((config) => ({
        key: config.id,
        name: config.name,
        kind: kinds.get(config.id) ?? "unknown",
        proxies: proxiesOf(config),
        libraries: librariesOf(config),
      })),
    );
  };
  const proxiesOf = (config: ClusterConfig): readonly FleetProxy[] =>
    proxies.get(config.id) ?? config.proxies.map(fleetProxyOf);

  const newsOf = (config: ClusterConfig): ClusterNews => ({
    onKind: (kind) => {
      kinds.set(config.id, kind);
      tellFleet();
    },
    onProxies: (known) => {
      const isNew = JSON.stringify(known) !== JSON.stringify(proxiesOf(config));
      proxies.set(config.id, known);
      if (isNew) tellFleet();
    },
  });

  const apply = async (clusters: readonly ClusterConfig[]): Promise<void> => {
    inForce = clusters;
    tellFleet();
    const wanted = new Map(clusters.map((config) => [config.id, config]));
    for (const [id, { mark, watch }] of watched) {
      const config = wanted.get(id);
      if (config !== undefined && markOf(config) === mark) {
        if (config.elasticache !== null) watch.setSeeds(config.seeds);
        continue;
      }
      watched.delete(id);
      await watch.stop();
      proxies.delete(id);
    }
    const added = [...wanted.values()].filter(({ id }) => !watched.has(id));
    await Promise.all(
      added.map(async (config) => {
        const watch = await begin(config, newsOf(config));
        watched.set(config.id, { mark: markOf(config), watch });
      }),
    );
  };

  return {
    follow(clusters) {
      // One reload after the other: two at once would begin a cluster twice. One that failed is no reason to skip the next.
      turn = turn.catch(() => undefined).then(() => apply(clusters));
      return turn;
    },
    clusters: () => [...watched.values()].map(({ watch }) => watch),
    async stop() {
      await turn.catch(() => undefined);
      await Promise.all([...watched.values()].map(({ watch }) => watch.stop()));
    },
  };
}

/** Declared for groups whose clients do not name it themselves. */
function librariesOf({ groups }: ClusterConfig): Record<string, string> {
  return Object.fromEntries(
    groups.flatMap(({ name, library }) => (library === null ? [] : [[name, library]])),
  );
}

/**
 * All that watching depends on: not the name, nor the place in the file, nor declared time-outs and imported files, which
 * are judged and not watched. Where AWS tells of the nodes, they come and go without a new start, and how AWS is reached
 * matters only to those who sign with it.
 */
function markOf({ name: _, line: __, timeouts: ___, seeds, elasticache, ...config }: ClusterConfig): string {
  const isSigned = config.auth !== null && "iamUser" in config.auth;
  const cache = elasticache === null ? null : [elasticache.region, elasticache.kind, elasticache.id];
  return JSON.stringify({
    ...config,
    seeds: elasticache === null ? seeds : null,
    elasticache: isSigned ? elasticache : cache,
  });
}
