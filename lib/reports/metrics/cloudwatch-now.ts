import type { CloudWatchBillRow } from "@/lib/contract/aws";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import type { CloudWatchNow } from "@/lib/domain/cloudwatch/model";
import type { MetricSeriesRecord } from "@/lib/store/reads/read-metric-series";
import { roundRatio } from "../round";
import { inIso, type Span } from "../window";
import { fetchedWindow } from "./cloudwatch";

/** How often CloudWatch is asked about a cluster, what that costs, and how far it has come. */
export function cloudWatchOf(
  now: CloudWatchNow,
  series: readonly MetricSeriesRecord[],
  window: Span,
  nowMs: number,
): NonNullable<MetricsAnswer["cloudwatch"]> {
  const { plan, backfill } = now;
  return {
    bill: billOf(now, nowMs),
    coreEveryMs: plan.coreEveryMs,
    restEveryMs: plan.restEveryMs,
    metricsPerHour: plan.metricsPerHour,
    callsPerHour: plan.callsPerHour,
    sentence: plan.sentence,
    hurriedUntil: isoOrNull((now.hurriedUntilMs ?? 0) > nowMs ? now.hurriedUntilMs : null),
    newestPoint: isoOrNull(now.newestPointMs),
    fetched: fetchedWindow(series, window),
    backfill:
      backfill === null
        ? null
        : {
            wantedFrom: inIso(backfill.wantedFromMs),
            reached: inIso(backfill.reachedMs),
            doneRatio: roundRatio(backfill.doneRatio) ?? 0,
            state: backfill.state,
            reason: backfill.reason,
          },
  };
}

/** The whole fleet's bill of this month (UTC), as the collector counts it: silent since the last one, it has asked nothing. */
export function billOf({ plan, bill: told }: CloudWatchNow, nowMs: number): CloudWatchBillRow {
  const isThisMonth = monthOf(told.sinceMs) === monthOf(nowMs);
  const bill = isThisMonth
    ? told
    : { ...told, spentUsd: 0, metricsRequested: 0, calls: 0, isExhausted: false };
  return {
    budgetUsd: bill.budgetUsd,
    spentUsd: roundCents(bill.spentUsd),
    estimateUsd: roundCents(plan.estimateUsd),
    metricsRequested: Math.round(bill.metricsRequested),
    calls: Math.round(bill.calls),
    isExhausted: bill.isExhausted,
  };
}

/** "2026-11", UTC. */
function monthOf(atMs: number): string {
  return inIso(atMs).slice(0, 7);
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : inIso(atMs);
}

/** Hundredths of a cent: an hour of a small fleet costs less than a cent. */
function roundCents(usd: number): number {
  return Math.round(usd * 10_000) / 10_000;
}
