import { batchQueries, CALL_LIMITS, type CallLimits, type QueryBatch } from "@/lib/domain/cloudwatch/batches";
import type { CadencePlan, MetricPoints, MetricQuery } from "@/lib/domain/cloudwatch/model";
import { pointsOf } from "@/lib/domain/cloudwatch/points";
import type { AwsFailure, AwsFailureCode, AwsSource, MetricAnswer } from "../sources/aws-source";
import type { BudgetBook } from "./budget-book";
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
  /** Points of one cluster and call; after it they survive us. */
  readonly write: (clusterKey: string, points: readonly MetricPoints[]) => void;
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

/** Refused before anything was counted. All other failures may have cost what they asked for. */
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
  when: { readonly nowMs: number; readonly backfillMs: number },
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
  return ask(mayHurry ? due : due.filter((each) => !each.due.isHurried), "usual", nowMs, options);
}

/**
 * Of history a call brings a fifth of the points that it may: reading them must hold up no probe. It is split by series,
 * so it costs the same.
 */
const HISTORY_LIMITS: CallLimits = { ...CALL_LIMITS, points: 20_160 };

/** Asks for the newest piece of history that is missing, in one call; null: there is none. */
export async function askHistory(
  clusters: readonly MeteredCluster[],
  when: { readonly nowMs: number; readonly backfillMs: number },
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
    when.nowMs,
    options,
  );
}

async function ask(
  asked: readonly Asked[],
  purpose: "usual" | "extra",
  nowMs: number,
  options: RoundOptions,
): Promise<RoundReport> {
  const { book } = options;
  const owners = new Map(asked.map(({ cluster, due }) => [due.query, cluster]));
  const touched = new Set<string>();
  let report: RoundReport = { calls: 0, touched, failure: null, isOverBudget: false, clockSkewMs: null };
  for (const batch of batchQueries(asked.map(({ due }) => due))) {
    if (!book.take(batch.queries.length, nowMs, purpose)) return { ...report, isOverBudget: true };
    const outcome = await options.source.getMetrics(batch.queries, batch.fromMs, batch.toMs);
    book.noteCalls(outcome.calls, nowMs);
    report = { ...report, calls: report.calls + outcome.calls };
    if (outcome.state === "failed") {
      if (FREE_FAILURES.has(outcome.failure.code)) book.add(-batch.queries.length, nowMs);
      report = { ...report, failure: report.failure ?? outcome.failure };
      if (OF_ONE_CALL.has(outcome.failure.code)) continue;
      return report;
    }
    // Each page and each repetition asks for all queries again: counted, so that the bill is never too low.
    const again = Math.max(0, outcome.calls - 1) * batch.queries.length;
    book.add(again, nowMs);
    report = { ...report, clockSkewMs: outcome.clockSkewMs ?? report.clockSkewMs };
    for (const key of takeAnswers(batch, outcome.value, owners, nowMs, options)) touched.add(key);
  }
  return report;
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
  for (const [index, query] of batch.queries.entries()) {
    const owner = owners.get(query);
    const answer = answers[index];
    if (owner === undefined || answer === undefined) continue;
    const points = owner.series.claim(pointsOf(answer, batch), answer.isComplete, nowMs);
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
