import { queriesFor } from "@/lib/domain/cloudwatch/catalogue";
import {
  type BackfillProgress,
  type CadencePlan,
  type MetricCoverage,
  type MetricKey,
  type MetricPoints,
  type MetricQuery,
  type MetricSet,
  type MinuteWindow,
  POINT_MS,
} from "@/lib/domain/cloudwatch/model";
import { type MetricMinutes, pointsBeyond, withPoints } from "@/lib/domain/cloudwatch/points";
import { coverageAfter, dueWindow, historyStart, historyWindow } from "@/lib/domain/cloudwatch/windows";
import type { ElastiCacheTopology } from "@/lib/domain/elasticache/model";

/** A query, and which minutes it is to ask for. */
export interface DueQuery {
  readonly query: MetricQuery;
  readonly window: MinuteWindow;
  /** Only because something is wrong, or once more after a call that failed: beyond the usual cadence. */
  readonly isHurried: boolean;
}

/** What the store has of a cluster's series. */
export interface StoredSeries {
  readonly coverage: readonly MetricCoverage[];
  /** The last half hour, as far as there are points. */
  readonly recent: readonly MetricMinutes[];
}

/** All series of one cluster: what of each is stored, when it is due, and its last half hour. */
export interface ClusterSeries {
  /** True when it is known what is stored. */
  isReady(): boolean;
  setStored(stored: StoredSeries): void;
  setTopology(topology: ElastiCacheTopology): void;
  count(): Readonly<Record<MetricSet, number>>;
  due(plan: CadencePlan, isHurried: boolean, nowMs: number, backfillMs: number): DueQuery[];
  history(nowMs: number, backfillMs: number): DueQuery[];
  /**
   * What of these points is to be stored: not those that were handed on before with the same value. Of an answer that
   * CloudWatch calls incomplete only what came is known, and what was fetched reaches no further than before. Null: there
   * is nothing to store.
   */
  claim(points: MetricPoints, isComplete: boolean, nowMs: number): MetricPoints | null;
  /** A call for it brought nothing and may have cost as much as one that did. */
  noteFailed(query: MetricKey, nowMs: number): void;
  /** Points that are written. */
  noteFetched(points: MetricPoints, nowMs: number): void;
  recent(): MetricMinutes[];
  newestPointMs(): number | null;
  /** How far history has come of what the plan asks for; the caller knows whether it waits. */
  progress(plan: CadencePlan, nowMs: number, backfillMs: number): Omit<BackfillProgress, "state" | "reason">;
}

/** Signals are judged by the last half hour. */
export const RECENT_MS = 1_800_000;
const HURRIED_MS = 60_000;
const TRY_AGAIN_MS = 900_000;

interface Series {
  readonly query: MetricQuery;
  coverage: Pick<MetricCoverage, "fetchedFromMs" | "fetchedToMs"> | null;
  /** When it was last asked for in this run and answered, incompletely perhaps, or failed at some cost. */
  askedMs: number | null;
  isFailed: boolean;
  /** When an answer was incomplete; null: the last one was whole. */
  triedMs: number | null;
  recent: MetricMinutes | undefined;
}

export function createClusterSeries(topology: ElastiCacheTopology): ClusterSeries {
  let series = new Map<string, Series>();
  let stored: ReadonlyMap<string, MetricCoverage> | null = null;
  let newestMs: number | null = null;

  const setTopology = (next: ElastiCacheTopology): void => {
    const before = series;
    series = new Map(
      queriesFor(next).map((query) => {
        const key = seriesKeyOf(query);
        const known = before.get(key);
        const coverage = known === undefined ? (stored?.get(key) ?? null) : known.coverage;
        const { askedMs = null, isFailed = false, triedMs = null, recent } = known ?? {};
        return [key, { query, coverage, askedMs, isFailed, triedMs, recent }];
      }),
    );
  };
  setTopology(topology);

  /** Asked at round times, so that all clusters of a region fill the same calls. */
  const isDue = ({ coverage, askedMs }: Series, everyMs: number | null, nowMs: number): boolean => {
    if (everyMs === null) return false;
    const lastMs = Math.max(
      coverage?.fetchedToMs ?? Number.NEGATIVE_INFINITY,
      askedMs ?? Number.NEGATIVE_INFINITY,
    );
    return Math.floor(nowMs / everyMs) > Math.floor(lastMs / everyMs);
  };

  return {
    isReady: () => stored !== null,
    setStored({ coverage, recent }) {
      stored = new Map(coverage.map((row) => [seriesKeyOf(row), row]));
      for (const [key, each] of series) each.coverage ??= stored.get(key) ?? null;
      for (const minutes of recent) {
        const each = series.get(seriesKeyOf(minutes));
        if (each !== undefined) each.recent ??= minutes;
        newestMs = Math.max(newestMs ?? 0, ...minutes.atMs);
      }
    },
    setTopology,
    count() {
      const counts = { core: 0, rest: 0 };
      for (const { query } of series.values()) counts[query.set]++;
      return counts;
    },
    due(plan, isHurried, nowMs, backfillMs) {
      const due: DueQuery[] = [];
      for (const each of series.values()) {
        const { query, coverage, isFailed } = each;
        const isUsual = isDue(each, intervalOf(query, plan), nowMs);
        if (!isUsual && !((isHurried || isFailed) && isDue(each, HURRIED_MS, nowMs))) continue;
        due.push({ query, window: dueWindow(coverage, nowMs, { backfillMs }), isHurried: !isUsual });
      }
      return due;
    },
    history(nowMs, backfillMs) {
      const due: DueQuery[] = [];
      for (const { query, coverage, triedMs } of series.values()) {
        const window = historyWindow(coverage, nowMs, { backfillMs });
        // What CloudWatch did not tell whole is tried again, but not at the pace of what it does.
        const isTried = triedMs !== null && nowMs - triedMs < TRY_AGAIN_MS;
        if (window !== null && !isTried) due.push({ query, window, isHurried: false });
      }
      return due;
    },
    claim(points, isComplete, nowMs) {
      const each = series.get(seriesKeyOf(points));
      if (each === undefined) return null;
      each.askedMs = nowMs;
      each.isFailed = false;
      each.triedMs = isComplete ? null : nowMs;
      if (isComplete) return pointsBeyond(points, each.recent);
      const [firstMs] = points.atMs;
      const lastMs = points.atMs.at(-1);
      if (firstMs === undefined || lastMs === undefined) return null;
      if (each.coverage === null)
        return {
          ...pointsBeyond(points, each.recent),
          fetchedFromMs: firstMs,
          fetchedToMs: lastMs + POINT_MS,
        };
      const edgeMs =
        points.fetchedToMs > each.coverage.fetchedToMs
          ? each.coverage.fetchedToMs
          : each.coverage.fetchedFromMs;
      return { ...pointsBeyond(points, each.recent), fetchedFromMs: edgeMs, fetchedToMs: edgeMs };
    },
    noteFailed(query, nowMs) {
      const each = series.get(seriesKeyOf(query));
      if (each === undefined) return;
      each.askedMs = nowMs;
      each.isFailed = true;
    },
    noteFetched(points, nowMs) {
      const each = series.get(seriesKeyOf(points));
      if (each === undefined) return;
      each.coverage = coverageAfter(each.coverage, {
        fromMs: points.fetchedFromMs,
        toMs: points.fetchedToMs,
      });
      const lastMs = points.atMs.at(-1);
      if (lastMs === undefined) return;
      newestMs = Math.max(newestMs ?? lastMs, lastMs);
      if (lastMs >= nowMs - RECENT_MS) each.recent = withPoints(each.recent, points, nowMs - RECENT_MS);
    },
    recent: () => [...series.values()].flatMap(({ recent }) => recent ?? []),
    newestPointMs: () => newestMs,
    progress(plan, nowMs, backfillMs) {
      const wantedFromMs = historyStart(nowMs, { backfillMs });
      let reachedMs = wantedFromMs;
      let doneMs = 0;
      let wanted = 0;
      for (const { query, coverage } of series.values()) {
        // What the budget leaves out has no history that could ever be complete.
        if (coverage === null && intervalOf(query, plan) === null) continue;
        wanted++;
        const fromMs = Math.min(nowMs, Math.max(coverage?.fetchedFromMs ?? nowMs, wantedFromMs));
        reachedMs = Math.max(reachedMs, fromMs);
        doneMs += nowMs - fromMs;
      }
      const wholeMs = (nowMs - wantedFromMs) * wanted;
      return { wantedFromMs, reachedMs, doneRatio: wholeMs <= 0 ? 1 : doneMs / wholeMs };
    },
  };
}

function intervalOf({ set }: MetricQuery, plan: CadencePlan): number | null {
  return set === "core" ? plan.coreEveryMs : plan.restEveryMs;
}

function seriesKeyOf({ subject, metric, statistic }: MetricKey): string {
  return `${subject} ${metric} ${statistic}`;
}
