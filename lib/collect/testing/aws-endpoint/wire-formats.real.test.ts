import { afterEach, describe, expect, it } from "vitest";
import { type AwsEndpoint, type AwsEndpointOptions, startAwsEndpoint } from ".";
import { madeUpRegion } from "./made-up-region";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const endpoints: AwsEndpoint[] = [];
afterEach(async () => {
  for (const endpoint of endpoints.splice(0)) await endpoint.stop();
});

async function start(options: Partial<AwsEndpointOptions> = {}): Promise<AwsEndpoint> {
  const endpoint = await startAwsEndpoint({
    world: { regions: { "eu-central-1": madeUpRegion(["orders"]) } },
    ...options,
  });
  endpoints.push(endpoint);
  return endpoint;
}

function signedFor(service: string): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/${date.slice(0, 8)}/eu-central-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    "x-amz-date": date,
  };
}

interface Told {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  readonly body: string;
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<Told> {
  const response = await fetch(url, { method: "POST", headers, body });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    headers: response.headers,
    body: await response.text(),
  };
}

function query(endpoint: AwsEndpoint, parameters: string, service = "elasticache"): Promise<Told> {
  return post(
    endpoint.url,
    { ...signedFor(service), "content-type": "application/x-www-form-urlencoded" },
    `Version=2015-02-02&${parameters}`,
  );
}

function metricData(endpoint: AwsEndpoint, body: object, operation = "GetMetricData"): Promise<Told> {
  return post(
    endpoint.url,
    {
      ...signedFor("monitoring"),
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
    },
    JSON.stringify(body),
  );
}

function metric(Id: string, MetricName = "CurrConnections") {
  const Metric = { Namespace: "AWS/ElastiCache", MetricName, Dimensions: [] };
  return { Id, MetricStat: { Metric, Period: 60, Stat: "Average" } };
}

const NO_ID = /<RequestId>[0-9a-f-]{36}<\/RequestId>/g;

describe("form-encoded Query with XML replies", () => {
  it("wraps a result as ElastiCache does, list items by the names of its model", async () => {
    const told = await query(await start(), "Action=DescribeReplicationGroups");
    expect(told.status).toBe(200);
    expect(told.type).toBe("text/xml");
    expect(told.body.replace(NO_ID, "<RequestId/>")).toBe(
      '<DescribeReplicationGroupsResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">' +
        "<DescribeReplicationGroupsResult><ReplicationGroups><ReplicationGroup>" +
        "<ReplicationGroupId>orders</ReplicationGroupId><Description>orders &amp; more</Description>" +
        "<Status>available</Status>" +
        "<MemberClusters><ClusterId>orders-001</ClusterId><ClusterId>orders-002</ClusterId></MemberClusters>" +
        "<NodeGroups><NodeGroup><NodeGroupId>0001</NodeGroupId><Status>available</Status>" +
        "<PrimaryEndpoint><Address>orders.abc.ng.0001.euc1.cache.amazonaws.com</Address><Port>6379</Port></PrimaryEndpoint>" +
        "<NodeGroupMembers>" +
        "<NodeGroupMember><CacheClusterId>orders-001</CacheClusterId><CacheNodeId>0001</CacheNodeId><CurrentRole>primary</CurrentRole></NodeGroupMember>" +
        "<NodeGroupMember><CacheClusterId>orders-002</CacheClusterId><CacheNodeId>0001</CacheNodeId><CurrentRole>replica</CurrentRole></NodeGroupMember>" +
        "</NodeGroupMembers></NodeGroup></NodeGroups>" +
        "<AutomaticFailover>enabled</AutomaticFailover><ClusterEnabled>false</ClusterEnabled>" +
        "<TransitEncryptionEnabled>true</TransitEncryptionEnabled>" +
        "<UserGroupIds><member>everybody</member></UserGroupIds><Engine>valkey</Engine>" +
        "</ReplicationGroup></ReplicationGroups></DescribeReplicationGroupsResult>" +
        "<ResponseMetadata><RequestId/></ResponseMetadata></DescribeReplicationGroupsResponse>",
    );
  });

  it("tells nodes only where they are asked for", async () => {
    const endpoint = await start();
    expect((await query(endpoint, "Action=DescribeCacheClusters")).body).not.toContain("CacheNodes");
    expect((await query(endpoint, "Action=DescribeCacheClusters&ShowCacheNodeInfo=true")).body).toContain(
      "<CacheNodes><CacheNode><CacheNodeId>0001</CacheNodeId>",
    );
  });

  it("refuses with an ErrorResponse", async () => {
    const told = await query(await start(), "Action=DescribeReplicationGroups&ReplicationGroupId=nope");
    expect(told.status).toBe(404);
    expect(told.body.replace(NO_ID, "<RequestId/>")).toBe(
      '<ErrorResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">' +
        "<Error><Type>Sender</Type><Code>ReplicationGroupNotFoundFault</Code><Message>ReplicationGroup nope not found.</Message></Error>" +
        "<RequestId/></ErrorResponse>",
    );
  });

  it.each([
    ["Action=DescribeEverything", 400, "InvalidAction"],
    ["Action=DescribeReplicationGroups&MaxRecords=5", 400, "InvalidParameterValue"],
    ["Action=DescribeReplicationGroups&Marker=nonsense", 400, "InvalidParameterValue"],
    ["Action=DescribeCacheClusters&CacheClusterId=nope", 404, "CacheClusterNotFound"],
    ["Action=DescribeServerlessCaches&ServerlessCacheName=nope", 404, "ServerlessCacheNotFoundFault"],
    ["Action=DescribeCacheParameters&CacheParameterGroupName=nope", 404, "CacheParameterGroupNotFound"],
    ["Action=DescribeEvents&Duration=20161", 400, "InvalidParameterValue"],
    ["Action=DescribeEvents&SourceIdentifier=orders", 400, "InvalidParameterCombination"],
    [
      `Action=DescribeEvents&StartTime=${new Date(Date.now() - 14.1 * DAY_MS).toISOString()}`,
      400,
      "InvalidParameterValue",
    ],
  ])("%s", async (parameters, status, code) => {
    const told = await query(await start(), parameters);
    expect(told.status).toBe(status);
    expect(told.body).toContain(`<Code>${code}</Code>`);
  });

  it("pages by Marker, and an hour of events is what is told of when no time is given", async () => {
    const now = Date.now();
    const events = [50, 40, 30, 90].map((minutes) => ({
      SourceIdentifier: "orders",
      SourceType: "replication-group",
      Message: `${minutes} minutes ago`,
      Date: new Date(now - minutes * MINUTE_MS),
    }));
    const region = madeUpRegion([], { events: () => events });
    const endpoint = await start({ world: { regions: { "eu-central-1": region } }, pageSize: 2 });
    const first = (await query(endpoint, "Action=DescribeEvents")).body;
    expect(first.match(/\d+ minutes ago/g)).toEqual(["50 minutes ago", "40 minutes ago"]);
    const marker = /<Marker>(.+)<\/Marker>/.exec(first)?.[1] ?? "";
    const second = (await query(endpoint, `Action=DescribeEvents&Marker=${encodeURIComponent(marker)}`)).body;
    expect(second.match(/\d+ minutes ago/g)).toEqual(["30 minutes ago"]);
    expect(second).not.toContain("<Marker>");
  });

  it("lets nobody in who has not signed, for the wrong service, or at another time", async () => {
    const endpoint = await start();
    const unsigned = await post(endpoint.url, {}, "Action=DescribeEvents");
    expect(unsigned.status).toBe(403);
    expect(unsigned.body).toContain("<Code>MissingAuthenticationToken</Code>");
    expect((await query(endpoint, "Action=DescribeEvents", "monitoring")).body).toContain(
      "Credential should be scoped to correct service: 'elasticache'.",
    );
    endpoint.setClockAheadMs(6 * MINUTE_MS);
    expect((await query(endpoint, "Action=DescribeEvents")).body).toMatch(
      /<Code>SignatureDoesNotMatch<\/Code><Message>Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)/,
    );
    expect(endpoint.counts().calls.DescribeEvents).toBe(1);
  });
});

describe("JSON 1.0 of CloudWatch", () => {
  const endSec = Math.floor(Date.now() / MINUTE_MS) * 60;
  const range = { StartTime: endSec - 300, EndTime: endSec };
  const everyMinute = madeUpRegion([], {
    points: ({ fromMs, toMs, metric: name }) =>
      name === "CurrConnections"
        ? Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, index) => ({
            atMs: fromMs + index * MINUTE_MS,
            value: index + 0.5,
          }))
        : [],
  });
  const world = { regions: { "eu-central-1": everyMinute } };

  it("gives epoch seconds, the newest point first", async () => {
    const endpoint = await start({ world });
    const told = await metricData(endpoint, {
      ...range,
      MetricDataQueries: [metric("a"), metric("b", "None")],
    });
    expect(told.type).toBe("application/x-amz-json-1.0");
    expect(JSON.parse(told.body)).toEqual({
      MetricDataResults: [
        {
          Id: "a",
          Label: "CurrConnections",
          Timestamps: [60, 120, 180, 240, 300].map((back) => endSec - back),
          Values: [4.5, 3.5, 2.5, 1.5, 0.5],
          StatusCode: "Complete",
        },
        { Id: "b", Label: "None", Timestamps: [], Values: [], StatusCode: "Complete" },
      ],
      Messages: [],
    });
    expect(endpoint.counts()).toEqual({ calls: { GetMetricData: 1 }, metricsRequested: 2 });
    expect(endpoint.counts("us-east-1")).toEqual({ calls: {}, metricsRequested: 0 });
  });

  it("pages by NextToken when there are more points than one answer holds", async () => {
    const endpoint = await start({ world });
    const asked = {
      ...range,
      MetricDataQueries: [metric("a"), metric("b")],
      MaxDatapoints: 7,
      ScanBy: "TimestampAscending",
    };
    const first = JSON.parse((await metricData(endpoint, asked)).body);
    const second = JSON.parse((await metricData(endpoint, { ...asked, NextToken: first.NextToken })).body);
    const seen = [first, second].map(({ MetricDataResults }) =>
      MetricDataResults.map(
        ({ Id, Values, StatusCode }: { Id: string; Values: number[]; StatusCode: string }) => [
          Id,
          Values,
          StatusCode,
        ],
      ),
    );
    expect(seen).toEqual([
      [
        ["a", [0.5, 1.5, 2.5, 3.5, 4.5], "Complete"],
        ["b", [0.5, 1.5], "PartialData"],
      ],
      [["b", [2.5, 3.5, 4.5], "Complete"]],
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  it.each([
    [
      { MetricDataQueries: Array.from({ length: 501 }, (_, index) => metric(`m${index}`)) },
      "size greater than 500",
    ],
    [{ MetricDataQueries: [metric("a"), metric("a")] }, "must be unique"],
    [{ MetricDataQueries: [metric("1a")] }, "Id"],
    [{ MetricDataQueries: [metric("a")], EndTime: range.StartTime }, "must be less than"],
    [{ MetricDataQueries: [metric("a")], NextToken: "nonsense" }, "next token"],
  ])("refuses with __type and a message (%#)", async (body, words) => {
    const told = await metricData(await start({ world }), { ...range, ...body });
    expect(told.status).toBe(400);
    const { __type, message } = JSON.parse(told.body);
    expect(__type).toMatch(/^com\.amazon\.coral\.service#(ValidationError|InvalidNextToken)$/);
    expect(message).toContain(words);
    expect(told.headers.get("x-amzn-query-error")).toMatch(/;Sender$/);
  });

  it("does not know other operations", async () => {
    const told = await metricData(await start({ world }), {}, "PutDashboard");
    expect(JSON.parse(told.body).__type).toBe("com.amazon.coral.service#UnknownOperationException");
  });
});
