import { afterEach, expect, test, vi } from "vitest";
import { planCadence } from "@/lib/domain/cloudwatch/plan";
import { createRecorder } from "../recorder";
import type { AwsFailure, AwsSource } from "../sources/aws-model";
import { createAwsCluster } from "./aws-cluster";
import { createBudgetBook } from "./budget-book";
import { watchMetrics } from "./metrics-watch";
import { madeUpTopology } from "./testing/made-up-topology";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.useRealTimers();
});

const MIN = 60_000;
const HOUR = 60 * MIN;
const FAILURE: AwsFailure = {
  ...{ call: "GetMetricData", code: "denied", sentence: "GetMetricData: no" },
  ...{ remedy: null, retryAfterMs: null },
};

test("history that fails is asked for ever more seldom, although what is due is answered each minute", async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12) });
  const asked = { due: 0, history: 0 };
  let isFailing = true;
  const getMetrics: AwsSource["getMetrics"] = async (queries, _fromMs, toMs) => {
    const isHistory = toMs < Date.now() - HOUR;
    asked[isHistory ? "history" : "due"]++;
    if (isHistory && isFailing) return { state: "failed", failure: FAILURE, calls: 1 };
    const value = queries.map((query) => ({ ...query, atMs: [], values: [], isComplete: true }));
    return { state: "ok", value, calls: 1, clockSkewMs: 0 };
  };
  const recorder = createRecorder(() => undefined);
  const book = createBudgetBook("run-1");
  book.setBudget(10_000);
  book.setSpentBefore({ metrics: 0, calls: 0 }, Date.now());
  const kept = { topology: madeUpTopology("orders", 1), atMs: Date.now(), missed: 0, missedSinceMs: null };
  const cluster = createAwsCluster({
    ...{ clusterKey: "orders", regionKey: "eu", recorder, kept, stored: null },
    onHurry: () => undefined,
  });
  const plan = planCadence({ coreQueries: 10, restQueries: 15, budgetUsd: 10_000 });
  const watch = watchMetrics({
    ...{ region: "eu-central-1", source: { getMetrics }, book, recorder },
    plan: () => plan,
    config: () => ({ monthlyBudgetUsd: 10_000, backfillMs: 24 * HOUR }),
    clusters: () => [cluster],
    clusterKeys: () => ["orders"],
    readStored: async () => ({ coverage: [], recent: [] }),
    onError: (error) => expect.unreachable(String(error)),
  });
  closers.push(async () => {
    await watch.stop();
    recorder.stop();
  });

  await vi.advanceTimersByTimeAsync(20 * MIN);
  expect(asked.due).toBeGreaterThanOrEqual(19);
  // 5 s, 10 s, 20 s, … 5 min, each half to one and a half times as long.
  expect(asked.history).toBeGreaterThanOrEqual(5);
  expect(asked.history).toBeLessThanOrEqual(14);

  isFailing = false;
  asked.history = 0;
  await vi.advanceTimersByTimeAsync(10 * MIN);
  // Answered, the 21 hours that are left come in two calls in a row.
  expect(asked.history).toBe(2);
});
