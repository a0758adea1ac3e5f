import { describe, expect, it } from "vitest";
import type { ElastiCacheNode, ElastiCacheTopology } from "../elasticache/model";
import { METRICS } from "./catalogue";
import { POINT_MS, SIGNAL_KINDS } from "./model";
import type { MetricMinutes } from "./points";
import { type JudgedMetrics, judgeMetrics, SIGNALS } from "./signals";

const NOW = Date.UTC(2026, 10, 22, 14, 2, 20);
/** The newest minute there is: two minutes late. */
const NEWEST = Date.UTC(2026, 10, 22, 13, 59, 0);
const MB = 1024 * 1024;
const plain = (text: string) => text.replaceAll("\u202f", " ");

function node(id: string, change: Partial<ElastiCacheNode> = {}): ElastiCacheNode {
  return {
    cacheClusterId: id,
    cacheNodeId: "0001",
    shard: "0001",
    slots: null,
    role: "replica",
    zone: null,
    nodeType: "cache.r7g.xlarge",
    status: null,
    endpoint: null,
    ...change,
  };
}

function topology(change: Partial<ElastiCacheNode> = {}, kind?: "serverless-cache"): ElastiCacheTopology {
  return {
    kind: kind ?? "replication-group",
    id: "orders",
    region: "eu-central-1",
    status: null,
    engine: "redis",
    engineVersion: null,
    nodeType: null,
    clusterMode: false,
    multiAz: null,
    automaticFailover: null,
    tls: null,
    authMode: null,
    userGroups: [],
    endpoints: { primary: null, reader: null, configuration: null },
    nodes: kind === undefined ? [node("orders-001", change)] : [],
    parameterGroup: null,
    maintenanceWindow: null,
  };
}

/** Values of consecutive minutes, the last one the newest; null: no point. */
function series(metric: string, values: readonly (number | null)[], subject = "orders-001"): MetricMinutes {
  const statistic = METRICS.find((definition) => definition.metric === metric)?.statistic ?? "?";
  const points = values.flatMap((value, index) =>
    value === null ? [] : [{ atMs: NEWEST - (values.length - 1 - index) * POINT_MS, value }],
  );
  return {
    subject,
    metric,
    statistic,
    atMs: points.map(({ atMs }) => atMs),
    values: points.map(({ value }) => value),
  };
}

const steady = (value: number, minutes = 15) => Array.from({ length: minutes }, () => value);

function judge(all: readonly MetricMinutes[], change: Partial<JudgedMetrics> = {}) {
  return judgeMetrics({
    series: all,
    topology: topology(),
    limits: null,
    openedPerSec: [],
    plan: { coreEveryMs: 60_000, restEveryMs: 300_000 },
    nowMs: NOW,
    ...change,
  });
}

const told = (all: readonly MetricMinutes[], change: Partial<JudgedMetrics> = {}) =>
  judge(all, change).map(({ kind, state }) => `${kind} ${state}`);

describe("SIGNALS", () => {
  it("explains every kind in one sentence, with a page of AWS, by metrics that are asked for", () => {
    for (const kind of SIGNAL_KINDS) {
      const { explanation, page, metrics, beside = [], levels, threshold, title } = SIGNALS[kind];
      expect(explanation).toMatch(/^[A-Z][^.!?]*(\d[^.!?]*)?\.$/);
      expect(page.url).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\//);
      expect(page.title).not.toBe("");
      expect(title).not.toBe("");
      for (const metric of [...metrics, ...beside])
        expect(METRICS.map((each) => each.metric)).toContain(metric);
      if (levels.length > 0) expect(Math.min(...levels.map((level) => level.atLeast))).toBe(threshold);
    }
  });
});

describe("what judges nothing", () => {
  it("no data, and quiet data", () => {
    expect(judge([])).toEqual([]);
    expect(judge([series("SwapUsage", [])])).toEqual([]);
    expect(
      judge([
        series("CurrConnections", steady(218, 30)),
        series("NetworkConntrackAllowanceExceeded", steady(0)),
        series("EngineCPUUtilization", steady(89.9)),
        series("DatabaseMemoryUsagePercentage", steady(40)),
        series("TrafficManagementActive", steady(0)),
      ]),
    ).toEqual([]);
  });

  it("a metric that the catalogue does not have", () => {
    expect(judge([{ ...series("SwapUsage", steady(900 * MB)), statistic: "p50" }])).toEqual([]);
    expect(judge([series("NetworkConntrackAllowanceExceeded", steady(9), "nobody")])).toHaveLength(1);
  });

  it("old data: five minutes late are normal, more are not, unless it is asked for that seldom", () => {
    const dropped = [series("NetworkConntrackAllowanceExceeded", steady(9))];
    const asked = (restEveryMs: number | null, agoMin: number) =>
      judge(dropped, { plan: { coreEveryMs: 60_000, restEveryMs }, nowMs: NEWEST + agoMin * 60_000 }).length;
    expect([asked(300_000, 11), asked(300_000, 12)]).toEqual([1, 0]);
    expect([asked(null, 6), asked(null, 7)]).toEqual([1, 0]);
    expect([asked(10_800_000, 31), asked(10_800_000, 32)]).toEqual([1, 0]);
  });

  it("our clock behind AWS's is no reason to be silent", () => {
    expect(told([series("TrafficManagementActive", [0, 1])], { nowMs: NEWEST - 240_000 })).toHaveLength(1);
  });

  it("what was over before the newest five minutes", () => {
    const over = [...steady(0, 5), ...steady(500, 8), ...steady(0, 5)];
    expect(judge([series("NetworkBandwidthInAllowanceExceeded", over)])).toEqual([]);
  });
});

describe("network allowances", () => {
  it.each<[string, (number | null)[], string[]]>([
    ["NetworkBandwidthInAllowanceExceeded", [0, 0, 3], ["bandwidth-exceeded notice"]],
    ["NetworkBandwidthOutAllowanceExceeded", [5, 0, 3, 0, 2], ["bandwidth-exceeded warning"]],
    ["NetworkBandwidthOutAllowanceExceeded", steady(5000, 10), ["bandwidth-exceeded critical"]],
    ["NetworkBandwidthOutAllowanceExceeded", steady(5000, 9), ["bandwidth-exceeded warning"]],
    ["NetworkConntrackAllowanceExceeded", [0, 1], ["conntrack-exceeded warning"]],
    ["NetworkConntrackAllowanceExceeded", [9, null, 12, 7], ["conntrack-exceeded critical"]],
    ["NetworkPacketsPerSecondAllowanceExceeded", [2, 2, 2], ["packets-exceeded warning"]],
    ["NetworkLinkLocalAllowanceExceeded", [0, 2], ["linklocal-exceeded notice"]],
  ])("%s %j", (metric, values, expected) => {
    expect(told([series(metric, values)])).toEqual(expected);
  });

  it("tells since when, how often and how much", () => {
    const values = [...steady(0, 10), 120, 0, 412, 80, 0];
    const [signal] = judge([series("NetworkConntrackAllowanceExceeded", values)]);
    expect(signal).toMatchObject({
      subject: "orders-001",
      metric: "NetworkConntrackAllowanceExceeded",
      state: "critical",
      sinceMs: NEWEST - 4 * POINT_MS,
      untilMs: NEWEST,
      value: 412,
      threshold: 1,
      unit: "per-minute",
    });
    expect(plain(signal?.sentence ?? "")).toBe(
      "orders-001 tracks as many connections as its host may: up to 412 packets a minute were lost, in 3 of 5 min, since 13:55 UTC",
    );
  });
});

describe("CPU", () => {
  const engine = (value: number) => series("EngineCPUUtilization", steady(value, 10));
  const host = (value: number) => series("CPUUtilization", steady(value, 10));

  it.each<[string, string | null, MetricMinutes[], string[]]>([
    ["four vCPUs: the engine's thread counts", "cache.r7g.xlarge", [engine(92)], ["engine-cpu warning"]],
    ["four vCPUs: the host at 50 % is fine", "cache.r7g.xlarge", [host(50)], []],
    ["two vCPUs: the host at 46 %", "cache.r7g.large", [host(46)], ["host-cpu warning"]],
    ["two vCPUs: the host at 44 %", "cache.r7g.large", [host(44)], []],
    ["two vCPUs: the thread is not judged", "cache.t4g.small", [engine(99), host(30)], []],
    ["two vCPUs: the host at 48 % for ten minutes", "cache.m6g.large", [host(48)], ["host-cpu critical"]],
    ["one vCPU", "cache.t2.micro", [host(91)], ["host-cpu warning"]],
    ["one vCPU at 80 %", "cache.t2.micro", [host(80)], []],
    ["size not known", null, [engine(96), host(60)], ["engine-cpu critical"]],
  ])("%s", (_, nodeType, all, expected) => {
    expect(told(all, { topology: topology({ nodeType }) })).toEqual(expected);
  });

  it("sets the thread against the host", () => {
    const sentences = (nodeType: string, all: MetricMinutes[]) =>
      judge(all, { topology: topology({ nodeType }) }).map(({ sentence }) => plain(sentence));
    expect(sentences("cache.r7g.2xlarge", [engine(93), host(18)])).toEqual([
      "orders-001 keeps its engine's thread up to 93 % busy, in 5 of 5 min, since 13:50 UTC; all of the host's CPU is at 18 %",
    ]);
    expect(sentences("cache.r7g.large", [engine(20), host(46)])).toEqual([
      "orders-001 keeps its host's CPU up to 46 % busy (2 vCPUs, limit 45 %), in 5 of 5 min, since 13:50 UTC; the engine's thread is at 20 %",
    ]);
  });
});

describe("memory", () => {
  it.each<[string, MetricMinutes[], string[]]>([
    ["40 MB swapped", [series("SwapUsage", steady(40 * MB))], []],
    ["60 MB swapped", [series("SwapUsage", steady(60 * MB))], ["swap notice"]],
    ["310 MB swapped", [series("SwapUsage", steady(310 * MB))], ["swap warning"]],
    [
      "more swapped than the host can free",
      [series("SwapUsage", steady(60 * MB)), series("FreeableMemory", steady(50 * MB))],
      ["swap warning"],
    ],
    ["91 % full", [series("DatabaseMemoryUsagePercentage", steady(91))], ["memory warning"]],
    ["full, evictions not known", [series("DatabaseMemoryUsagePercentage", steady(100))], ["memory warning"]],
    [
      "full, and nothing is evicted",
      [series("DatabaseMemoryUsagePercentage", steady(100)), series("Evictions", steady(0))],
      ["memory critical"],
    ],
    [
      "full, and keys are evicted",
      [series("DatabaseMemoryUsagePercentage", steady(100)), series("Evictions", steady(600))],
      ["memory warning", "evictions notice"],
    ],
    ["6,000 evictions a minute", [series("Evictions", steady(6000))], ["evictions warning"]],
    ["30 evictions a minute", [series("Evictions", steady(30))], []],
  ])("%s", (_, all, expected) => {
    expect(told(all)).toEqual(expected);
  });
});

describe("connections", () => {
  const counts = (values: readonly (number | null)[]) => [series("CurrConnections", values)];
  /** Between 210 and 226, without chance. */
  const noisy = Array.from({ length: 27 }, (_, index) => 218 + ((index * 5) % 17) - 8);

  it.each<[string, readonly (number | null)[], string[]]>([
    ["steady", [...noisy, 220, 212, 225], []],
    ["one point out of the range may still be corrected", [...noisy, 218, 219, 20], []],
    ["two points are not three", [...noisy, 219, 20, 20], []],
    ["a third less", [...noisy, 140, 138, 139], ["connections-step notice"]],
    ["all gone", [...noisy, 30, 20, 20], ["connections-step warning"]],
    ["doubled", [...noisy, 450, 460, 455], ["connections-step warning"]],
    ["up and down", [...noisy, 450, 20, 455], []],
    ["a fifth of few is nothing", [...steady(10, 27), 25, 25, 25], []],
    ["few before", [...steady(218, 9), 20, 20, 20], []],
    ["a hole in the newest minutes", [...noisy, 20, null, null, null, 20, 20], []],
    ["it wanders widely anyway", [...noisy.map((value, at) => value + (at % 3) * 90), 480, 480, 480], []],
  ])("%s", (_, values, expected) => {
    expect(told(counts(values))).toEqual(expected);
  });

  it("says when they changed, and from what to what", () => {
    const [signal] = judge(counts([...noisy, 30, 20, 25]));
    expect(signal).toMatchObject({ sinceMs: NEWEST - 2 * POINT_MS, untilMs: NEWEST + POINT_MS, value: 20 });
    expect(signal?.sentence).toBe("orders-001 has 20 connections since 13:57 UTC, and had 218 before");
  });

  it.each([
    [65_000, []],
    [1_000, ["connections-near-limit warning"]],
    [920, ["connections-near-limit critical"]],
  ])("890 of %i", (maxclients, expected) => {
    const limits = { maxclients, timeoutSec: null, tcpKeepaliveSec: null, closeOnReplicaWrite: null };
    expect(told(counts(steady(890)), { limits })).toEqual(expected);
    expect(told(counts(steady(890)))).toEqual([]);
  });

  it("new connections are set against what was seen to open in the same minutes", () => {
    const theirs = [series("NewConnections", steady(300, 15))];
    const ours = (perSec: number, minutes = 15, subject = "orders-001") => {
      const { atMs } = series("NewConnections", steady(0, minutes));
      return [{ subject, atMs, values: atMs.map(() => perSec) }];
    };
    expect(told(theirs, { openedPerSec: ours(4.9) })).toEqual([]);
    expect(told(theirs, { openedPerSec: ours(2) })).toEqual(["new-connections-rate notice"]);
    expect(told(theirs, { openedPerSec: ours(9) })).toEqual(["new-connections-rate notice"]);
    expect(told(theirs, { openedPerSec: ours(2, 4) })).toEqual([]);
    expect(told(theirs, { openedPerSec: ours(2, 15, "orders-002") })).toEqual([]);
    expect(told(theirs)).toEqual([]);
    const [signal] = judge(theirs, { openedPerSec: ours(2) });
    expect(signal?.sentence).toBe(
      "orders-001 opened 5.0 a second by CloudWatch's count and 2.0 a second by its own counter, over 15 min",
    );
  });
});

describe("the rest", () => {
  it.each<[string, (number | null)[], string[]]>([
    ["ReplicationLag", [0.2, 0.3, 0.2], []],
    ["ReplicationLag", [1.5, 2, 1.2], ["replication-lag notice"]],
    ["ReplicationLag", [6, 7, 8], ["replication-lag warning"]],
    ["ReplicationLag", steady(60, 5), ["replication-lag critical"]],
    ["TrafficManagementActive", [0, 1, 0], ["traffic-management warning"]],
    ["TrafficManagementActive", steady(1), ["traffic-management critical"]],
    ["AuthenticationFailures", [0, 0, 2], ["authentication-failures notice"]],
    ["AuthenticationFailures", [6, 9, 5], ["authentication-failures warning"]],
    ["AuthenticationFailures", [900, 900, 900], ["authentication-failures critical"]],
    ["IamAuthenticationThrottling", [900, 900, 900], ["authentication-failures critical"]],
  ])("%s %j", (metric, values, expected) => {
    expect(told([series(metric, values)])).toEqual(expected);
  });

  it("a primary has no replication lag", () => {
    const lag = [series("ReplicationLag", steady(60))];
    expect(told(lag, { topology: topology({ role: "primary" }) })).toEqual([]);
    expect(told(lag, { topology: topology({ role: null }) })).toEqual(["replication-lag critical"]);
  });

  it("a serverless cache that throttles", () => {
    const all = [series("ThrottledCmds", [0, 30, 60], "orders")];
    const [signal] = judge(all, { topology: topology({}, "serverless-cache") });
    expect(signal).toMatchObject({ kind: "throttled", state: "warning", subject: "orders", value: 1 });
    expect(plain(signal?.sentence ?? "")).toBe(
      "orders throttles up to 1.0 commands a second, in 2 of 3 min, since 13:58 UTC",
    );
  });

  it("the worst comes first, then what has lasted longest", () => {
    expect(
      told([
        series("AuthenticationFailures", [0, 0, 2]),
        series("DatabaseMemoryUsagePercentage", steady(95, 10)),
        series("TrafficManagementActive", [0, 1, 1]),
        series("NetworkConntrackAllowanceExceeded", steady(7)),
      ]),
    ).toEqual([
      "conntrack-exceeded critical",
      "memory warning",
      "traffic-management warning",
      "authentication-failures notice",
    ]);
  });
});
