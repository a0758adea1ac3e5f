import { batchQueries, CALL_LIMITS, type CallLimits, type QueryBatch } from "@/lib/domain/cloudwatch/batches";
import {
  type CadencePlan,
  type MetricPoints,
  type MetricQuery,
  POINT_MS,
} from "@/lib/domain/cloudwatch/model";
import { pointsOf } from "@/lib/domain/cloudwatch/points";
import type { AwsFailure, AwsFailureCode, AwsOutcome, AwsSource, MetricAnswer } from "../sources/aws-source";
import type { BudgetBook } from "./budget-book";
import { CLOCK_TOLERANCE_MS } from "./call-status";
import type { ClusterSeries, DueQuery } from "./cluster-series";

/** A cluster whose metrics are asked for. */
export interface MeteredCluster {
  readonly clusterKey: string;
  readonly series: ClusterSeries;
  isHurried(nowMs: number): boolean;
}

export interface RoundOptions {
  readonly source: Pick<AwsSource, "getMetrics">;
  readonly book: BudgetBook;
  /** Metrics were counted and are asked for next: a crash shall not make them forgotten. */
  readonly onTaken?: () => void;
  /** Points of one cluster and call; after it they survive us. */
  readonly write: (clusterKey: string, points: readonly MetricPoints[]) => void;
}

/** When it is asked, by AWS's clock as far as it is known, and how far back is wanted. */
export interface RoundTime {
  readonly nowMs: number;
  readonly backfillMs: number;
  /** How far AWS's clock was taken to be ahead of ours. Default 0. */
  readonly skewMs?: number;
  /** Aborted: no further call is made. */
  readonly signal?: AbortSignal;
}

/** What came of asking. Over budget: something was due and was not asked for. */
export interface RoundReport {
  readonly calls: number;
  readonly touched: ReadonlySet<string>;
  readonly failure: AwsFailure | null;
  readonly isOverBudget: boolean;
  readonly clockSkewMs: number | null;
}

interface Asked {
  readonly cluster: MeteredCluster;
  readonly due: DueQuery;
}

/** The last request was refused before anything was counted. All others may have cost what they asked for. */
const FREE_FAILURES: ReadonlySet<AwsFailureCode> = new Set([
  "credentials",
  "expired",
  "denied",
  "throttled",
  "refused",
  "region",
  "clock",
  "unreachable",
]);

/** These may have to do with what one call asked for: the others are made all the same. */
const OF_ONE_CALL: ReadonlySet<AwsFailureCode> = new Set(["refused", "server"]);

/** Asks for all that is due in one region, in as few calls as the API allows. A failure of the region ends the round. */
export async function askDue(
  clusters: readonly MeteredCluster[],
  plan: CadencePlan,
  when: RoundTime,
  options: RoundOptions,
): Promise<RoundReport> {
  const { nowMs, backfillMs } = when;
  const due = clusters.flatMap((cluster) =>
    cluster.series
      .due(plan, cluster.isHurried(nowMs), nowMs, backfillMs)
      .map((each): Asked => ({ cluster, due: each })),
  );
  const hurried = due.filter((each) => each.due.isHurried).length;
  // Beyond the usual cadence only while its part of the budget lasts; the usual goes on without it.
  const mayHurry = hurried === 0 || options.book.take(hurried, nowMs, "extra");
  if (mayHurry) options.book.add(-hurried, nowMs);
  return ask(mayHurry ? due : due.filter((each) => !each.due.isHurried), "usual", when, options);
}

/**
 * Of history a call brings a fifth of the points that it may: reading them must hold up no probe. It is split by series,
 * so it costs the same.
 */
const HISTORY_LIMITS: CallLimits = { ...CALL_LIMITS, points: 20_160 };

/** Asks for the newest piece of history that is missing, in one call; null: there is none. */
export async function askHistory(
  clusters: readonly MeteredCluster[],
  when: RoundTime,
  options: RoundOptions,
): Promise<RoundReport | null> {
  const missing = clusters.flatMap((cluster) =>
    cluster.series.history(when.nowMs, when.backfillMs).map((due): Asked => ({ cluster, due })),
  );
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const { due } of missing) newestMs = Math.max(newestMs, due.window.toMs);
  const newest = missing.filter(({ due }) => due.window.toMs === newestMs);
  const [first] = batchQueries(
    newest.map(({ due }) => due),
    HISTORY_LIMITS,
  );
  if (first === undefined) return null;
  const queries = new Set(first.queries);
  return ask(
    newest.filter(({ due }) => queries.has(due.query)),
    "extra",
    when,
    options,
  );
}

async function ask(
  asked: readonly Asked[],
  purpose: "usual" | "extra",
  when: RoundTime,
  options: RoundOptions,
): Promise<RoundReport> {
  const { book } = options;
  const { nowMs } = when;
  const owners = new Map(asked.map(({ cluster, due }) => [due.query, cluster]));
  const touched = new Set<string>();
  let report: RoundReport = { calls: 0, touched, failure: null, isOverBudget: false, clockSkewMs: null };
  for (const batch of batchQueries(asked.map(({ due }) => due))) {
    if (when.signal?.aborted) return report;
    if (!book.take(batch.queries.length, nowMs, purpose)) return { ...report, isOverBudget: true };
    options.onTaken?.();
    const outcome = await options.source.getMetrics(batch.queries, batch.fromMs, batch.toMs);
    book.noteCalls(outcome.calls, nowMs);
    const billed = billedRequests(outcome);
    book.add((billed - 1) * batch.queries.length, nowMs);
    report = { ...report, calls: report.calls + outcome.calls };
    if (outcome.state === "failed") {
      if (billed > 0) for (const query of batch.queries) owners.get(query)?.series.noteFailed(query, nowMs);
      report = { ...report, failure: report.failure ?? outcome.failure };
      if (OF_ONE_CALL.has(outcome.failure.code)) continue;
      return report;
    }
    report = { ...report, clockSkewMs: outcome.clockSkewMs ?? report.clockSkewMs };
    for (const key of takeAnswers(batch, outcome.value, owners, nowByAws(when, outcome.clockSkewMs), options))
      touched.add(key);
  }
  return report;
}

/** Each page and each repetition asks for all queries again: counted, so that the bill is never too low. */
function billedRequests(outcome: AwsOutcome<unknown>): number {
  if (outcome.state === "ok") return Math.max(1, outcome.calls);
  return FREE_FAILURES.has(outcome.failure.code) ? Math.max(0, outcome.calls - 1) : outcome.calls;
}

/** Where the answer shows that it is earlier than was thought: what has not happened yet has not been fetched. */
function nowByAws({ nowMs, skewMs = 0 }: RoundTime, toldSkewMs: number | null): number {
  const laterMs = (toldSkewMs ?? skewMs) - skewMs;
  return laterMs < -CLOCK_TOLERANCE_MS ? nowMs + laterMs : nowMs;
}

/** Hands on what came, cluster by cluster, and then notes it as fetched. */
function takeAnswers(
  batch: QueryBatch,
  answers: readonly MetricAnswer[],
  owners: ReadonlyMap<MetricQuery, MeteredCluster>,
  nowMs: number,
  options: RoundOptions,
): string[] {
  const byCluster = new Map<MeteredCluster, MetricPoints[]>();
  const toMs = Math.min(batch.toMs, Math.floor(nowMs / POINT_MS) * POINT_MS);
  if (toMs <= batch.fromMs) return [];
  for (const [index, query] of batch.queries.entries()) {
    const owner = owners.get(query);
    const answer = answers[index];
    if (owner === undefined || answer === undefined) continue;
    const points = owner.series.claim(
      pointsOf(answer, { fromMs: batch.fromMs, toMs }),
      answer.isComplete,
      nowMs,
    );
    if (points === null) continue;
    const known = byCluster.get(owner) ?? [];
    known.push(points);
    byCluster.set(owner, known);
  }
  for (const [{ clusterKey, series }, points] of byCluster) {
    options.write(clusterKey, points);
    for (const each of points) series.noteFetched(each, nowMs);
  }
  return [...byCluster.keys()].map(({ clusterKey }) => clusterKey);
}
