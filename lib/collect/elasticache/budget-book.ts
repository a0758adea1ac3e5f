import type { CloudWatchBill } from "@/lib/domain/cloudwatch/model";
import { PRICE_PER_METRIC_USD } from "@/lib/domain/cloudwatch/plan";
import type { CloudWatchUsageRow } from "@/lib/store/rows";

/** What asking CloudWatch has cost this month (UTC), and what may still be asked. One for all regions and accounts. */
export interface BudgetBook {
  setBudget(monthlyUsd: number): void;
  /** What other runs have asked in the month that `nowMs` is in, as far as it is stored: told again, it may be more. */
  setSpentBefore(spent: { readonly metrics: number; readonly calls: number }, nowMs: number): void;
  /** False until it is told what was spent before: what is not known is not spent. */
  isKnown(): boolean;
  /** Reserves so many metrics; false: the budget does not reach. `extra`: beyond the usual cadence. */
  take(metrics: number, nowMs: number, purpose: "usual" | "extra"): boolean;
  /** Counts metrics whatever is left; below zero: what was reserved and not asked. */
  add(metrics: number, nowMs: number): void;
  noteCalls(calls: number, nowMs: number): void;
  bill(nowMs: number): CloudWatchBill;
  /** Totals of this run, day by day; only the days that changed since the last time. */
  changedUsage(): CloudWatchUsageRow[];
}

const DAY_MS = 86_400_000;
/** Days that are remembered, more than two months: a clock that was ahead for a moment makes none forgotten that counts. */
const MOST_DAYS = 100;

interface Day {
  metrics: number;
  calls: number;
  isChanged: boolean;
}

/** `runId` names this run of the collector. */
export function createBudgetBook(runId: string): BudgetBook {
  const days = new Map<string, Day>();
  let budgetUsd = 0;
  /** What other runs have asked, by month. */
  const before = new Map<string, { readonly metrics: number; readonly calls: number }>();
  /** True once something could not be taken: less than one more call is left. */
  let exhaustedIn = "";

  const dayOf = (nowMs: number): Day => {
    const name = new Date(nowMs).toISOString().slice(0, 10);
    const day = days.get(name) ?? { metrics: 0, calls: 0, isChanged: false };
    days.set(name, day);
    day.isChanged = true;
    return day;
  };
  const spent = (nowMs: number): { metrics: number; calls: number } => {
    const month = monthOf(nowMs);
    const total = { ...(before.get(month) ?? { metrics: 0, calls: 0 }) };
    for (const [name, day] of days) {
      if (!name.startsWith(month)) continue;
      total.metrics += day.metrics;
      total.calls += day.calls;
    }
    return total;
  };
  const roomUsd = (nowMs: number, purpose: "usual" | "extra"): number => {
    const spentUsd = spent(nowMs).metrics * PRICE_PER_METRIC_USD;
    return (purpose === "usual" ? budgetUsd : budgetUsd * elapsedRatio(nowMs)) - spentUsd;
  };

  return {
    setBudget: (monthlyUsd) => {
      if (monthlyUsd > budgetUsd) exhaustedIn = "";
      budgetUsd = monthlyUsd;
    },
    setSpentBefore: ({ metrics, calls }, nowMs) => {
      before.set(monthOf(nowMs), { metrics, calls });
    },
    // What a run before ours spent last month is of no matter once a month has begun under our eyes.
    isKnown: () => before.size > 0,
    take(metrics, nowMs, purpose) {
      const isWithin = metrics * PRICE_PER_METRIC_USD <= roomUsd(nowMs, purpose) + 1e-9;
      if (isWithin) dayOf(nowMs).metrics += metrics;
      else if (purpose === "usual") exhaustedIn = monthOf(nowMs);
      return isWithin;
    },
    add(metrics, nowMs) {
      dayOf(nowMs).metrics += metrics;
    },
    noteCalls(calls, nowMs) {
      dayOf(nowMs).calls += calls;
    },
    bill(nowMs) {
      const { metrics, calls } = spent(nowMs);
      const month = monthOf(nowMs);
      return {
        budgetUsd,
        spentUsd: metrics * PRICE_PER_METRIC_USD,
        metricsRequested: metrics,
        calls,
        sinceMs: Date.parse(`${month}-01T00:00:00Z`),
        isExhausted: budgetUsd > 0 && exhaustedIn === month,
      };
    },
    changedUsage() {
      const changed = [...days].filter(([, day]) => day.isChanged);
      for (const [, day] of changed) day.isChanged = false;
      for (const name of [...days.keys()].sort().slice(0, -MOST_DAYS)) days.delete(name);
      return changed.map(([day, { metrics, calls }]) => ({ runId, day, metrics, calls }));
    },
  };
}

/** "2026-11", UTC. */
function monthOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 7);
}

/** First moment of the next month, UTC. */
export function nextMonthMs(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
}

/**
 * How much of the month's budget history and hurry may have used up: as much as of the month is over, and a day's worth
 * more. The usual cadence is planned to stay below that line, so whatever they take, it goes on till the month ends.
 */
function elapsedRatio(nowMs: number): number {
  const sinceMs = Date.parse(`${monthOf(nowMs)}-01T00:00:00Z`);
  return Math.min(1, (nowMs - sinceMs + DAY_MS) / (nextMonthMs(nowMs) - sinceMs));
}
