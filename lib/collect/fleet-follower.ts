import type { ClusterConfig, Fleet } from "@/lib/config/fleet";
import type { FleetCluster } from "@/lib/store/rows";
import type { ClusterWatch } from "./cluster-watch";
import type { ClusterKind } from "./topology";

export interface FleetFollowerOptions {
  /** Begins to watch a cluster; `onKind` is told what it turns out to be. */
  readonly begin: (config: ClusterConfig, onKind: (kind: ClusterKind) => void) => Promise<ClusterWatch>;
  /** Told the whole fleet each time something of it changed. */
  readonly onFleet: (clusters: readonly FleetCluster[]) => void;
}

export interface FleetFollower {
  /** Makes the watched clusters those of the fleet: the unchanged ones go on undisturbed. */
  follow(fleet: Fleet): Promise<void>;
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
  let inForce: readonly ClusterConfig[] = [];
  let turn: Promise<void> = Promise.resolve();

  const tellFleet = (): void => {
    onFleet(
      inForce.map(({ id, name, proxies }) => ({
        key: id,
        name,
        kind: kinds.get(id) ?? "unknown",
        proxies: proxies.map((proxy) => ({ name: proxy.name, addresses: proxy.addresses })),
      })),
    );
  };

  const apply = async (fleet: Fleet): Promise<void> => {
    inForce = fleet.clusters;
    tellFleet();
    const wanted = new Map(fleet.clusters.map((config) => [config.id, config]));
    for (const [id, { mark, watch }] of watched) {
      const config = wanted.get(id);
      if (config !== undefined && markOf(config) === mark) continue;
      watched.delete(id);
      await watch.stop();
    }
    const added = [...wanted.values()].filter(({ id }) => !watched.has(id));
    await Promise.all(
      added.map(async (config) => {
        const watch = await begin(config, (kind) => {
          kinds.set(config.id, kind);
          tellFleet();
        });
        watched.set(config.id, { mark: markOf(config), watch });
      }),
    );
  };

  return {
    follow(fleet) {
      // One reload after the other: two at once would begin a cluster twice.
      turn = turn.then(() => apply(fleet));
      return turn;
    },
    clusters: () => [...watched.values()].map(({ watch }) => watch),
    async stop() {
      await turn;
      await Promise.all([...watched.values()].map(({ watch }) => watch.stop()));
    },
  };
}

/** All that watching depends on: not the name, nor the place in the file. */
function markOf({ name: _, line: __, ...config }: ClusterConfig): string {
  return JSON.stringify(config);
}
