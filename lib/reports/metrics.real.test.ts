import { expect, it } from "vitest";
import { type MetricsAnswer, type MetricsParams, metricsAnswer } from "@/lib/contract/metrics";
import type { Store } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { type SampleNode, writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { writeCloudWatchNow } from "@/lib/store/writes/write-cloudwatch-now";
import { writeElastiCacheNow } from "@/lib/store/writes/write-elasticache-now";
import { writeObservations } from "@/lib/store/writes/write-observations";
import type { Given } from "./context";
import { reportMetrics } from "./metrics";
import { answerOf, failureOf } from "./testing/answer-of";
import {
  sampleAwsNode,
  sampleCloudWatchNow,
  sampleFacts,
  sampleTopology,
  writeAwsCall,
  writePoints,
} from "./testing/aws";
import { MIN, NOW, PROXIES, SEC, writeLiveNode } from "./testing/live-node";
import { writeStatistics } from "./testing/proxy-statistics";

const HOUR = 60 * MIN;
const AWS_NODES = [sampleAwsNode("orders-001"), sampleAwsNode("orders-002")];
const ADDRESSES = ["orders-001.example.cache.amazonaws.com:6379", "10.0.0.9:6379"];

async function ask(store: Store, params: Given<MetricsParams> = {}, nowMs = NOW): Promise<MetricsAnswer> {
  const answer = answerOf(
    await reportMetrics({ store, now: new Date(nowMs) }, "orders", params),
    metricsAnswer,
  );
  for (const { source, values, max } of answer.series) {
    const grid = answer.grids.find((one) => one.source === source);
    expect(values).toHaveLength(grid?.at.length ?? -1);
    expect([0, values.length]).toContain(max.length);
  }
  return answer;
}

async function writeOrders(store: Store): Promise<SampleNode> {
  const [a] = await writeSampleCluster(store, { key: "orders", proxies: PROXIES }, ADDRESSES);
  if (a === undefined) throw new Error("nodes were written");
  await store.prisma.node.updateMany({ data: { firstSeenAt: new Date(0) } });
  return a;
}

function lineOf(answer: MetricsAnswer, metric: string, subject: string): (number | null)[] | undefined {
  return answer.series.find((one) => one.metric === metric && one.subject === subject)?.values;
}

/** Values of a series by the minute they stand for. */
function minutesOf(answer: MetricsAnswer, metric: string, fromMs: number, count: number) {
  const at = answer.grids.find(({ source }) => source === "cloudwatch")?.at ?? [];
  const line = answer.series.find((one) => one.metric === metric)?.values ?? [];
  return Array.from({ length: count }, (_, minute) => {
    return line[at.indexOf(new Date(fromMs + minute * MIN).toISOString())];
  });
}

eachDatabase("metrics", (database) => {
  it("CloudWatch's, the engine's and the proxies' numbers stand on one axis, with what AWS says", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    const { clusterId } = node;
    await writeElastiCacheNow(store, clusterId, sampleFacts(sampleTopology(AWS_NODES)));
    await writeCloudWatchNow(store, clusterId, sampleCloudWatchNow());
    await writeLiveNode(store, node, { sample: { opsPerSec: 250, usedMemoryBytes: 5_000_000_000 } });
    await writeAwsCall(store, clusterId, "CloudWatch metrics", null);
    await writeAwsCall(store, clusterId, "ElastiCache events", {
      error: "DescribeEvents in eu-central-1 is denied",
      remedy: "allow elasticache:DescribeEvents",
    });
    const fromMs = NOW - 20 * MIN;
    const counts = Array.from({ length: 18 }, (_, minute) => 100 + minute);
    await writePoints(store, clusterId, {
      subject: "orders-001",
      metric: "CurrConnections",
      fromMs,
      values: counts,
    });
    const opened = { subject: "orders-002", metric: "NewConnections", statistic: "Sum", fromMs };
    await writePoints(store, clusterId, { ...opened, values: counts.map(() => 120) });
    await writeStatistics(store, clusterId, "proxy-1", {
      fromMs: NOW - 5 * MIN,
      toMs: NOW,
      source: "HAProxy CSV",
      failsFromMs: null,
      step: { connections: 30, opened: 20 },
      medianMs: 0.4,
    });
    await writeObservations(store, [
      {
        clusterId,
        nodeId: null,
        at: new Date(NOW - 3 * MIN),
        subject: "orders-001",
        kind: "event",
        before: null,
        after: "failover-completed",
        sentence: "Failover from primary node orders-002 to replica node orders-001 completed",
        source: "ElastiCache events",
        precisionMs: MIN,
      },
    ]);

    const answer = await ask(store, { last: "1h" });
    expect(answer.service).toBe("elasticache");
    expect(answer.grids.map(({ source, stepMs, resolutionMs }) => [source, stepMs, resolutionMs])).toEqual([
      ["cloudwatch", MIN, MIN],
      ["engine", 15 * SEC, 10 * SEC],
      ["proxy", 15 * SEC, 10 * SEC],
    ]);
    const connections = answer.series.find(({ metric }) => metric === "CurrConnections");
    expect(connections).toMatchObject({
      subject: "orders-001",
      node: ADDRESSES[0],
      statistic: "Average",
      unit: "count",
      max: [],
    });
    expect(minutesOf(answer, "CurrConnections", fromMs - MIN, 20)).toEqual([null, ...counts, null]);
    // A sum of 120 in a minute is 2 a second; of a node that is not watched under its name nobody knows the address.
    expect(answer.series.find(({ metric }) => metric === "NewConnections")).toMatchObject({
      node: null,
      unit: "per-second",
    });
    expect(minutesOf(answer, "NewConnections", fromMs, 18)).toEqual(counts.map(() => 2));
    const engine = answer.series.filter(({ source }) => source === "engine");
    expect(new Set(engine.map(({ subject }) => subject))).toEqual(new Set([ADDRESSES[0]]));
    expect(lineOf(answer, "connected_clients", ADDRESSES[0] ?? "")?.at(-2)).toBe(22);
    expect(lineOf(answer, "ops_per_sec", ADDRESSES[0] ?? "")?.at(-2)).toBe(250);
    expect(lineOf(answer, "used_memory", ADDRESSES[0] ?? "")?.at(-2)).toBe(5_000_000_000);
    expect(lineOf(answer, "ping_max", ADDRESSES[0] ?? "")?.at(-2)).toBe(1.5);
    // Never told: no line, instead of one of zeros.
    expect(lineOf(answer, "replication_lag", ADDRESSES[0] ?? "")).toBeUndefined();
    expect(lineOf(answer, "connections", "proxy-1")?.at(-2)).toBe(30);
    expect(lineOf(answer, "opened", "proxy-1")?.at(-2)).toBe(2);
    expect(lineOf(answer, "connections", "proxy-2")).toBeUndefined();
    expect(answer.subjects).toEqual({ shown: 5, of: 5 });

    expect(answer.observations.map(({ kind }) => kind)).toEqual(["event"]);
    expect(answer.calls.map(({ source, state, remedy }) => [source, state, remedy])).toEqual([
      ["CloudWatch metrics", "ok", null],
      ["ElastiCache events", "failing", "allow elasticache:DescribeEvents"],
    ]);
    expect(answer.cloudwatch).toMatchObject({
      bill: {
        budgetUsd: 50,
        spentUsd: 1.25,
        estimateUsd: 7.3,
        metricsRequested: 125_000,
        isExhausted: false,
      },
      coreEveryMs: MIN,
      fetched: { from: new Date(fromMs).toISOString(), to: new Date(fromMs + 18 * MIN).toISOString() },
      backfill: null,
    });
    const info = answer.metrics.find(({ metric }) => metric === "EngineCPUUtilization");
    expect(info).toMatchObject({ unit: "percent", level: "engine", page: { title: expect.any(String) } });
  });

  it("late and corrected points are stored once, the later value wins, and a chart over the correction shows it", async () => {
    const store = database.store();
    const { clusterId } = await writeOrders(store);
    const fromMs = NOW - 10 * MIN;
    const points = { subject: "orders-001", metric: "CurrConnections", fromMs };
    await writePoints(store, clusterId, { ...points, values: [100, 100, null, 140] });
    const asked = { from: new Date(fromMs).toISOString(), to: new Date(NOW).toISOString() };
    const before = await ask(store, asked);
    expect(minutesOf(before, "CurrConnections", fromMs, 6)).toEqual([100, 100, null, 140, null, null]);
    // Three minutes later: the third minute came late, the fourth was corrected, the second is not told again.
    await writePoints(store, clusterId, { ...points, values: [100, null, 0, 90, 95] });
    const after = await ask(store, asked);
    expect(minutesOf(after, "CurrConnections", fromMs, 6)).toEqual([100, 100, 0, 90, 95, null]);
    expect(await store.prisma.$queryRaw`SELECT count(*)::int AS rows FROM metric_series`).toEqual([
      { rows: 1 },
    ]);
    // Over buckets of several minutes the correction stands in the mean and in the largest as well.
    const wide = await ask(store, {
      from: new Date(NOW - 20 * HOUR).toISOString(),
      to: asked.to,
      points: 100,
    });
    const series = wide.series[0];
    expect(Math.max(...(series?.max.flatMap((value) => value ?? []) ?? []))).toBe(100);
  });

  it("no data, not fetched yet and zero are three things", async () => {
    const store = database.store();
    const { clusterId } = await writeOrders(store);
    await writeElastiCacheNow(store, clusterId, sampleFacts(sampleTopology(AWS_NODES)));
    await writeCloudWatchNow(
      store,
      clusterId,
      sampleCloudWatchNow({
        backfill: {
          wantedFromMs: NOW - 3 * HOUR,
          reachedMs: NOW - HOUR,
          doneRatio: 0.66666,
          state: "waiting",
          reason: "GetMetricData in eu-central-1 is throttled",
        },
      }),
    );
    const fromMs = NOW - 60 * MIN;
    const none = new Array<null>(58).fill(null);
    const swap = { subject: "orders-001", metric: "SwapUsage", fromMs };
    await writePoints(store, clusterId, { ...swap, values: none });
    const evictions = { subject: "orders-001", metric: "Evictions", statistic: "Sum", fromMs };
    await writePoints(store, clusterId, { ...evictions, values: none.map(() => 0) });
    const answer = await ask(store, { last: "3h" });
    // Asked for without a point: an empty line. Zero: a line at zero. Another metric was never asked for: no line.
    expect(minutesOf(answer, "SwapUsage", fromMs, 58)).toEqual(none);
    expect(minutesOf(answer, "Evictions", fromMs, 58)).toEqual(none.map(() => 0));
    expect(answer.series.map(({ metric }) => metric)).toEqual(["Evictions", "SwapUsage"]);
    expect(answer.metrics.map(({ metric }) => metric)).toContain("CPUUtilization");
    expect(answer.cloudwatch).toMatchObject({
      fetched: { from: new Date(fromMs).toISOString(), to: new Date(NOW - 2 * MIN).toISOString() },
      backfill: { doneRatio: 0.6667, state: "waiting", reason: "GetMetricData in eu-central-1 is throttled" },
    });
    const earlier = await ask(store, {
      from: new Date(NOW - 9 * HOUR).toISOString(),
      to: new Date(NOW - 8 * HOUR).toISOString(),
    });
    expect(earlier.cloudwatch?.fetched).toBeNull();
  });

  it("a threshold that was passed in the window is told, whenever it is asked for", async () => {
    const store = database.store();
    const { clusterId } = await writeOrders(store);
    await writeElastiCacheNow(store, clusterId, sampleFacts(sampleTopology(AWS_NODES)));
    await writeCloudWatchNow(store, clusterId, sampleCloudWatchNow());
    const fromMs = NOW - 2 * HOUR;
    const cpu = Array.from({ length: 118 }, (_, minute) => (minute >= 40 && minute < 55 ? 99 : 20));
    await writePoints(store, clusterId, {
      subject: "orders-001",
      metric: "CPUUtilization",
      fromMs,
      values: cpu,
    });
    const over = await ask(store, { last: "2h" });
    expect(over.signals).toMatchObject([
      {
        kind: "host-cpu",
        subject: "orders-001",
        state: "critical",
        since: new Date(fromMs + 40 * MIN).toISOString(),
        until: new Date(fromMs + 55 * MIN).toISOString(),
        value: 99,
        page: { url: expect.stringMatching(/^https:/) },
      },
    ]);
    expect((await ask(store, { last: "30m" })).signals).toEqual([]);
  });

  it("CloudWatch's counts stand beside ours over the minutes that both know", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    const { clusterId } = node;
    await writeElastiCacheNow(store, clusterId, sampleFacts(sampleTopology(AWS_NODES)));
    const hourMs = Math.floor(NOW / HOUR) * HOUR - HOUR;
    const minutes = Array.from({ length: 10 }, (_, minute) => new Date(hourMs + minute * MIN));
    await store.prisma
      .$executeRaw`SELECT create_time_partition('node_rollup_minute', 'day', ${new Date(hourMs)}::timestamptz)`;
    await store.prisma.$executeRaw`
      INSERT INTO node_rollup (resolution, at, node_id, sweeps, mean, max, opened, closed, unattributed, covered_ms, interval_ms)
      SELECT 'minute', at, ${node.nodeId}::int, 6, 100, 100, 60, 60, 30, 60000, 10000
      FROM unnest(${minutes}::timestamptz[]) AS minute (at)`;
    const both = { subject: "orders-001", fromMs: hourMs + 4 * MIN };
    await writePoints(store, clusterId, {
      ...both,
      metric: "CurrConnections",
      values: [106, null, 106, 104, 104, 105, 999],
    });
    await writePoints(store, clusterId, {
      ...both,
      metric: "NewConnections",
      statistic: "Sum",
      values: [96, 96, 96, 96, 96, 96, 960],
    });
    const answer = await ask(store, { last: "3h" });
    expect(answer.comparisons).toEqual([
      {
        subject: "orders-001",
        node: ADDRESSES[0],
        kind: "connections",
        cloudwatch: 105,
        counted: 100,
        difference: 5,
        minutes: 5,
      },
      {
        subject: "orders-001",
        node: ADDRESSES[0],
        kind: "opened-per-second",
        cloudwatch: 1.6,
        counted: 1.5,
        difference: 0.1,
        minutes: 6,
      },
    ]);
  });

  it("events of the service are not crowded out by what we see ourselves", async () => {
    const store = database.store();
    const { clusterId } = await writeOrders(store);
    const row = { clusterId, nodeId: null, before: null, after: null, source: "INFO", precisionMs: 1000 };
    const seen = Array.from({ length: 250 }, (_, index) => ({
      ...row,
      at: new Date(NOW - 30 * MIN + index * SEC),
      subject: "10.0.0.9:6379",
      kind: "reachability" as const,
      sentence: `seen ${index}`,
    }));
    const event = {
      ...row,
      subject: "orders-001",
      kind: "event" as const,
      sentence: "Recovering cache nodes 0001",
    };
    await writeObservations(store, [{ ...event, at: new Date(NOW - 50 * MIN) }, ...seen]);
    const { observations } = await ask(store, { last: "1h" });
    expect(observations).toHaveLength(200);
    expect(observations[0]?.sentence).toBe("seen 249");
    expect(observations.at(-1)?.sentence).toBe("Recovering cache nodes 0001");
  });

  it("names choose, and an unknown one is refused with the nearest", async () => {
    const store = database.store();
    const node = await writeOrders(store);
    await writeLiveNode(store, node);
    const values = [1, 2, 3];
    for (const metric of ["CurrConnections", "SwapUsage"]) {
      await writePoints(store, node.clusterId, {
        subject: "orders-001",
        metric,
        fromMs: NOW - 10 * MIN,
        values,
      });
    }
    const answer = await ask(store, { name: "SwapUsage,ping" });
    expect(new Set(answer.series.map(({ metric }) => metric))).toEqual(new Set(["SwapUsage", "ping"]));
    expect(answer.metrics.map(({ metric }) => metric)).toContain("CurrConnections");
    const reply = await reportMetrics({ store, now: new Date(NOW) }, "orders", { name: "swapusage" });
    expect(failureOf(reply)).toMatchObject({
      code: "bad-parameter",
      errors: [{ field: "name", message: expect.stringMatching(/did you mean SwapUsage\?/) }],
    });
  });

  it("a cluster that AWS knows nothing of answers with what we measure, and an empty one with nothing", async () => {
    const store = database.store();
    await writeSampleCluster(store, { key: "orders" }, []);
    expect(await ask(store)).toMatchObject({
      service: "none",
      metrics: [],
      grids: [],
      series: [],
      subjects: { shown: 0, of: 0 },
      signals: [],
      comparisons: [],
      calls: [],
      cloudwatch: null,
    });
    await writeLiveNode(store, await writeOrders(store));
    const answer = await ask(store);
    expect(answer).toMatchObject({ service: "none", cloudwatch: null });
    expect(answer.grids.map(({ source }) => source)).toEqual(["engine"]);
    const reply = await reportMetrics({ store, now: new Date(NOW) }, "nope", {});
    expect(failureOf(reply).code).toBe("unknown-cluster");
    const future = await reportMetrics({ store, now: new Date(NOW) }, "orders", {
      from: new Date(NOW + HOUR).toISOString(),
    });
    expect(failureOf(future).code).toBe("bad-parameter");
  });
});
