import { printAddress } from "@/lib/config/addresses";
import type { CadencePlan, MetricSignal } from "@/lib/domain/cloudwatch/model";
import { judgeMetrics } from "@/lib/domain/cloudwatch/signals";
import { changesBetween, parameterChanges, type ServiceChange } from "@/lib/domain/elasticache/changes";
import { isTrouble, kindOfEvent } from "@/lib/domain/elasticache/events";
import type {
  CacheParameters,
  ElastiCacheFacts,
  ElastiCacheTopology,
  ServiceEvent,
} from "@/lib/domain/elasticache/model";
import { limitsOf } from "@/lib/domain/elasticache/parameters";
import type { ObservationContent, SweepContent } from "@/lib/store/rows";
import type { Recorder } from "../recorder";
import { AWS_SOURCES, type AwsSourceName } from "./call-status";
import { type ClusterSeries, createClusterSeries } from "./cluster-series";
import type { KeptCache } from "./kept-caches";
import { createOpenedRates } from "./opened-rates";

/** One cluster that AWS tells of: what it told last, and what follows from it. */
export interface AwsCluster {
  readonly clusterKey: string;
  readonly regionKey: string;
  readonly series: ClusterSeries;
  topology(): ElastiCacheTopology;
  takeTopology(kept: KeptCache): void;
  takeParameters(parameters: CacheParameters, nowMs: number): void;
  /** Events of this cluster, perhaps told before. */
  takeEvents(
    events: readonly ServiceEvent[],
    window: { readonly fromMs: number; readonly toMs: number },
    nowMs: number,
  ): void;
  /** Up to when events are known; null: not yet asked. */
  eventsToMs(): number | null;
  noteSweep(address: string, content: SweepContent): void;
  /** Something is wrong: more is asked for a while. */
  noteTrouble(nowMs: number): void;
  hurriedUntilMs(nowMs: number): number | null;
  judge(plan: CadencePlan, nowMs: number): MetricSignal[];
  /** As it is told; for those who begin anew. */
  facts(): ElastiCacheFacts;
}

export interface AwsClusterOptions {
  readonly clusterKey: string;
  readonly regionKey: string;
  readonly recorder: Recorder;
  readonly kept: KeptCache;
  /** What was stored before our start. */
  readonly stored: ElastiCacheFacts | null;
  /** Something is wrong from now on: more is due. */
  readonly onHurry: () => void;
}

/** While something is wrong, and this long after the last of it, all metrics are asked for each minute. */
const HURRY_MS = 900_000;
/** What did not change is told again: its age is honest within these. */
const TELL_AGAIN_MS = 120_000;
/** Events that came late, or while clocks were apart, are asked for again. */
export const EVENTS_OVERLAP_MS = 900_000;
/** At best: what changed did so since it was told the other way, which may be long ago. */
const TOPOLOGY_PRECISION_MS = 60_000;
const EVENT_PRECISION_MS = 60_000;
const PARAMETERS_PRECISION_MS = 3_600_000;

export function createAwsCluster(options: AwsClusterOptions): AwsCluster {
  const { clusterKey, recorder, stored } = options;
  let topology = stored?.topology ?? options.kept.topology;
  let parameters = stored?.parameters ?? null;
  let told: string | null = stored === null ? null : markOf(stored);
  let toldAtMs = stored?.atMs ?? Number.NEGATIVE_INFINITY;
  let topologyAtMs = stored?.atMs ?? options.kept.atMs;
  const series = createClusterSeries(topology);
  const rates = createOpenedRates();
  let eventsToMs: number | null = null;
  let known = new Map<string, ServiceEvent>();
  let hurryUntilMs = Number.NEGATIVE_INFINITY;

  const factsNow = (): ElastiCacheFacts => ({ atMs: topologyAtMs, topology, parameters });
  const tell = (): void => {
    const facts = factsNow();
    const mark = markOf(facts);
    if (mark === told && topologyAtMs - toldAtMs < TELL_AGAIN_MS) return;
    told = mark;
    toldAtMs = topologyAtMs;
    recorder.elastiCacheNow(clusterKey, facts);
  };
  const observe = (
    changes: readonly ServiceChange[],
    source: AwsSourceName,
    atMs: number,
    precisionMs: number,
  ): void =>
    recorder.observations(
      clusterKey,
      changes.map(({ subject, before, after, sentence }): ObservationContent => {
        return {
          at: new Date(atMs),
          subject,
          kind: "configuration",
          before,
          after,
          sentence,
          source,
          precisionMs,
        };
      }),
    );
  const hurry = (untilMs: number, nowMs: number): void => {
    const wasHurried = hurryUntilMs > nowMs;
    hurryUntilMs = Math.max(hurryUntilMs, untilMs);
    if (!wasHurried) options.onHurry();
  };

  if (stored === null) tell();
  return {
    clusterKey,
    regionKey: options.regionKey,
    series,
    topology: () => topology,
    facts: factsNow,
    takeTopology(kept) {
      if (kept.atMs <= topologyAtMs && kept.topology === topology) return;
      observe(
        changesBetween(topology, kept.topology),
        AWS_SOURCES.topology,
        kept.atMs,
        Math.max(TOPOLOGY_PRECISION_MS, kept.atMs - topologyAtMs),
      );
      topology = kept.topology;
      topologyAtMs = kept.atMs;
      series.setTopology(topology);
      tell();
    },
    takeParameters(next, nowMs) {
      const before = parameters;
      observe(
        parameterChanges(before, next),
        AWS_SOURCES.parameters,
        nowMs,
        Math.max(PARAMETERS_PRECISION_MS, nowMs - (before?.atMs ?? nowMs)),
      );
      parameters = { ...next, atMs: nowMs };
      if (
        before === null ||
        JSON.stringify([before.group, before.values]) !== JSON.stringify([next.group, next.values])
      )
        recorder.cacheParameters(clusterKey, { since: new Date(nowMs), parameters: next });
      tell();
    },
    takeEvents(events, window, nowMs) {
      // Another cluster of the region may need more of the past than this one.
      const fromMs = eventsToMs === null ? window.fromMs : eventsToMs - EVENTS_OVERLAP_MS;
      const fresh = events.filter((event) => event.atMs >= fromMs && !known.has(markOfEvent(event)));
      const all = [...known.values(), ...fresh].filter(({ atMs }) => atMs >= fromMs);
      known = new Map(all.map((event) => [markOfEvent(event), event]));
      eventsToMs = window.toMs;
      for (const { atMs, message } of fresh)
        if (atMs > nowMs - HURRY_MS && isTrouble(kindOfEvent(message))) hurry(atMs + HURRY_MS, nowMs);
      recorder.observations(clusterKey, fresh.map(eventObservation));
    },
    eventsToMs: () => eventsToMs,
    noteSweep: (address, content) => rates.note(address, content),
    noteTrouble: (nowMs) => hurry(nowMs + HURRY_MS, nowMs),
    hurriedUntilMs: (nowMs) => (hurryUntilMs > nowMs ? hurryUntilMs : null),
    judge(plan, nowMs) {
      const openedPerSec = topology.nodes.flatMap(({ cacheClusterId, endpoint }) => {
        const opened = endpoint === null ? null : rates.of(printAddress(endpoint));
        return opened === null ? [] : [{ subject: cacheClusterId, ...opened }];
      });
      const limits = parameters === null ? null : limitsOf(parameters);
      return judgeMetrics({ series: series.recent(), topology, limits, openedPerSec, plan, nowMs });
    },
  };
}

/** What AWS told, without when. */
function markOf({ topology, parameters }: ElastiCacheFacts): string {
  return JSON.stringify([topology, parameters?.group, parameters?.values]);
}

function markOfEvent({ atMs, sourceId, message }: ServiceEvent): string {
  return `${atMs} ${sourceId} ${message}`;
}

function eventObservation({ atMs, sourceId, message }: ServiceEvent): ObservationContent {
  return {
    at: new Date(atMs),
    subject: sourceId,
    kind: "event",
    before: null,
    after: kindOfEvent(message),
    sentence: message,
    source: AWS_SOURCES.events,
    precisionMs: EVENT_PRECISION_MS,
  };
}
