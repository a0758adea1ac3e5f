import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { AwsAccess } from "@/lib/config/fleet";
import type { MetricQuery } from "@/lib/domain/cloudwatch/model";
import {
  type AwsEndpoint,
  type AwsEndpointOptions,
  type AwsFault,
  type AwsRegionWorld,
  startAwsEndpoint,
} from "../testing/aws-endpoint";
import { madeUpRegion } from "../testing/aws-endpoint/made-up-region";
import { AWS_LIMITS, type AwsLimits } from "./aws-clients";
import { type AwsFailureCode, type AwsOutcome, type AwsSource, openAws } from "./aws-source";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const KEYS = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "s3cr3tKeyOfTheTest" };
/** Short enough to wait for; nothing that is meant to be answered uses them. */
const IMPATIENT: AwsLimits = { connectMs: 300, requestMs: 300, pageMs: 1000, callMs: 1500 };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(
  region: AwsRegionWorld,
  options: Partial<AwsEndpointOptions> = {},
): Promise<AwsEndpoint> {
  const endpoint = await startAwsEndpoint({
    world: { regions: { "eu-central-1": region }, keys: [KEYS] },
    ...options,
  });
  closers.push(endpoint.stop);
  return endpoint;
}

function open(endpoint: string, access: Partial<AwsAccess> = {}, limits = AWS_LIMITS): AwsSource {
  const source = openAws(
    {
      region: "eu-central-1",
      profile: null,
      roleArn: null,
      externalId: null,
      keys: { ...KEYS, sessionToken: null },
      endpoint,
      ...access,
    },
    limits,
  );
  closers.push(source.close);
  return source;
}

function okValue<T>(outcome: AwsOutcome<T>): T {
  if (outcome.state === "failed") throw new Error(outcome.failure.sentence);
  return outcome.value;
}

function queryOf(subject: string, metric = "CurrConnections"): MetricQuery {
  const dimensions = [
    { name: "CacheClusterId", value: subject },
    { name: "CacheNodeId", value: "0001" },
  ];
  return { subject, metric, statistic: "Average", set: "core", dimensions };
}

const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const LAST_DAY = { fromMs: nowMs - DAY_MS, toMs: nowMs + MINUTE_MS };

describe("what AWS tells", () => {
  it("of groups and nodes comes as it is told, an unknown id beside what is known", async () => {
    const endpoint = await start(madeUpRegion(["orders", "sessions"]));
    const source = open(endpoint.url);
    const groups = okValue(await source.describeGroups(["orders", "nope"]));
    expect(groups.unknownIds).toEqual(["nope"]);
    expect(groups.found).toMatchObject([
      {
        ReplicationGroupId: "orders",
        Description: "orders & more",
        MemberClusters: ["orders-001", "orders-002"],
        NodeGroups: [{ NodeGroupMembers: [{ CurrentRole: "primary" }, { CurrentRole: "replica" }] }],
        TransitEncryptionEnabled: true,
        UserGroupIds: ["everybody"],
      },
    ]);
    const clusters = okValue(await source.describeCacheClusters(["sessions-002"]));
    expect(clusters.found).toMatchObject([
      { CacheNodes: [{ CacheNodeId: "0001", Endpoint: { Port: 6379 } }], EngineVersion: "8.0.1" },
    ]);
    expect(okValue(await source.describeServerlessCaches(["nope"])).unknownIds).toEqual(["nope"]);
  });

  it("comes in as few calls as the API allows", async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `group-${index}`);
    const endpoint = await start(madeUpRegion(ids));
    const source = open(endpoint.url);
    const all = await source.describeCacheClusters(null);
    expect(okValue(all).found).toHaveLength(240);
    expect(all.calls).toBe(3);
    const some = await source.describeGroups([...ids.slice(100, 110), "nope"]);
    expect(okValue(some).found.map((group) => group.ReplicationGroupId)).toEqual(ids.slice(100, 110));
    expect(okValue(some).unknownIds).toEqual(["nope"]);
    expect(some.calls).toBe(2);
    const one = await source.describeGroups(["group-7"]);
    expect(one.calls).toBe(1);
    expect(endpoint.counts().calls).toEqual({ DescribeCacheClusters: 3, DescribeReplicationGroups: 3 });
  });

  it("of serverless caches, parameters and events is paged too", async () => {
    const names = Array.from({ length: 5 }, (_, index) => `cache-${index}`);
    const events = names.map((name, index) => ({
      SourceIdentifier: name,
      SourceType: "serverless-cache",
      Message: "Finished <changing> & more",
      Date: new Date(nowMs - index * MINUTE_MS),
    }));
    const region = madeUpRegion([], {
      serverlessCaches: () => names.map((ServerlessCacheName) => ({ ServerlessCacheName, Engine: "valkey" })),
      parameters: () => names.map((ParameterName) => ({ ParameterName, ParameterValue: "1" })),
      events: () => events,
    });
    const source = open((await start(region, { pageSize: 2 })).url);
    const caches = await source.describeServerlessCaches(null);
    expect(okValue(caches).found.map((cache) => cache.ServerlessCacheName)).toEqual(names);
    expect(okValue(await source.describeParameters("mine"))).toHaveLength(5);
    const told = await source.describeEvents(LAST_DAY);
    expect(okValue(told)).toHaveLength(5);
    expect(okValue(told)[4]).toEqual(events[0]);
    expect([caches.calls, told.calls]).toEqual([3, 3]);
  });

  it("of events goes back 14 days and no further, whatever is asked for", async () => {
    const endpoint = await start(madeUpRegion([]));
    const source = open(endpoint.url);
    expect(okValue(await source.describeEvents({ fromMs: 0, toMs: nowMs }))).toEqual([]);
    endpoint.setClockAheadMs(30 * MINUTE_MS);
    await source.describeGroups(null);
    expect(okValue(await source.describeEvents({ fromMs: 0, toMs: nowMs }))).toEqual([]);
    const before = endpoint.counts().calls.DescribeEvents;
    expect(await source.describeEvents({ fromMs: 0, toMs: nowMs - 15 * DAY_MS })).toMatchObject({ calls: 0 });
    expect(endpoint.counts().calls.DescribeEvents).toBe(before);
  });

  it("of metrics is one answer for each query, in ascending order; a metric with no data has none", async () => {
    const region = madeUpRegion([], {
      points: ({ fromMs, metric, dimensions }) =>
        metric === "Evictions"
          ? []
          : [2, 0, 1].map((minute) => ({
              atMs: fromMs + minute * MINUTE_MS,
              value: minute + (dimensions.CacheClusterId === "b" ? 0.5 : 0),
            })),
    });
    const endpoint = await start(region);
    const fromMs = nowMs - 10 * MINUTE_MS;
    const atMs = [0, 1, 2].map((minute) => fromMs + minute * MINUTE_MS);
    const queries = [queryOf("a"), queryOf("b"), queryOf("a", "Evictions")];
    const outcome = await open(endpoint.url).getMetrics(queries, fromMs, nowMs);
    const named = { statistic: "Average", isComplete: true };
    expect(okValue(outcome)).toEqual([
      { ...named, subject: "a", metric: "CurrConnections", atMs, values: [0, 1, 2] },
      { ...named, subject: "b", metric: "CurrConnections", atMs, values: [0.5, 1.5, 2.5] },
      { ...named, subject: "a", metric: "Evictions", atMs: [], values: [] },
    ]);
    expect(endpoint.counts()).toEqual({ calls: { GetMetricData: 1 }, metricsRequested: 3 });
  });

  it("of more than 100,800 points is put together from pages", async () => {
    const minutes = 12 * 60;
    const region = madeUpRegion([], {
      points: ({ fromMs }) =>
        Array.from({ length: minutes }, (_, index) => ({ atMs: fromMs + index * MINUTE_MS, value: index })),
    });
    const source = open((await start(region)).url);
    const queries = Array.from({ length: 150 }, (_, index) => queryOf(`node-${index}`));
    const outcome = await source.getMetrics(queries, nowMs - minutes * MINUTE_MS, nowMs);
    expect(outcome.calls).toBe(2);
    const answers = okValue(outcome);
    expect(answers.every(({ values, isComplete }) => values.length === minutes && isComplete)).toBe(true);
  });

  it("in part is known to be a part", async () => {
    const endpoint = await start(madeUpRegion([]));
    endpoint.setFault({ operation: "GetMetricData" }, "partial");
    const source = open(endpoint.url);
    expect(okValue(await source.getMetrics([queryOf("a")], nowMs - MINUTE_MS, nowMs))).toMatchObject([
      { values: [1], isComplete: false },
    ]);
  });

  it("by a server that breaks at percentiles leaves those out, and asks for the others once more", async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        asked++;
        if (body.includes("p99"))
          response.writeHead(500, { "content-type": "text/html" }).end("<!doctype html><title>500</title>");
        else
          response.end(
            JSON.stringify({
              MetricDataResults: [
                { Id: "m0", Timestamps: [nowMs / 1000 - 60], Values: [3], StatusCode: "Complete" },
                { Id: "m1", Timestamps: [nowMs / 1000 - 60], Values: [4], StatusCode: "Complete" },
              ],
            }),
          );
      });
    });
    const queries = [queryOf("a"), { ...queryOf("a"), statistic: "p99" }, queryOf("b")];
    const outcome = await open(url).getMetrics(queries, nowMs - 60_000, nowMs);
    expect(okValue(outcome)).toMatchObject([
      { subject: "a", values: [3], isComplete: true },
      { subject: "a", statistic: "p99", values: [], isComplete: false },
      { subject: "b", values: [4], isComplete: true },
    ]);
    expect(asked).toBe(2);
    const alone = await open(url).getMetrics(queries.slice(1, 2), nowMs - 60_000, nowMs);
    expect(alone).toMatchObject({ state: "failed", failure: { code: "server" }, calls: 1 });
  });

  it("tells how far the clocks are apart, and a clock ahead by minutes stops nothing", async () => {
    const endpoint = await start(madeUpRegion(["orders"]));
    const source = open(endpoint.url);
    expect((await skewOf(source)) / 1000).toBeCloseTo(0, -1);
    endpoint.setClockAheadMs(-10 * MINUTE_MS);
    expect((await skewOf(source)) / 1000).toBeCloseTo(-600, -1);
  });
});

async function skewOf(source: AwsSource): Promise<number> {
  const outcome = await source.describeGroups(null);
  if (outcome.state === "failed") throw new Error(outcome.failure.sentence);
  return outcome.clockSkewMs ?? Number.NaN;
}

describe("what fails", () => {
  it.each<[AwsFault, AwsFailureCode, string, string]>([
    ["throttle", "throttled", "AWS throttles", ""],
    [
      "deny",
      "denied",
      "elasticache:DescribeEvents is not allowed to arn:aws:iam::123456789012:user/evenkeel: no identity-based policy allows",
      "Allow elasticache:DescribeEvents to arn:aws:iam::123456789012:user/evenkeel",
    ],
    ["expired", "expired", "the session token has expired", "Renew the credentials"],
    [
      "clock",
      "clock",
      "this machine's clock and AWS's are more than 5 minutes apart",
      "Set this machine's clock",
    ],
    ["error-document", "server", "the server failed (status 500, InternalFailure)", ""],
    ["unsupported", "refused", "the server does not know DescribeEvents", ""],
    ["html", "garbled", "answered with an HTML page (status 200)", "speaks the API of AWS"],
    ["html-503", "server", "the endpoint answered with status 503 and an HTML page", "knows DescribeEvents"],
    ["truncated", "garbled", "the answer was cut off", "speaks the API of AWS"],
    ["repeat-marker", "garbled", "pages of the answer never end", "speaks the API of AWS"],
  ])("by %s is told with a remedy, and all else goes on", async (fault, code, sentence, remedy) => {
    const endpoint = await start(madeUpRegion(["orders"]));
    endpoint.setFault({ operation: "DescribeEvents" }, fault);
    const source = open(endpoint.url);
    const outcome = await source.describeEvents(LAST_DAY);
    expect(outcome).toMatchObject({ state: "failed", failure: { call: "DescribeEvents", code } });
    if (outcome.state === "failed") {
      expect(outcome.failure.sentence).toContain(`DescribeEvents in eu-central-1: ${sentence}`);
      expect(outcome.failure.remedy ?? "").toContain(remedy);
    }
    expect(JSON.stringify(outcome)).not.toContain(KEYS.secretAccessKey);
    expect(okValue(await source.describeGroups(null)).found).toHaveLength(1);
    endpoint.clearFaults();
    expect(okValue(await source.describeEvents(LAST_DAY))).toEqual([]);
  });

  it.each<[AwsFault, AwsFailureCode]>([
    ["throttle", "throttled"],
    ["deny", "denied"],
    ["expired", "expired"],
    ["clock", "clock"],
    ["error-document", "server"],
    ["unsupported", "refused"],
    ["html", "garbled"],
    ["html-503", "server"],
    ["truncated", "garbled"],
    ["repeat-marker", "garbled"],
  ])("of CloudWatch by %s is told alike", async (fault, code) => {
    const endpoint = await start(madeUpRegion([]));
    endpoint.setFault({}, fault);
    const source = open(endpoint.url);
    const outcome = await source.getMetrics([queryOf("a")], nowMs - MINUTE_MS, nowMs);
    expect(outcome).toMatchObject({ state: "failed", failure: { call: "GetMetricData", code } });
  });

  it("closes no connection that is still good: all calls go over one", async () => {
    const sockets = new Set<unknown>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      request.resume();
      response.end("<R><DescribeReplicationGroupsResult/></R>");
    });
    const source = open(url);
    for (let call = 0; call < 5; call++) await source.describeGroups(null);
    expect(sockets.size).toBe(1);
  });

  it("for want of an answer ends in time, wherever the answer stops", async () => {
    const endpoint = await start(madeUpRegion([]));
    endpoint.setFault({}, "hang");
    const timeout = { state: "failed", failure: { code: "timeout" } };
    expect(await open(endpoint.url, {}, IMPATIENT).describeGroups(null)).toMatchObject(timeout);
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      response.write("<DescribeReplicationGroupsResponse>");
    });
    expect(await open(url, {}, IMPATIENT).describeGroups(null)).toMatchObject(timeout);
  });

  it("of an unknown parameter group names it", async () => {
    const source = open((await start(madeUpRegion([]))).url);
    expect(await source.describeParameters("nope")).toMatchObject({
      failure: {
        code: "unknown-id",
        sentence: "DescribeCacheParameters in eu-central-1: CacheParameterGroup not found: nope",
        remedy: "Check the name, the region (eu-central-1) and the account",
      },
    });
  });

  it("where nothing listens, or nothing of AWS", async () => {
    const failed = async (url: string) => open(url, {}, IMPATIENT).describeGroups(null);
    expect(await failed("http://127.0.0.1:9")).toMatchObject({
      failure: {
        code: "unreachable",
        sentence:
          "DescribeReplicationGroups in eu-central-1: the server refuses the connection: nothing listens there",
        remedy: "Check that http://127.0.0.1:9 can be reached from here",
      },
    });
    const answers: [RequestListener, AwsFailureCode][] = [
      [(_, response) => response.writeHead(404).end(), "refused"],
      [(_, response) => response.writeHead(200).end(), "garbled"],
      [(_, response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end(), "garbled"],
      [(_, response) => response.end("<rss></rss>"), "garbled"],
      [(_, response) => response.end("<DescribeReplicationGroupsResult><a></b>"), "garbled"],
      [(_, response) => response.writeHead(500).end("<oops/>"), "server"],
    ];
    for (const [listener, code] of answers)
      expect(await failed(await serve(listener))).toMatchObject({ failure: { code } });
  });

  it("by throttling is not tried again at once; the wait that the server asks for is passed on", async () => {
    const url = await serve((_, response) =>
      response
        .writeHead(400, { "retry-after": "7" })
        .end(
          "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>",
        ),
    );
    expect(await open(url).describeGroups(null)).toMatchObject({
      calls: 1,
      failure: { code: "throttled", retryAfterMs: 7000 },
    });
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}
