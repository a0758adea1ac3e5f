import type { AwsAccess, CloudWatchConfig, ClusterConfig, Fleet } from "@/lib/config/fleet";
import type { CadencePlan } from "@/lib/domain/cloudwatch/model";
import { planCadence } from "@/lib/domain/cloudwatch/plan";
import { matchesId } from "@/lib/domain/elasticache/match";
import type { ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { DiscoveryStatus, SweepContent } from "@/lib/store/rows";
import { type Loop, startLoop } from "../loop";
import type { Recorder } from "../recorder";
import { type AwsSource, openAws } from "../sources/aws-source";
import { within } from "../within";
import { type AwsCluster, createAwsCluster } from "./aws-cluster";
import { createBudgetBook } from "./budget-book";
import type { StoredSeries } from "./cluster-series";
import { type EffectiveCluster, effectiveClusters, foundKeyOf } from "./effective-clusters";
import type { KeptCache } from "./kept-caches";
import { type MetricsWatch, watchMetrics } from "./metrics-watch";
import { type RegionIntervals, type RegionWatch, watchRegion } from "./region-watch";
import { cacheKeyOf, type WantedRegion, wantedRegions } from "./wanted-regions";

/** What was stored before our start. Each rejects while the database is away. */
export interface AwsPast {
  /** The newest word of AWS on each cluster of the fleet, by the cluster's key. */
  facts(): Promise<ReadonlyMap<string, ElastiCacheFacts>>;
  series(clusterKey: string): Promise<StoredSeries>;
  /** What other runs than ours have asked since the day ("2026-11-01"). */
  usage(sinceDay: string): Promise<{ readonly metrics: number; readonly calls: number }>;
}

export interface FollowElastiCacheOptions {
  readonly runId: string;
  readonly recorder: Recorder;
  readonly past: AwsPast;
  /** All clusters to watch, with what AWS tells of them, whenever that is another list than before. */
  readonly onClusters: (clusters: readonly ClusterConfig[]) => void;
  readonly onError: (error: unknown) => void;
  readonly open?: (access: AwsAccess) => AwsSource;
  readonly intervals?: Partial<RegionIntervals>;
}

/** ElastiCache and CloudWatch beside the clusters of the fleet file. */
export interface ElastiCacheFollower {
  setFleet(fleet: Fleet): void;
  discovery(): readonly DiscoveryStatus[];
  noteSweep(clusterKey: string, address: string, content: SweepContent): void;
  noteTrouble(clusterKey: string): void;
  stop(): Promise<void>;
}

interface Region {
  readonly source: AwsSource;
  readonly watch: RegionWatch;
  readonly metrics: MetricsWatch;
}

/** Watching does not wait for the database longer than this to be told who was known before. */
const PAST_WITHIN_MS = 5000;
/** Asked again while the database does not tell what the month has cost so far. */
const SPENT_AGAIN_MS = 5000;
/** What was asked for is paid for: a call may end. One that hangs holds up nobody who stops. */
const LAST_CALLS_MS = 1500;
/** And now and then: what a run before ours left waiting on disk, or another collector's, comes later. */
const SPENT_KNOWN_MS = 300_000;

export function followElastiCache(options: FollowElastiCacheOptions): ElastiCacheFollower {
  const { recorder, past, onError, runId } = options;
  const open = options.open ?? openAws;
  const book = createBudgetBook(runId);
  const regions = new Map<string, Region>();
  const clusters = new Map<string, AwsCluster>();
  let fleet: Fleet | null = null;
  let effective: readonly EffectiveCluster[] = [];
  let ids: ReadonlyMap<string, string> = new Map();
  let remembered: Promise<ReadonlyMap<string, ElastiCacheFacts>> | null = null;
  let stored: ReadonlyMap<string, ElastiCacheFacts> = new Map();
  let plan: CadencePlan = planCadence({ coreQueries: 0, restQueries: 0, budgetUsd: 0 });
  let told = "";
  let stopped = false;
  let leaving: Promise<unknown> = Promise.resolve();

  const spentLoop: Loop = startLoop({
    firstDelayMs: 0,
    turn: async () => {
      const nowMs = Date.now();
      if (regions.size === 0) return SPENT_AGAIN_MS;
      const spent = await past.usage(firstDayOf(nowMs)).catch(() => null);
      if (spent === null) return SPENT_AGAIN_MS;
      const wasKnown = book.isKnown();
      book.setSpentBefore(spent, nowMs);
      if (!wasKnown) for (const { metrics } of regions.values()) metrics.hurry();
      return SPENT_KNOWN_MS;
    },
    onError,
  });

  const factsOf = (clusterKey: string): ElastiCacheFacts | null =>
    clusters.get(clusterKey)?.facts() ?? stored.get(clusterKey) ?? null;

  /** What is known of the caches that are wanted here, and which cluster a discovered one was. */
  const recall = (wanted: WantedRegion): Map<string, KeptCache> => {
    const caches = new Map<string, KeptCache>();
    const keep = ({ topology, atMs }: ElastiCacheFacts): void => {
      caches.set(cacheKeyOf(topology), { topology, atMs, missed: 0, missedSinceMs: null });
    };
    for (const { clusterKey, ...cache } of wanted.declared) {
      const facts = factsOf(clusterKey);
      if (facts !== null && cacheKeyOf(facts.topology) === cacheKeyOf(cache)) keep(facts);
    }
    const declared = new Set(fleet?.clusters.map(({ id }) => id));
    const known = new Map(ids);
    for (const clusterKey of new Set([...stored.keys(), ...clusters.keys()])) {
      const facts = factsOf(clusterKey);
      if (facts === null || declared.has(clusterKey) || isTakenElsewhere(clusterKey, wanted.key)) continue;
      const { topology } = facts;
      const isWanted = wanted.patterns.some(({ match }) => matchesId(match, topology.id));
      if (!isWanted || topology.region !== wanted.access.region) continue;
      keep(facts);
      known.set(foundKeyOf(wanted.key, topology), clusterKey);
    }
    ids = known;
    return caches;
  };
  const isTakenElsewhere = (clusterKey: string, regionKey: string): boolean =>
    [...ids].some(([found, id]) => id === clusterKey && !found.startsWith(`${regionKey} `));

  const begin = (wanted: WantedRegion): Region => {
    const source = open(wanted.access);
    const { key } = wanted;
    const ours = {
      source,
      recorder,
      clusters: () => [...clusters.values()].filter(({ regionKey }) => regionKey === key),
      clusterKeys: () =>
        effective.filter(({ regionKey }) => regionKey === key).map(({ config }) => config.id),
      onError,
    };
    const watch = watchRegion({
      ...ours,
      wanted,
      remembered: recall(wanted),
      onTopology: () => refresh(),
      intervals: options.intervals ?? {},
    });
    const metrics = watchMetrics({
      ...ours,
      region: wanted.access.region,
      book,
      plan: () => plan,
      config: () => fleet?.cloudwatch ?? NO_METRICS,
      readStored: past.series,
    });
    return { source, watch, metrics };
  };

  const end = ({ source, watch, metrics }: Region): void => {
    const ended = Promise.all([watch.stop(), metrics.stop()]);
    const closed = within(ended, LAST_CALLS_MS).then(() => source.close());
    leaving = Promise.all([leaving, ended, closed]);
  };

  const applyFleet = (next: Fleet): void => {
    // A file that was read anew is followed anew, also where nothing of it changed: something may not have begun.
    told = "";
    const wanted = wantedRegions(next);
    const keys = new Set(wanted.map(({ key }) => key));
    const gone = new Map([...regions].filter(([key]) => !keys.has(key)));
    // In the order of the file: of two patterns that lead to one cache the first one counts.
    const before = new Map(regions);
    regions.clear();
    for (const each of wanted) {
      const known = before.get(each.key);
      known?.watch.setWanted(each);
      regions.set(each.key, known ?? begin(each));
    }
    refresh(gone);
    for (const region of gone.values()) end(region);
    if (!book.isKnown()) spentLoop.hurry();
    for (const { metrics } of regions.values()) metrics.hurry();
  };

  /** `gone`: regions that are not wanted any more. */
  const refresh = (gone: ReadonlyMap<string, Region> = new Map()): void => {
    if (fleet === null || stopped) return;
    const known = [...regions.values()].map(({ watch }) => ({
      wanted: watch.wanted(),
      caches: watch.caches(),
    }));
    const now = effectiveClusters(fleet, known, ids);
    retireLeft(effective, now.clusters, gone);
    effective = now.clusters;
    ids = now.ids;
    const isNew = followCaches();
    plan = planCadence({ ...countQueries(), budgetUsd: fleet.cloudwatch.monthlyBudgetUsd });
    tellClusters();
    if (!isNew) return;
    for (const { watch, metrics } of regions.values()) {
      watch.refresh();
      metrics.hurry();
    }
  };

  /** What is not asked any more has its last word, so that no error stands for ever. */
  const retireLeft = (
    before: readonly EffectiveCluster[],
    after: readonly EffectiveCluster[],
    gone: ReadonlyMap<string, Region>,
  ): void => {
    const stay = new Set(after.map(({ config, regionKey }) => `${config.id} ${regionKey}`));
    for (const { config, regionKey } of before) {
      if (regionKey === null || stay.has(`${config.id} ${regionKey}`)) continue;
      const region = gone.get(regionKey) ?? regions.get(regionKey);
      region?.watch.retire(config.id);
      region?.metrics.retire(config.id);
    }
  };

  /** True: there is one that was not there before, or that became another. */
  const followCaches = (): boolean => {
    const wanted = new Map(effective.map((each) => [each.config.id, each]));
    for (const [clusterKey, cluster] of clusters) {
      const next = wanted.get(clusterKey);
      if (next !== undefined && isSame(cluster, next)) continue;
      clusters.delete(clusterKey);
      // Reached in another way it may be the same cache: what was told of it until now is no news.
      stored = new Map([...stored, [clusterKey, cluster.facts()]]);
    }
    let isNew = false;
    for (const { config, regionKey, kept } of effective) {
      if (regionKey === null || kept === null) continue;
      const known = clusters.get(config.id);
      if (known !== undefined) {
        const group = known.topology().parameterGroup;
        known.takeTopology(kept);
        isNew ||= known.topology().parameterGroup !== group;
        continue;
      }
      const facts = stored.get(config.id);
      const before =
        facts !== undefined && cacheKeyOf(facts.topology) === cacheKeyOf(kept.topology) ? facts : null;
      const clusterKey = config.id;
      const onHurry = (): void => regions.get(regionKey)?.metrics.hurry();
      clusters.set(
        clusterKey,
        createAwsCluster({ clusterKey, regionKey, recorder, kept, stored: before, onHurry }),
      );
      isNew = true;
    }
    return isNew;
  };

  const countQueries = () => {
    const counts = [...clusters.values()].map(({ series }) => series.count());
    return {
      coreQueries: counts.reduce((sum, { core }) => sum + core, 0),
      restQueries: counts.reduce((sum, { rest }) => sum + rest, 0),
    };
  };

  const tellClusters = (): void => {
    const configs = effective.map(({ config }) => config);
    const mark = JSON.stringify(configs);
    if (mark === told) return;
    told = mark;
    options.onClusters(configs);
  };

  return {
    setFleet(next) {
      fleet = next;
      book.setBudget(next.cloudwatch.monthlyBudgetUsd);
      if (wantedRegions(next).length === 0) return applyFleet(next);
      remembered ??= within(past.facts(), PAST_WITHIN_MS)
        .then((facts) => (facts === "too late" ? new Map() : facts))
        .catch(() => new Map());
      remembered
        .then((facts) => {
          if (stored.size === 0) stored = facts;
          if (!stopped && fleet === next) applyFleet(next);
        })
        .catch(onError);
    },
    discovery: () =>
      [...regions.values()].flatMap(({ watch }) =>
        watch.wanted().patterns.map(({ region, match }): DiscoveryStatus => {
          const status = watch.topologyStatus();
          const failure = status.failure();
          const lastMs = status.lastSuccessAtMs();
          return {
            region,
            match,
            found: [...watch.caches().values()].filter(({ topology }) => matchesId(match, topology.id))
              .length,
            lastSuccessAt: lastMs === null ? null : new Date(lastMs).toISOString(),
            error: failure?.sentence ?? null,
            remedy: failure === null ? status.missing() : failure.remedy,
          };
        }),
      ),
    noteSweep: (clusterKey, address, content) => clusters.get(clusterKey)?.noteSweep(address, content),
    noteTrouble: (clusterKey) => clusters.get(clusterKey)?.noteTrouble(Date.now()),
    async stop() {
      stopped = true;
      await spentLoop.stop();
      for (const region of regions.values()) end(region);
      await leaving;
    },
  };
}

const NO_METRICS: CloudWatchConfig = { monthlyBudgetUsd: 0, backfillMs: 0 };

/** The same cache, told of from the same place: what is known of it holds on. */
function isSame(cluster: AwsCluster, { regionKey, kept }: EffectiveCluster): boolean {
  if (kept === null || cluster.regionKey !== regionKey) return false;
  return cacheKeyOf(kept.topology) === cacheKeyOf(cluster.topology());
}

/** "2026-11-01", UTC. */
function firstDayOf(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 7)}-01`;
}
