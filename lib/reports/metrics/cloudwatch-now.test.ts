import { expect, test } from "vitest";
import type { CloudWatchNow } from "@/lib/domain/cloudwatch/model";
import { planCadence } from "@/lib/domain/cloudwatch/plan";
import { billOf, cloudWatchOf } from "./cloudwatch-now";

const TOLD_MS = Date.UTC(2026, 10, 30, 23, 50);
const MINUTE_MS = 60_000;
const told: CloudWatchNow = {
  atMs: TOLD_MS,
  plan: planCadence({ coreQueries: 6, restQueries: 44, budgetUsd: 1 }),
  bill: {
    budgetUsd: 1,
    spentUsd: 1,
    metricsRequested: 100_000,
    calls: 900,
    sinceMs: Date.UTC(2026, 10, 1),
    isExhausted: true,
  },
  hurriedUntilMs: TOLD_MS + 5 * MINUTE_MS,
  newestPointMs: TOLD_MS - 2 * MINUTE_MS,
  signals: [],
  backfill: null,
};

test("what was spent last month is not this month's", () => {
  expect(billOf(told, TOLD_MS + 9 * MINUTE_MS)).toMatchObject({ spentUsd: 1, isExhausted: true });
  expect(billOf(told, TOLD_MS + 11 * MINUTE_MS)).toMatchObject({
    budgetUsd: 1,
    spentUsd: 0,
    metricsRequested: 0,
    calls: 0,
    isExhausted: false,
  });
});

test("a hurry that is over is not told, however long nobody said so", () => {
  const window = { fromMs: TOLD_MS - 60 * MINUTE_MS, toMs: TOLD_MS };
  const until = (nowMs: number) => cloudWatchOf(told, [], window, nowMs).hurriedUntil;
  expect(until(TOLD_MS + 4 * MINUTE_MS)).toBe("2026-11-30T23:55:00.000Z");
  expect(until(TOLD_MS + 5 * MINUTE_MS)).toBeNull();
});
