import { printAddress } from "@/lib/config/addresses";
import type { Address, AwsAccess, ClusterConfig } from "@/lib/config/fleet";
import { createAttribution } from "@/lib/domain/connections/attribution";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import type { FleetProxy } from "@/lib/store/rows";
import { type Loop, startLoop } from "./loop";
import { tlsTo } from "./named-tls";
import { type NodeWatch, watchNode } from "./node-watch";
import { type KnownState, NOTHING_KNOWN } from "./observe";
import { followProxies, type RememberedProxy } from "./proxies/proxy-set";
import type { Recorder } from "./recorder";
import { judgeCluster } from "./skew/cluster-skew";
import { sweepEvent } from "./skew/skew-events";
import type { SkewPast } from "./skew/skew-past";
import { subjectsOf } from "./skew/skew-subjects";
import type { AwsCredentials } from "./sources/aws-source";
import { redisAuthOf } from "./sources/redis-auth";
import {
  type Announced,
  announcedBy,
  type ClusterKind,
  type ClusterView,
  type KnownNode,
  kindOf,
  planTopology,
  TOPOLOGY_LIMITS,
  type TopologyMemory,
} from "./topology";
import { within } from "./within";

/** A node that was watched before our restart, and how it was. */
export interface RememberedNode {
  readonly address: string;
  readonly state: KnownState;
}

export interface ClusterWatchOptions {
  readonly config: ClusterConfig;
  readonly recorder: Recorder;
  /** For tokens, where the cluster is entered by IAM. Rejects with an AwsError. */
  readonly credentials: (access: AwsAccess) => Promise<AwsCredentials>;
  readonly remembered: readonly RememberedNode[];
  /** Addresses of proxies that names led to before our restart. */
  readonly rememberedProxies: readonly RememberedProxy[];
  readonly resume: (address: string) => Promise<LedgerResume | null>;
  /** What was stored of the cluster's skew; asked for once. */
  readonly skewPast: () => Promise<SkewPast>;
  readonly onKind: (kind: ClusterKind) => void;
  readonly onProxies: (proxies: readonly FleetProxy[]) => void;
  readonly onError: (error: unknown) => void;
}

export interface ClusterWatch {
  readonly key: string;
  kind(): ClusterKind;
  nodes(): readonly NodeWatch[];
  /** Where the cluster is found from now on; what is watched already goes on undisturbed. */
  setSeeds(seeds: readonly Address[]): void;
  mendChain(): void;
  stop(): Promise<void>;
}

/** Derived groups of a cluster: what fits a legend and a table; the rest is `other`. */
const GROUP_LIMIT = 60;
/** Names of proxies are asked for at once; lists wait this long for the answer. */
const PROXIES_WITHIN_MS = 3000;
/** Skew is judged no more often than this. */
const ASSESS_MS = 5000;
/** Three views of CLUSTER NODES outvote one node that sits in a corner of its own. */
const VIEWS_ASKED = 3;
interface Followed {
  readonly watch: NodeWatch;
  readonly followedSinceMs: number;
  readonly announced: Announced | null;
}

/** Watches one cluster: finds its nodes from the seeds, follows them as they change. */
export function watchCluster(options: ClusterWatchOptions): ClusterWatch {
  const { config, recorder } = options;
  const auth = redisAuthOf(config, options.credentials);
  const attribution = createAttribution({
    proxies: config.proxies,
    proxiesChange: config.proxyDiscovery.length > 0,
    groups: config.groups,
    groupLimit: GROUP_LIMIT,
  });
  const skew = judgeCluster({
    clusterKey: config.id,
    sweepIntervalMs: config.watch.sweepIntervalMs,
    assessIntervalMs: Math.min(ASSESS_MS, config.watch.proxyIntervalMs),
    recorder,
    subjects: (by) => subjectsOf(by, { proxies: proxies.current(), nodes: subjectNodes(), kind }),
    past: options.skewPast,
    onError: options.onError,
  });
  const proxies = followProxies({
    config,
    auth,
    recorder,
    remembered: options.rememberedProxies,
    onChange: (known) => {
      attribution.setProxies(known);
      options.onProxies(known.map(({ isThere: _, ...proxy }) => proxy));
    },
    onReport: (report) => skew.feed({ kind: "proxy", report }),
    onError: options.onError,
  });
  const rememberedStates = new Map(options.remembered.map(({ address, state }) => [address, state]));
  const followed = new Map<string, Followed>();
  const nodeIds = new Map<string, string>();
  let memory: TopologyMemory = { aliases: new Map(), lastSeenMs: new Map() };
  /** The topology is looked at with every full INFO, and at once when a probe shows a change. */
  const topologyIntervalMs = config.watch.infoIntervalMs;
  const limits = { ...TOPOLOGY_LIMITS, goneFromClusterMs: 3 * topologyIntervalMs };
  let seedAddresses = config.seeds;
  let seeds = new Set(config.seeds.map(printAddress));
  const formerSeeds = new Set<string>();
  /** Who names the seeds. */
  const seedSource = config.elasticache === null ? "fleet file" : "ElastiCache";
  let kind: ClusterKind = "unknown";
  let toldBeyondLimit = 0;
  let askedLast = 0;
  let stopped = false;

  const follow = (address: string, announced: Announced | null): void => {
    const target = addressOf(address);
    if (followed.has(address) || target === null) return;
    const watch = watchNode({
      clusterKey: config.id,
      address,
      target: {
        address: target,
        auth,
        tls: tlsTo(target, config, seedAddresses),
        connectTimeoutMs: config.watch.connectTimeoutMs,
        commandTimeoutMs: config.watch.commandTimeoutMs,
      },
      watch: config.watch,
      attribution,
      recorder,
      known: rememberedStates.get(address) ?? NOTHING_KNOWN,
      resume: async () => {
        await within(proxies.ready, PROXIES_WITHIN_MS);
        return options.resume(address);
      },
      lagBytes: () => lagOf(address),
      onSweep: (content) => skew.feed(sweepEvent(address, content)),
      onChange: () => topologyLoop.hurry(),
      onError: options.onError,
    });
    followed.set(address, { watch, followedSinceMs: Date.now(), announced });
    if (seeds.has(address) || rememberedStates.has(address)) adopt(watch, announced);
  };

  const adopt = (watch: NodeWatch, announced: Announced | null): void => {
    const { address } = watch;
    recorder.node(config.id, address, nodeIds.get(address) ?? null);
    watch.adopt();
    if (rememberedStates.has(address)) return;
    const sentence =
      announced === null
        ? `${address} is watched: ${config.elasticache === null ? "it is in the fleet file" : "ElastiCache tells of it"}`
        : `${address} was found: ${announced.source} of ${announced.by} shows it as ${roleOf(announced)}`;
    recorder.observation(config.id, address, {
      at: new Date(),
      subject: address,
      kind: "discovered",
      before: null,
      after: announced === null ? seedSource : announced.by,
      sentence,
      source: announced?.source ?? seedSource,
      precisionMs: topologyIntervalMs,
    });
  };

  const drop = async (address: string, why: "alias" | "gone", of: string | null): Promise<void> => {
    const entry = followed.get(address);
    if (entry === undefined) return;
    followed.delete(address);
    rememberedStates.delete(address);
    await entry.watch.stop();
    if (!entry.watch.isAdopted()) return;
    const at = new Date();
    recorder.observation(config.id, address, {
      at,
      subject: address,
      kind: "gone",
      before: null,
      after: of,
      sentence:
        why === "alias"
          ? `${address} leads to ${of}, which is watched already`
          : `${address} is gone: no other node of the cluster tells of it any more`,
      source: kind === "cluster" ? "CLUSTER NODES" : "INFO replication",
      precisionMs: topologyIntervalMs,
    });
    recorder.nodeGone(config.id, address, at);
  };

  const knownNodes = (): KnownNode[] =>
    [...followed.values()].map(({ watch, followedSinceMs }) => ({
      address: watch.address,
      isSeed: seeds.has(watch.address),
      wasSeed: formerSeeds.has(watch.address),
      isAdopted: watch.isAdopted(),
      followedSinceMs,
      isAnswering: watch.isAnswering(),
      facts: watch.facts(),
    }));

  const subjectNodes = () =>
    [...followed.values()].flatMap(({ watch }) =>
      watch.isAdopted()
        ? [{ address: watch.address, role: watch.facts()?.role ?? ("unknown" as const) }]
        : [],
    );

  const askViews = async (): Promise<ClusterView[]> => {
    const answering = [...followed.values()]
      .map(({ watch }) => watch)
      .filter((watch) => watch.isAnswering() && watch.facts()?.isCluster === true);
    const asked =
      answering.length <= VIEWS_ASKED ? answering : rotate(answering, askedLast).slice(0, VIEWS_ASKED);
    askedLast = (askedLast + VIEWS_ASKED) % Math.max(1, answering.length);
    const views = await Promise.all(
      asked.map(async (watch) => ({ askedOf: watch.address, view: await watch.clusterNodes() })),
    );
    return views.flatMap(({ askedOf, view }) =>
      view === null || view.nodes.length === 0 ? [] : [{ askedOf, view }],
    );
  };

  const topologyTurn = async (): Promise<number> => {
    const views = await askViews();
    if (stopped) return topologyIntervalMs;
    const nodes = knownNodes();
    const announced = announcedBy(nodes, views);
    noteNodeIds(announced);
    const change = planTopology(nodes, announced, memory, Date.now(), limits);
    memory = change.memory;
    await Promise.all(change.drop.map(({ address, why, of }) => drop(address, why, of)));
    for (const entry of change.follow) follow(entry.address, entry);
    followSeeds();
    for (const { watch, announced: by } of followed.values()) if (isToBeAdopted(watch)) adopt(watch, by);
    tellBeyondLimit(change.beyondLimit);
    const next = kindOf(knownNodes());
    if (next !== kind && next !== "unknown") {
      kind = next;
      options.onKind(kind);
    }
    return topologyIntervalMs;
  };

  const noteNodeIds = (announced: ReadonlyMap<string, Announced>): void => {
    for (const { address, nodeId, slots, source } of announced.values()) {
      if (source !== "CLUSTER NODES" || nodeId === null) continue;
      followed.get(address)?.watch.setSlots(slots);
      if (nodeIds.get(address) === nodeId) continue;
      nodeIds.set(address, nodeId);
      if (followed.get(address)?.watch.isAdopted()) recorder.node(config.id, address, nodeId);
    }
  };

  const tellBeyondLimit = (beyond: number): void => {
    if (beyond === toldBeyondLimit) return;
    toldBeyondLimit = beyond;
    recorder.observation(config.id, null, {
      at: new Date(),
      subject: config.id,
      kind: "limit",
      before: null,
      after: String(beyond),
      sentence: `${beyond} more nodes are announced than the ${followed.size} that are watched`,
      source: kind === "cluster" ? "CLUSTER NODES" : "INFO replication",
      precisionMs: topologyIntervalMs,
    });
  };

  /** How far a replica is behind, as the node that feeds it says. */
  const lagOf = (address: string): number | null => {
    for (const { watch } of followed.values()) {
      if (!watch.isAnswering()) continue;
      const replica = watch
        .facts()
        ?.replicas.find((entry) => (aliasOf(entry.address) ?? entry.address) === address);
      if (replica !== undefined) return replica.lagBytes;
    }
    return null;
  };
  const aliasOf = (address: string): string | undefined => memory.aliases.get(address)?.of;

  /** A seed that led to another node's address is looked at again as soon as it may lead elsewhere. */
  const followSeeds = (): void => {
    for (const address of seeds) if (aliasOf(address) === undefined) follow(address, null);
  };

  const topologyLoop: Loop = startLoop({ firstDelayMs: 300, turn: topologyTurn, onError: options.onError });
  followSeeds();
  for (const { address } of options.remembered) follow(address, null);

  return {
    key: config.id,
    kind: () => kind,
    nodes: () => [...followed.values()].map(({ watch }) => watch),
    setSeeds: (next) => {
      seedAddresses = next;
      for (const address of seeds) formerSeeds.add(address);
      seeds = new Set(next.map(printAddress));
      for (const address of seeds) formerSeeds.delete(address);
      topologyLoop.hurry();
    },
    mendChain: () => {
      for (const { watch } of followed.values()) watch.mendChain();
    },
    async stop() {
      stopped = true;
      await topologyLoop.stop();
      const nodes = [...followed.values()].map(({ watch }) => watch.stop());
      await Promise.all([proxies.stop(), skew.stop(), ...nodes]);
    },
  };
}

/** A discovered address that answers, or does not for too long: then it is a node with its own state. */
function isToBeAdopted(watch: NodeWatch): boolean {
  if (watch.isAdopted()) return false;
  return watch.facts() !== null || watch.isSilent();
}

function roleOf({ role }: Announced): string {
  return role === "unknown" ? "a node" : `a ${role}`;
}

function rotate<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}

/** `host:port` or `[ipv6]:port` as others announce it; null: not an address. */
function addressOf(text: string): Address | null {
  const match = /^(?:\[(.+)\]|(.+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}
