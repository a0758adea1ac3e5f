import { afterEach, expect, test } from "vitest";
import type { AwsAccess } from "@/lib/config/fleet";
import type { CadencePlan, MetricPoints } from "@/lib/domain/cloudwatch/model";
import { HOURS_PER_MONTH, PRICE_PER_METRIC_USD, planCadence } from "@/lib/domain/cloudwatch/plan";
import type { ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import { openAws } from "../sources/aws-source";
import { type AwsEndpoint, type AwsRegionWorld, startAwsEndpoint } from "../testing/aws-endpoint";
import { madeUpRegion } from "../testing/aws-endpoint/made-up-region";
import { createBudgetBook } from "./budget-book";
import { createClusterSeries } from "./cluster-series";
import { askDue, askHistory, type MeteredCluster, type RoundReport } from "./metrics-round";
import { madeUpTopology } from "./testing/made-up-topology";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The 20th: two thirds of the month are over, so history has its part of the budget. */
const START_MS = Date.UTC(2026, 10, 20);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Simulated {
  readonly endpoint: AwsEndpoint;
  readonly clusters: readonly MeteredCluster[];
  readonly plan: CadencePlan;
  readonly written: MetricPoints[];
  readonly hurried: Set<string>;
  spentUsd(): number;
  /** As our own book has it. */
  counted(): number;
  /** A turn each minute, as the collector takes them, from this minute on. */
  minutes(from: number, count: number): Promise<RoundReport[]>;
  history(minute: number, backfillMs: number): Promise<RoundReport | null>;
}

/** A fleet at the stand-in, whose time is an argument: hours pass without waiting. */
async function simulate(
  groups: number,
  nodes: number,
  budgetUsd: number,
  points: AwsRegionWorld["points"] = () => [],
  spentMetrics = 0,
): Promise<Simulated> {
  const world = { regions: { "eu-central-1": madeUpRegion([], { points }) } };
  const endpoint = await startAwsEndpoint({ world });
  const access: AwsAccess = {
    region: "eu-central-1",
    profile: null,
    roleArn: null,
    externalId: null,
    keys: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example", sessionToken: null },
    endpoint: endpoint.url,
  };
  const source = openAws(access);
  closers.push(
    () => source.close(),
    () => endpoint.stop(),
  );
  const book = createBudgetBook("run-1");
  book.setBudget(budgetUsd);
  book.setSpentBefore({ metrics: spentMetrics, calls: 0 }, START_MS);
  const hurried = new Set<string>();
  const clusters = Array.from({ length: groups }, (_, index): MeteredCluster => {
    const series = createClusterSeries(clusterModeTopology(`group-${index}`, nodes));
    series.setStored({ coverage: [], recent: [] });
    const clusterKey = `group-${index}`;
    return { clusterKey, series, isHurried: () => hurried.has(clusterKey) };
  });
  const counts = clusters.map(({ series }) => series.count());
  const plan = planCadence({
    coreQueries: counts.reduce((sum, { core }) => sum + core, 0),
    restQueries: counts.reduce((sum, { rest }) => sum + rest, 0),
    budgetUsd,
  });
  const written: MetricPoints[] = [];
  const options = {
    source,
    book,
    write: (_: string, fetched: readonly MetricPoints[]) => written.push(...fetched),
  };
  return {
    endpoint,
    clusters,
    plan,
    written,
    hurried,
    spentUsd: () => endpoint.counts().metricsRequested * PRICE_PER_METRIC_USD,
    counted: () => book.bill(START_MS).metricsRequested,
    async minutes(from, count) {
      const reports: RoundReport[] = [];
      for (let minute = from; minute < from + count; minute++) {
        const when = { nowMs: START_MS + minute * MINUTE_MS + 5000, backfillMs: 3 * HOUR_MS };
        reports.push(await askDue(clusters, plan, when, options));
      }
      return reports;
    },
    history: (minute, backfillMs) =>
      askHistory(clusters, { nowMs: START_MS + minute * MINUTE_MS + 5000, backfillMs }, options),
  };
}

/** In cluster mode AWS tells no roles, so each node is asked for all 25. */
function clusterModeTopology(id: string, nodes: number): ElastiCacheTopology {
  const topology = madeUpTopology(id, nodes, { authMode: "users", clusterMode: true });
  return { ...topology, nodes: topology.nodes.map((node) => ({ ...node, role: null })) };
}

function callsOf({ endpoint }: Simulated): number {
  return endpoint.counts().calls.GetMetricData ?? 0;
}

test.each([6000, 50])(
  "500 nodes with 25 metrics each and %i USD a month: metrics and calls of an hour are those of the plan, and the least",
  async (budgetUsd) => {
    const fleet = await simulate(100, 5, budgetUsd);
    const queries = fleet.clusters.map(({ series }) => series.count());
    const all = queries.reduce((sum, { core, rest }) => sum + core + rest, 0);
    expect(all).toBe(500 * 25);
    // The first start: three hours of everything, five hundred queries a call.
    await fleet.minutes(0, 1);
    expect(callsOf(fleet)).toBe(Math.ceil(all / 500));
    fleet.endpoint.resetCounts();
    const hours = (fleet.plan.restEveryMs ?? HOUR_MS) > HOUR_MS ? 3 : 1;
    await fleet.minutes(1, hours * 60);
    const { metricsRequested } = fleet.endpoint.counts();
    expect(metricsRequested).toBe(Math.round(fleet.plan.metricsPerHour * hours));
    expect(callsOf(fleet)).toBe(Math.round(fleet.plan.callsPerHour * hours));
    expect((metricsRequested / hours) * HOURS_PER_MONTH * PRICE_PER_METRIC_USD).toBeLessThanOrEqual(
      budgetUsd * 0.9,
    );
  },
  300_000,
);

const one = (points: readonly MetricPoints[], metric: string): MetricPoints[] =>
  points.filter((each) => each.subject === "group-0-001" && each.metric === metric);

test("a point that comes late or is corrected is asked for again, and what is written last has the later value", async () => {
  let value = 10;
  const lateMs = START_MS - 3 * MINUTE_MS;
  const fleet = await simulate(1, 2, 1000, ({ metric }) =>
    metric === "CurrConnections" ? [{ atMs: lateMs, value }] : [],
  );
  await fleet.minutes(0, 1);
  value = 12;
  await fleet.minutes(1, 1);
  const written = one(fleet.written, "CurrConnections");
  expect(written.map(({ values }) => values)).toEqual([[10], [12]]);
  expect(written.map(({ fetchedFromMs, fetchedToMs }) => fetchedToMs - fetchedFromMs)).toEqual([
    3 * HOUR_MS,
    16 * MINUTE_MS,
  ]);
  const [recent] = fleet.clusters[0]?.series.recent() ?? [];
  expect([recent?.atMs, recent?.values]).toEqual([[lateMs], [12]]);
});

test("of the minutes that are asked for again only what is new is handed on", async () => {
  const fleet = await simulate(1, 2, 1000, ({ fromMs, toMs }) =>
    Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, index) => {
      const atMs = fromMs + index * MINUTE_MS;
      return { atMs, value: atMs };
    }),
  );
  await fleet.minutes(0, 3);
  const [first, ...later] = one(fleet.written, "CurrConnections");
  expect(first?.atMs).toHaveLength(180);
  expect(later.map(({ atMs }) => atMs)).toEqual([[START_MS], [START_MS + MINUTE_MS]]);
});

test("where something is wrong everything is asked for each minute, elsewhere nothing changes", async () => {
  const fleet = await simulate(2, 2, 1000);
  await fleet.minutes(1, 1);
  fleet.endpoint.resetCounts();
  await fleet.minutes(2, 1);
  expect(fleet.endpoint.counts().metricsRequested).toBe(12);
  fleet.hurried.add("group-0");
  await fleet.minutes(3, 1);
  expect(fleet.endpoint.counts().metricsRequested).toBe(12 + 6 + 50);
  expect(callsOf(fleet)).toBe(2);
});

test("when the budget is spent nothing more is asked, and nothing goes beyond it", async () => {
  const fleet = await simulate(2, 2, 1, () => [], 99_850);
  const [first] = await fleet.minutes(0, 1);
  expect([first?.isOverBudget, fleet.endpoint.counts().metricsRequested]).toEqual([false, 100]);
  const reports = await fleet.minutes(1, 600);
  expect(reports.at(-1)?.isOverBudget).toBe(true);
  expect(fleet.endpoint.counts().metricsRequested).toBeLessThanOrEqual(150);
});

test("a refused call costs nothing and is due again; what others told is kept", async () => {
  const fleet = await simulate(12, 2, 1000);
  fleet.endpoint.setFault({ operation: "GetMetricData" }, "throttle");
  const [throttled] = await fleet.minutes(0, 1);
  expect(throttled?.failure?.code).toBe("throttled");
  expect([fleet.written.length, fleet.spentUsd()]).toEqual([0, 0]);
  fleet.endpoint.clearFaults();
  await fleet.minutes(1, 1);
  expect(fleet.written).toHaveLength(600);
});

test("of an incomplete answer what came is kept, and the rest is asked for again in its time", async () => {
  const fleet = await simulate(1, 1, 1000, ({ fromMs, toMs }) =>
    Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, index) => ({
      atMs: fromMs + index * MINUTE_MS,
      value: index,
    })),
  );
  fleet.endpoint.setFault({ operation: "GetMetricData" }, "partial");
  await fleet.minutes(0, 1);
  const [partial] = one(fleet.written, "CurrConnections");
  expect(partial?.values.length).toBeGreaterThan(0);
  expect(partial?.values.length).toBeLessThan(180);
  const first = partial?.fetchedToMs ?? 0;
  fleet.endpoint.clearFaults();
  await fleet.minutes(1, 1);
  const whole = one(fleet.written, "CurrConnections").at(-1);
  expect(whole?.fetchedToMs).toBe(START_MS + MINUTE_MS);
  expect(whole?.fetchedFromMs).toBeLessThanOrEqual(first);
});

test("history is fetched backwards, the newest first, a call at a time, until all of it is there", async () => {
  const fleet = await simulate(1, 2, 1000);
  await fleet.minutes(0, 1);
  const backfillMs = 60 * HOUR_MS;
  const progress = () => fleet.clusters[0]?.series.progress(fleet.plan, START_MS + 5000, backfillMs);
  expect(progress()?.doneRatio).toBeCloseTo(3 / 60);
  for (let calls = 0; progress()?.doneRatio !== 1; calls++) {
    expect(calls).toBeLessThan(40);
    expect((await fleet.history(0, backfillMs))?.calls).toBe(1);
  }
  const [first, ...pieces] = one(fleet.written, "CurrConnections");
  let reachedMs = first?.fetchedFromMs;
  expect(reachedMs).toBe(START_MS - 3 * HOUR_MS);
  for (const { fetchedFromMs, fetchedToMs } of pieces) {
    expect(fetchedToMs).toBe(reachedMs);
    reachedMs = fetchedFromMs;
  }
  expect(reachedMs).toBe(START_MS - 60 * HOUR_MS + MINUTE_MS);
  expect(await fleet.history(0, backfillMs)).toBeNull();
});

test("history waits when its part of the budget is used up; the usual cadence goes on", async () => {
  const fleet = await simulate(10, 5, 0.6, () => [], 38_000);
  await fleet.minutes(0, 1);
  const history = () => fleet.history(0, 15 * 24 * HOUR_MS);
  let report = await history();
  for (let calls = 1; calls < 400 && report?.isOverBudget === false; calls++) report = await history();
  expect(report?.isOverBudget).toBe(true);
  const { metricsRequested } = fleet.endpoint.counts();
  expect(metricsRequested).toBeGreaterThan(1500);
  // 19 of 30 days are over, and a day's worth more: of 60,000 metrics so many may have been asked for.
  expect(38_000 + metricsRequested).toBeLessThanOrEqual(40_000);
  const [usual] = await fleet.minutes(180, 1);
  expect([usual?.isOverBudget, (usual?.calls ?? 0) > 0]).toEqual([false, true]);
});

test("a call that the server fails is counted, and asked again before its time from what is left for that only", async () => {
  const spent = 19_900;
  const fleet = await simulate(1, 2, 0.3, () => [], spent);
  const everyMin = (fleet.plan.coreEveryMs ?? 0) / MINUTE_MS;
  expect(everyMin).toBeGreaterThan(2);
  fleet.endpoint.setFault({ operation: "GetMetricData" }, "error-document");
  const [failed] = await fleet.minutes(0, 1);
  expect(failed?.failure?.code).toBe("server");
  // Percentiles are left out the second time; 20,000 metrics are what the month so far leaves for more than the usual.
  expect([callsOf(fleet), fleet.counted()]).toEqual([2, spent + 100]);
  await fleet.minutes(1, everyMin - 1);
  expect(callsOf(fleet)).toBe(2);
  fleet.endpoint.clearFaults();
  await fleet.minutes(everyMin, 1);
  expect(one(fleet.written, "CurrConnections")).toHaveLength(1);
});

test("a failed call is made once more the minute after, where the budget has room for it", async () => {
  const fleet = await simulate(1, 2, 0.3, () => [], 1000);
  fleet.endpoint.setFault({ operation: "GetMetricData" }, "truncated");
  await fleet.minutes(0, 1);
  fleet.endpoint.clearFaults();
  await fleet.minutes(1, 2);
  expect(one(fleet.written, "CurrConnections")).toHaveLength(1);
});

test("pages that never end are counted, each with all its queries", async () => {
  const fleet = await simulate(1, 2, 1000);
  fleet.endpoint.setFault({ operation: "GetMetricData" }, "repeat-marker");
  const [endless] = await fleet.minutes(0, 1);
  expect(endless?.failure?.code).toBe("garbled");
  expect(fleet.counted()).toBe(callsOf(fleet) * 50);
});

test("what lies ahead of AWS's clock has not been fetched, and is asked for when it has happened", async () => {
  const aheadMs = 40 * MINUTE_MS;
  const fleet = await simulate(1, 2, 1000, () => []);
  fleet.endpoint.setClockAheadMs(-aheadMs);
  await fleet.minutes(40, 1);
  const [first] = one(fleet.written, "CurrConnections");
  expect(first?.fetchedToMs).toBe(START_MS);
  const due = fleet.clusters[0]?.series.due(fleet.plan, false, START_MS + MINUTE_MS + 5000, 3 * HOUR_MS);
  expect(due?.find(({ query }) => query.metric === "CurrConnections")?.window).toEqual({
    fromMs: START_MS - 15 * MINUTE_MS,
    toMs: START_MS + MINUTE_MS,
  });
});

test("history is complete when all is there that the budget asks for", async () => {
  const fleet = await simulate(1, 2, 0.05);
  expect(fleet.plan.coreEveryMs).not.toBeNull();
  expect(fleet.plan.restEveryMs).toBeNull();
  await fleet.minutes(0, 1);
  expect(fleet.clusters[0]?.series.progress(fleet.plan, START_MS + 5000, 3 * HOUR_MS).doneRatio).toBe(1);
});
