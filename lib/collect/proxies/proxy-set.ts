import type { ClusterConfig, ProxyConfig, ProxyDiscoveryConfig } from "@/lib/config/fleet";
import { withHost } from "@/lib/config/statistics-host";
import { createAttribution } from "@/lib/domain/connections/attribution";
import type { SkewProxyReport } from "@/lib/domain/skew/model";
import type { FleetProxy } from "@/lib/store/rows";
import type { Recorder } from "../recorder";
import { describeStatistics } from "../sources/proxy-statistics";
import type { RedisAuth } from "../sources/redis-auth";
import { fleetProxyOf } from "./fleet-proxy";
import { discoverProxies, type ProxyDiscovery, type RememberedAddress } from "./proxy-discovery";
import { type ProxyWatch, type WatchedProxy, watchProxy } from "./proxy-watch";

export interface ProxySetOptions {
  readonly config: ClusterConfig;
  readonly auth: RedisAuth | null;
  readonly recorder: Recorder;
  /** Addresses that names led to before our restart. */
  readonly remembered: readonly RememberedProxy[];
  /** Told whenever the set has changed. */
  readonly onChange: (proxies: readonly KnownProxy[]) => void;
  readonly onReport: (report: SkewProxyReport) => void;
  readonly onError: (error: unknown) => void;
}

export interface RememberedProxy extends RememberedAddress {
  /** Name that led to it. */
  readonly name: string;
}

export interface KnownProxy extends FleetProxy {
  /** False: its name does not lead to it any more; it may still hold connections. */
  readonly isThere: boolean;
}

/** All proxies of a cluster, declared and discovered. */
export interface ProxySet {
  current(): readonly KnownProxy[];
  /** Resolves when every name was asked for once: connections listed before would pass for direct ones. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

interface Member {
  readonly known: KnownProxy;
  readonly watched: WatchedProxy;
}

/** Watches the declared proxies, and those that names lead to as they come and go. */
export function followProxies(options: ProxySetOptions): ProxySet {
  const { config, recorder } = options;
  const watches = new Map<string, ProxyWatch>();
  const discoveries: ProxyDiscovery[] = [];
  let members: readonly Member[] = config.proxies.map(declaredMember);
  let leaving: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let tellReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });

  const watchMembers = (): void => {
    const wanted = new Map(
      members.flatMap(({ known, watched }) => (known.isThere ? [[watched.name, watched] as const] : [])),
    );
    for (const [name, watch] of watches) {
      if (wanted.has(name)) continue;
      watches.delete(name);
      leaving = Promise.all([leaving, watch.stop()]);
    }
    for (const [name, proxy] of wanted) {
      if (watches.has(name) || (proxy.stats === null && proxy.listen === null)) continue;
      const { auth, onReport, onError } = options;
      watches.set(name, watchProxy({ config, auth, proxy, recorder, onReport, onError }));
    }
  };

  const refresh = (): void => {
    if (stopped) return;
    members = membersOf(config, discoveries);
    watchMembers();
    options.onChange(members.map(({ known }) => known));
    if (discoveries.every((discovery) => discovery.hasAsked())) tellReady();
  };

  for (const entry of config.proxyDiscovery) {
    const { id: clusterKey, watch } = config;
    const { onError } = options;
    const remembered = options.remembered.filter(({ name }) => name === entry.dns);
    discoveries.push(
      discoverProxies({ clusterKey, config: entry, watch, recorder, remembered, onChange: refresh, onError }),
    );
  }
  refresh();

  return {
    current: () => members.map(({ known }) => known),
    ready,
    async stop() {
      stopped = true;
      tellReady();
      await Promise.all([...discoveries, ...watches.values()].map((each) => each.stop()));
      await leaving;
    },
  };
}

/** An address belongs to whoever has it first: a declared proxy, then the names in the order of the fleet file. */
function membersOf(config: ClusterConfig, discoveries: readonly ProxyDiscovery[]): Member[] {
  const declared = createAttribution({ proxies: config.proxies, groups: [], groupLimit: 0 });
  const names = new Set(config.proxies.map(({ name }) => name));
  const members = config.proxies.map(declaredMember);
  const found = discoveries.flatMap((discovery) =>
    discovery.addresses().map((entry) => ({ ...entry, config: discovery.config })),
  );
  // Where one name has left an address and another leads to it now, it is there.
  for (const { address, isThere, config: by } of found.toSorted(
    (left, right) => Number(right.isThere) - Number(left.isThere),
  )) {
    if (names.has(address) || declared.proxyOf(address) !== null) continue;
    names.add(address);
    members.push(discoveredMember(by, address, isThere));
  }
  return members;
}

function declaredMember(proxy: ProxyConfig): Member {
  const { name, kind, listen, stats } = proxy;
  return {
    known: { ...fleetProxyOf(proxy), isThere: true },
    watched: { name, kind, listen, stats },
  };
}

function discoveredMember(by: ProxyDiscoveryConfig, address: string, isThere: boolean): Member {
  const { kind, zone, listenPort } = by;
  const stats = by.stats === null ? null : withHost(by.stats, address);
  const statistics = stats === null ? null : describeStatistics(stats);
  return {
    known: { name: address, addresses: [address], kind, weight: 1, zone, statistics, isThere },
    watched: {
      name: address,
      kind,
      listen: listenPort === null ? null : { host: address, port: listenPort },
      stats,
    },
  };
}
