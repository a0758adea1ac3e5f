import type { CloudWatchConfig } from "@/lib/config/fleet";
import type { BackfillProgress, CadencePlan } from "@/lib/domain/cloudwatch/model";
import { type Loop, startLoop } from "../loop";
import type { Recorder } from "../recorder";
import type { AwsSource } from "../sources/aws-source";
import type { AwsCluster } from "./aws-cluster";
import { type BudgetBook, nextMonthMs } from "./budget-book";
import { AWS_SOURCES, type AwsPause, createCallStatus } from "./call-status";
import type { StoredSeries } from "./cluster-series";
import { askDue, askHistory, type MeteredCluster, type RoundOptions } from "./metrics-round";

export interface MetricsWatchOptions {
  readonly region: string;
  readonly source: Pick<AwsSource, "getMetrics">;
  readonly book: BudgetBook;
  /** Of the whole fleet. */
  readonly plan: () => CadencePlan;
  readonly config: () => CloudWatchConfig;
  readonly clusters: () => readonly AwsCluster[];
  readonly clusterKeys: () => readonly string[];
  /** What of a cluster's series is stored. Rejects while the database is away. */
  readonly readStored: (clusterKey: string) => Promise<StoredSeries>;
  readonly recorder: Recorder;
  readonly onError: (error: unknown) => void;
  readonly historyPaceMs?: number;
}

/** The metrics of one region and account: what is due each minute, and history beside it. */
export interface MetricsWatch {
  /** Something is wrong, or the plan is another one: looks at once what is due. */
  hurry(): void;
  retire(clusterKey: string): void;
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Into the minute: what is due is due for all clusters together. */
const PHASE_MS = 5000;
const FIRST_DELAY_MS = 2000;
/** Between two calls for history: nothing waits for it, and others use the account, too. */
const HISTORY_PACE_MS = 500;
const HISTORY_LOOK_MS = 30_000;
/** While the database does not tell what is stored, or what the month has cost. */
const UNKNOWN_MS = 5000;
const RAISE = "raise cloudwatch.monthlyBudgetUsd in the fleet file";

export function watchMetrics(options: MetricsWatchOptions): MetricsWatch {
  const { book, recorder, onError, region } = options;
  const status = createCallStatus(AWS_SOURCES.metrics, region);
  const round: RoundOptions = {
    source: options.source,
    book,
    onTaken: () => tellUsage(),
    write: (clusterKey, points) => recorder.metrics(clusterKey, points),
  };
  /** History's own: what is due may be answered while it fails. */
  const history = createCallStatus(AWS_SOURCES.metrics, region);
  let historyFromMs = Number.NEGATIVE_INFINITY;
  let historyWaits: string | null = null;
  /** The last round brought something: what failed in it was a single call. */
  let isAnswered = true;

  const awsNowMs = (): number => Date.now() + status.skewMs();
  const metered = (): MeteredCluster[] =>
    options
      .clusters()
      .filter(({ series }) => series.isReady())
      .map(({ clusterKey, series, hurriedUntilMs }) => ({
        clusterKey,
        series,
        isHurried: (nowMs) => hurriedUntilMs(nowMs) !== null,
      }));

  /** True: every cluster's is known. */
  const readStored = async (): Promise<boolean> => {
    const unread = options.clusters().filter(({ series }) => !series.isReady());
    const read = await Promise.all(
      unread.map(async ({ clusterKey, series }) => {
        const stored = await options.readStored(clusterKey).catch(() => null);
        if (stored !== null) series.setStored(stored);
        return stored !== null;
      }),
    );
    return read.every((isRead) => isRead);
  };

  const tellStatus = (): void => {
    const nowMs = Date.now();
    const isAsked = options.config().monthlyBudgetUsd > 0;
    const content = isAsked ? status.content(nowMs) : status.retired(nowMs);
    for (const clusterKey of options.clusterKeys()) recorder.source(clusterKey, null, content);
  };
  const tellUsage = (): void => {
    const usage = book.changedUsage();
    if (usage.length > 0) recorder.cloudWatchUsage(usage);
  };
  const tellNow = (): void => {
    const nowMs = awsNowMs();
    const plan = options.plan();
    const bill = book.bill(nowMs);
    for (const cluster of options.clusters()) {
      recorder.cloudWatchNow(cluster.clusterKey, {
        atMs: Date.now(),
        plan,
        bill,
        hurriedUntilMs: cluster.hurriedUntilMs(nowMs),
        newestPointMs: cluster.series.newestPointMs(),
        signals: cluster.judge(plan, nowMs),
        backfill: progressOf(cluster, nowMs),
      });
    }
  };
  const progressOf = ({ series }: AwsCluster, nowMs: number): BackfillProgress => {
    const { backfillMs } = options.config();
    const plan = options.plan();
    const progress = series.progress(plan, nowMs, backfillMs);
    if (plan.coreEveryMs === null) return { ...progress, state: "waiting", reason: plan.sentence };
    if (progress.reachedMs <= progress.wantedFromMs) return { ...progress, state: "done", reason: null };
    const failed = isAnswered ? history.failure() : status.failure();
    const reason = failed?.sentence ?? historyWaits;
    return { ...progress, state: reason === null ? "running" : "waiting", reason };
  };

  /** There is something to ask for, and not even the slowest cadence is within the budget. */
  const tooDear = (): AwsPause | null => {
    const { coreEveryMs, sentence } = options.plan();
    return coreEveryMs === null && options.clusters().length > 0
      ? { code: "budget", sentence, remedy: RAISE }
      : null;
  };

  const dueTurn = async (signal: AbortSignal): Promise<number> => {
    if (!book.isKnown()) return UNKNOWN_MS;
    const { monthlyBudgetUsd, backfillMs } = options.config();
    const isAllKnown = await readStored();
    if (signal.aborted) return UNKNOWN_MS;
    if (monthlyBudgetUsd > 0) {
      const skewMs = status.skewMs();
      const nowMs = awsNowMs();
      const when = { nowMs, backfillMs, skewMs, signal };
      const report = await askDue(metered(), options.plan(), when, round);
      if (signal.aborted) return UNKNOWN_MS;
      status.noteClock(report.clockSkewMs);
      if (report.calls > 0 || report.failure !== null || report.isOverBudget || status.failure() === null)
        isAnswered = report.touched.size > 0 || (report.failure === null && !report.isOverBudget);
      const pause = report.isOverBudget ? spentPause(region, monthlyBudgetUsd, nowMs) : tooDear();
      if (report.calls > 0 || pause !== null) status.note(report.failure ?? pause, Date.now());
      tellUsage();
      // What was asked for the first time has a past that is wanted, too.
      if (report.touched.size > 0) historyLoop.hurry();
    }
    tellNow();
    tellStatus();
    const nextMs = toNextMinute(Date.now());
    if (!isAllKnown) return Math.min(UNKNOWN_MS, nextMs);
    return isAnswered ? nextMs : Math.max(status.nextMs(MINUTE_MS), 1000);
  };

  const historyTurn = async (signal: AbortSignal): Promise<number> => {
    const { monthlyBudgetUsd, backfillMs } = options.config();
    if (!book.isKnown() || monthlyBudgetUsd <= 0 || !isAnswered) return HISTORY_LOOK_MS;
    // Hurried each minute: what fails waits all the same.
    const waitMs = historyFromMs - Date.now();
    if (waitMs > 0) return waitMs;
    const skewMs = status.skewMs();
    const when = { nowMs: awsNowMs(), backfillMs, skewMs, signal };
    const report = await askHistory(metered(), when, round);
    if (signal.aborted) return HISTORY_LOOK_MS;
    tellUsage();
    historyWaits =
      report?.isOverBudget === true
        ? "the part of the budget for history is used up for now; it grows day by day"
        : null;
    if (report === null || report.isOverBudget) return HISTORY_LOOK_MS;
    history.note(report.failure, Date.now());
    if (report.failure !== null) {
      status.note(report.failure, Date.now());
      tellStatus();
      const backOffMs = history.nextMs(HISTORY_LOOK_MS);
      historyFromMs = Date.now() + backOffMs;
      return backOffMs;
    }
    return options.historyPaceMs ?? HISTORY_PACE_MS;
  };

  const dueLoop: Loop = startLoop({ firstDelayMs: FIRST_DELAY_MS, turn: dueTurn, onError });
  const historyLoop: Loop = startLoop({ firstDelayMs: FIRST_DELAY_MS * 2, turn: historyTurn, onError });

  return {
    hurry: () => {
      const code = status.failure()?.code ?? null;
      if (code === null || code === "budget") dueLoop.hurry();
      historyLoop.hurry();
    },
    retire: (clusterKey) => recorder.source(clusterKey, null, status.retired(Date.now())),
    async stop() {
      await Promise.all([dueLoop.stop(), historyLoop.stop()]);
      tellUsage();
    },
  };
}

function toNextMinute(nowMs: number): number {
  const nextMs = MINUTE_MS - ((nowMs - PHASE_MS) % MINUTE_MS);
  return Math.max(1000, nextMs);
}

function spentPause(region: string, budgetUsd: number, nowMs: number): AwsPause {
  const until = new Date(nextMonthMs(nowMs)).toISOString().slice(0, 10);
  return {
    code: "budget",
    sentence: `CloudWatch in ${region} is not asked for metrics: this month's budget of ${budgetUsd} USD is spent; it goes on on ${until}`,
    remedy: `${RAISE}, or wait for the next month`,
  };
}
