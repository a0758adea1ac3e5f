import { concerns, eventsOf } from "@/lib/domain/elasticache/events";
import type { ElastiCacheTopology, ServiceEvent } from "@/lib/domain/elasticache/model";
import { parametersOf } from "@/lib/domain/elasticache/parameters";
import type { SourceStatusContent } from "@/lib/store/rows";
import { type Loop, startLoop } from "../loop";
import type { Recorder } from "../recorder";
import type { AwsFailure, AwsSource } from "../sources/aws-source";
import { askTopology } from "./ask-topology";
import { type AwsCluster, EVENTS_OVERLAP_MS } from "./aws-cluster";
import { AWS_SOURCES, type CallStatus, createCallStatus } from "./call-status";
import { type KeptCache, keepCaches } from "./kept-caches";
import { cacheKeyOf, type DeclaredCache, type WantedRegion } from "./wanted-regions";

export interface RegionWatchOptions {
  readonly source: AwsSource;
  readonly wanted: WantedRegion;
  /** What is known from before, by `cacheKeyOf`. */
  readonly remembered: ReadonlyMap<string, KeptCache>;
  /** Those that are told of from here now. */
  readonly clusters: () => readonly AwsCluster[];
  /** All clusters of the fleet that are told of from here, known to AWS or not. */
  readonly clusterKeys: () => readonly string[];
  readonly recorder: Recorder;
  /** Something may have changed in what AWS tells. */
  readonly onTopology: () => void;
  readonly onError: (error: unknown) => void;
  readonly intervals?: Partial<RegionIntervals>;
}

export interface RegionIntervals {
  readonly topologyMs: number;
  readonly eventsMs: number;
  readonly parametersMs: number;
}

/** One account's region: who is there, what happened, which parameters hold. Nothing here waits for another region. */
export interface RegionWatch {
  wanted(): WantedRegion;
  caches(): ReadonlyMap<string, KeptCache>;
  setWanted(wanted: WantedRegion): void;
  topologyStatus(): CallStatus;
  /** The clusters are others than before: what is not known of the new ones is asked for at once. */
  refresh(): void;
  /** The last word on a cluster that is not told of from here any more. */
  retire(clusterKey: string): void;
  stop(): Promise<void>;
}

const INTERVALS: RegionIntervals = { topologyMs: 60_000, eventsMs: 30_000, parametersMs: 3_600_000 };
/** AWS keeps events for so long. */
const EVENTS_KEPT_MS = 14 * 86_400_000;
/** Regions are not all asked in the same second. */
const SPREAD_MS = 500;
/** Parameters are due soon after a group that is not known is heard of. */
const PARAMETERS_LOOK_MS = 5000;

export function watchRegion(options: RegionWatchOptions): RegionWatch {
  const { source, recorder, onError } = options;
  const intervals = { ...INTERVALS, ...options.intervals };
  const { region } = options.wanted.access;
  let wanted = options.wanted;
  let caches = options.remembered;
  let unknown: ReadonlySet<string> = new Set();
  const topology = createCallStatus(AWS_SOURCES.topology, region);
  /** Of the same source, for clusters that are serverless: theirs is a call of its own. */
  const serverless = createCallStatus(AWS_SOURCES.topology, region);
  const events = createCallStatus(AWS_SOURCES.events, region);
  const groups = new Map<string, { readonly status: CallStatus; dueAtMs: number }>();

  const tellTopology = (nowMs: number): void => {
    const missing = new Map(
      wanted.declared.flatMap((cache) => (unknown.has(cacheKeyOf(cache)) ? [[cache.clusterKey, cache]] : [])),
    );
    const serverlessKeys = new Set([
      ...wanted.declared.flatMap(({ kind, clusterKey }) => (kind === SERVERLESS ? [clusterKey] : [])),
      ...options
        .clusters()
        .flatMap((known) => (known.topology().kind === SERVERLESS ? [known.clusterKey] : [])),
    ]);
    for (const clusterKey of options.clusterKeys()) {
      const cache = missing.get(clusterKey);
      const isServerless = serverlessKeys.has(clusterKey) && serverless.failure() !== null;
      const status = (isServerless ? serverless : topology).content(nowMs);
      recorder.source(clusterKey, null, cache === undefined ? status : unknownTo(status, cache, region));
    }
  };

  const topologyTurn = async (signal: AbortSignal): Promise<number> => {
    const asked = wanted;
    const answer = await askTopology(source, asked);
    if (signal.aborted) return intervals.topologyMs;
    const nowMs = Date.now();
    // The fleet file changed meanwhile: what was not asked for cannot be missing.
    if (asked === wanted) {
      caches = keepCaches(caches, answer, nowMs);
      unknown = answer.unknown;
    }
    topology.note(answer.failure, nowMs);
    topology.noteMissing(
      answer.serverlessFailure === null ? null : withoutServerless(answer.serverlessFailure),
    );
    serverless.note(answer.serverlessFailure, nowMs);
    for (const status of [topology, serverless]) status.noteClock(answer.clockSkewMs);
    options.onTopology();
    tellTopology(nowMs);
    return answer.isAnswered ? intervals.topologyMs : topology.nextMs(intervals.topologyMs);
  };

  const eventsTurn = async (signal: AbortSignal): Promise<number> => {
    const clusters = options.clusters();
    if (clusters.length === 0) return intervals.eventsMs;
    // As AWS's clock has it: with one that is ahead, the newest events would lie before the window's start.
    const askedMs = Date.now() + events.skewMs();
    const sinceMs = Math.min(...clusters.map((cluster) => cluster.eventsToMs() ?? askedMs - EVENTS_KEPT_MS));
    const fromMs = Math.max(askedMs - EVENTS_KEPT_MS, sinceMs - EVENTS_OVERLAP_MS);
    const outcome = await source.describeEvents({ fromMs, toMs: askedMs });
    if (signal.aborted) return intervals.eventsMs;
    events.note(outcome.state === "failed" ? outcome.failure : null, Date.now());
    if (outcome.state === "ok") {
      events.noteClock(outcome.clockSkewMs);
      // What the answer shows to lie ahead of AWS's clock has not been told yet.
      const nowMs = Math.min(askedMs, Date.now() + events.skewMs());
      const window = { fromMs, toMs: nowMs };
      const told = eventsByCluster(eventsOf(outcome.value), clusters);
      for (const cluster of clusters) cluster.takeEvents(told.get(cluster) ?? [], window, nowMs);
    }
    for (const clusterKey of options.clusterKeys())
      recorder.source(clusterKey, null, events.content(Date.now()));
    return events.nextMs(intervals.eventsMs);
  };

  const parametersTurn = async (signal: AbortSignal): Promise<number> => {
    const users = new Map<string, AwsCluster[]>();
    for (const cluster of options.clusters()) {
      const group = cluster.topology().parameterGroup;
      if (group !== null) users.set(group, [...(users.get(group) ?? []), cluster]);
    }
    for (const group of groups.keys()) if (!users.has(group)) groups.delete(group);
    for (const [group, clusters] of users) {
      const known = groups.get(group) ?? {
        status: createCallStatus(AWS_SOURCES.parameters, region),
        dueAtMs: 0,
      };
      groups.set(group, known);
      const isNew = clusters.some((cluster) => cluster.facts().parameters?.group !== group);
      const isFailing = known.status.failure() !== null;
      if (Date.now() < known.dueAtMs && (isFailing || !isNew)) continue;
      const outcome = await source.describeParameters(group);
      if (signal.aborted) return PARAMETERS_LOOK_MS;
      const nowMs = Date.now();
      known.status.note(outcome.state === "failed" ? outcome.failure : null, nowMs);
      known.dueAtMs = nowMs + known.status.nextMs(intervals.parametersMs);
      for (const cluster of clusters) {
        if (outcome.state === "ok") cluster.takeParameters(parametersOf(group, outcome.value), nowMs);
        recorder.source(cluster.clusterKey, null, known.status.content(nowMs));
      }
    }
    return PARAMETERS_LOOK_MS;
  };

  const loop = (turn: (signal: AbortSignal) => Promise<number>, firstDelayMs: number): Loop =>
    startLoop({ firstDelayMs, turn, onError });
  const topologyLoop = loop(topologyTurn, Math.random() * SPREAD_MS);
  const eventsLoop = loop(eventsTurn, SPREAD_MS * (1 + Math.random()));
  const parametersLoop = loop(parametersTurn, SPREAD_MS * (1 + Math.random()));

  return {
    wanted: () => wanted,
    caches: () => caches,
    setWanted(next) {
      if (JSON.stringify(next) === JSON.stringify(wanted)) return;
      wanted = next;
      topologyLoop.hurry();
    },
    topologyStatus: () => topology,
    refresh() {
      if (options.clusters().some((cluster) => cluster.eventsToMs() === null) && events.failure() === null)
        eventsLoop.hurry();
      parametersLoop.hurry();
    },
    retire(clusterKey) {
      const nowMs = Date.now();
      const parameters = createCallStatus(AWS_SOURCES.parameters, region);
      for (const status of [topology, events, parameters])
        recorder.source(clusterKey, null, status.retired(nowMs));
    },
    async stop() {
      await Promise.all([topologyLoop, eventsLoop, parametersLoop].map((each) => each.stop()));
    },
  };
}

/** Who is meant by name comes before whose node it may have been. */
function eventsByCluster(
  events: readonly ServiceEvent[],
  clusters: readonly AwsCluster[],
): Map<AwsCluster, ServiceEvent[]> {
  const concerned = new Map<string, readonly AwsCluster[]>();
  const told = new Map<AwsCluster, ServiceEvent[]>();
  for (const event of events) {
    const key = `${event.sourceType} ${event.sourceId}`;
    const all = concerned.get(key) ?? clustersOf(event, clusters);
    concerned.set(key, all);
    for (const cluster of all) {
      const own = told.get(cluster) ?? [];
      own.push(event);
      told.set(cluster, own);
    }
  }
  return told;
}

function clustersOf(event: ServiceEvent, clusters: readonly AwsCluster[]): readonly AwsCluster[] {
  const all = clusters.filter((cluster) => concerns(event, cluster.topology()));
  const named = all.filter((cluster) => names(cluster.topology(), event.sourceId));
  return named.length > 0 ? named : all;
}

function names({ id, nodes }: ElastiCacheTopology, sourceId: string): boolean {
  return id === sourceId || nodes.some(({ cacheClusterId }) => cacheClusterId === sourceId);
}

const SERVERLESS = "serverless-cache";

/** Groups and nodes are told; what is missing, and what to do about it. */
function withoutServerless({ code, sentence, remedy }: AwsFailure): string {
  const mend = code === "refused" && remedy === null ? "This endpoint does not offer them" : remedy;
  return `serverless caches are not told: ${sentence}${mend === null ? "" : `. ${mend}`}`;
}

const KIND_WORDS = {
  "replication-group": "replication group",
  "cache-cluster": "cache cluster",
  "serverless-cache": "serverless cache",
} as const;

/** The region answers, and does not know what the fleet file names. */
function unknownTo(status: SourceStatusContent, cache: DeclaredCache, region: string): SourceStatusContent {
  if (status.lastError !== null) return status;
  const what = KIND_WORDS[cache.kind];
  return {
    ...status,
    lastErrorAt: status.updatedAt,
    lastError: `ElastiCache in ${region} knows no ${what} "${cache.id}"`,
    detail: {
      ...status.detail,
      code: "unknown-id",
      remedy: `check the ${what}'s id, its region and the account under elasticache in the fleet file`,
    },
  };
}
